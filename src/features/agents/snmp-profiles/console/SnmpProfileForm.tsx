import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { flash } from '../../../../platform/console/flash.ts'
import { api, query } from '../../../client.ts'
import { SNMP_VERSIONS } from '../snmp-profile.ts'
import {
  AUTHENTICATION_LABELS,
  keptSecrets,
  NEW_PROFILE,
  PRIVACY_LABELS,
  type ProfileDraft,
  type ProfileFaults,
  profileDraftOf,
  profileFaults,
  profileFormOf,
} from '../snmp-profile-draft.ts'
import type { SnmpProfile } from '../snmp-profiles.api.ts'

interface SnmpProfileFormProps {
  organizationId: string
  /** the profile to edit; else a new one is created */
  profile?: SnmpProfile
  onClose: () => void
  onSaved?: (profile: SnmpProfile) => void
}

const HALVES = [{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 6 } }]
const THIRDS = [{ colspan: { default: 12, xs: 4 } }, { colspan: { default: 12, xs: 4 } }, { colspan: { default: 12, xs: 4 } }]
const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

/** The form of an SNMP profile. Secrets are never shown again: left blank, they stay as they are. */
export function SnmpProfileForm({ organizationId, profile, onClose, onSaved }: SnmpProfileFormProps) {
  const [draft, setDraft] = useState<ProfileDraft>(profile ? profileDraftOf(profile) : NEW_PROFILE)
  const [attempted, setAttempted] = useState(false)
  const save = useSaving(organizationId, profile, (saved) => {
    onSaved?.(saved)
    onClose()
  })
  const faults = (attempted ? profileFaults(draft, profile) : undefined) ?? {}
  const fields = {
    draft,
    faults,
    kept: profile ? keptSecrets(profile) : [],
    onChange: (part: Partial<ProfileDraft>) => setDraft({ ...draft, ...part }),
  }
  return (
    <FormModal
      title={profile ? `Edit ${profile.name}` : 'Create SNMP profile'}
      size="large"
      submitLabel={profile ? 'Save' : 'Create profile'}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => {
        setAttempted(true)
        if (!profileFaults(draft, profile)) save.mutate(draft)
      }}
      onCancel={onClose}
    >
      <Grid gridDefinition={HALVES}>
        <Text {...fields} field="name" label="Profile name" />
        <Choice {...fields} field="version" label="SNMP version" options={SNMP_VERSIONS.map((value) => ({ value, label: value }))} />
      </Grid>
      {draft.version === 'v3' ? <UserFields {...fields} /> : <Text {...fields} field="community" label="Community" secret />}
      <Grid gridDefinition={THIRDS}>
        <Text {...fields} field="port" label="Port" numeric />
        <Text {...fields} field="timeoutMilliseconds" label="Time-out in milliseconds" numeric />
        <Text {...fields} field="retries" label="Repeats" numeric />
      </Grid>
    </FormModal>
  )
}

interface FieldsProps {
  draft: ProfileDraft
  faults: ProfileFaults
  /** secrets that the profile has, which may be left blank */
  kept: readonly (keyof ProfileDraft)[]
  onChange: (part: Partial<ProfileDraft>) => void
}

function UserFields(fields: FieldsProps) {
  const { authentication, privacy } = fields.draft
  return (
    <>
      <Grid gridDefinition={HALVES}>
        <Text {...fields} field="userName" label="User name" />
        <Text {...fields} field="contextName" label="Context name" optional />
      </Grid>
      <Grid gridDefinition={HALVES}>
        <Choice {...fields} field="authentication" label="Authentication" options={optionsOf(AUTHENTICATION_LABELS)} />
        {authentication !== 'none' && <Text {...fields} field="authenticationPassword" label="Authentication password" secret />}
      </Grid>
      <Grid gridDefinition={HALVES}>
        <Choice {...fields} field="privacy" label="Privacy" options={optionsOf(PRIVACY_LABELS)} />
        {privacy !== 'none' && <Text {...fields} field="privacyPassword" label="Privacy password" secret />}
      </Grid>
    </>
  )
}

interface TextProps extends FieldsProps {
  field: keyof ProfileDraft
  label: string
  numeric?: boolean
  secret?: boolean
  optional?: boolean
}

function Text({ draft, faults, kept, onChange, field, label, numeric, secret, optional }: TextProps) {
  return (
    <FormField
      label={label}
      errorText={faults[field]}
      info={optional && <i>optional</i>}
      constraintText={secret && kept.includes(field) && 'Leave it blank to keep the current one.'}
      stretch
    >
      <Input
        value={draft[field]}
        type={secret ? 'password' : 'text'}
        autoComplete={secret ? 'new-password' : false}
        {...(numeric ? { inputMode: 'numeric' as const } : {})}
        onChange={({ detail }) => onChange({ [field]: detail.value })}
      />
    </FormField>
  )
}

interface ChoiceProps extends FieldsProps {
  field: 'version' | 'authentication' | 'privacy'
  label: string
  options: { value: string; label: string }[]
}

function Choice({ draft, faults, onChange, field, label, options }: ChoiceProps) {
  return (
    <FormField label={label} errorText={faults[field]} stretch>
      <Select
        options={options}
        selectedOption={options.find(({ value }) => value === draft[field]) ?? null}
        onChange={({ detail }) => onChange({ [field]: detail.selectedOption.value })}
      />
    </FormField>
  )
}

function useSaving(organizationId: string, profile: SnmpProfile | undefined, onSaved: (profile: SnmpProfile) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (draft: ProfileDraft) => {
      const form = profileFormOf(draft)
      if (!profile) return api.agents.createProfile({ organizationId, profile: form })
      return api.agents.changeProfile({ organizationId, profileId: profile.id, edition: profile.edition, profile: form })
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: query.agents.listProfiles.key() })
      flash({ type: 'success', content: `The SNMP profile ${saved.name} was ${profile ? 'saved' : 'created'}.` })
      onSaved(saved)
    },
  })
}
