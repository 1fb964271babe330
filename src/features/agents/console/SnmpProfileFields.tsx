import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { api, query } from '../../client.ts'

interface SnmpProfileFieldsProps {
  organizationId: string
  onClose: () => void
}

const VERSIONS = [
  { value: 'v2c', label: 'v2c' },
  { value: 'v1', label: 'v1' },
] as const

const NEW_PROFILE = { name: '', version: 'v2c' as 'v1' | 'v2c', community: '', port: '161', timeoutMilliseconds: '2000', retries: '1' }
const THIRDS = [{ colspan: { default: 12, xs: 4 } }, { colspan: { default: 12, xs: 4 } }, { colspan: { default: 12, xs: 4 } }]

/** A new SNMP profile, within the form of the agent. Its community is never shown again. */
export function SnmpProfileFields({ organizationId, onClose }: SnmpProfileFieldsProps) {
  const [profile, setProfile] = useState(NEW_PROFILE)
  const create = useCreation(organizationId, profile, onClose)
  const text = (field: 'name' | 'community' | 'port' | 'timeoutMilliseconds' | 'retries', label: string, numeric = false) => (
    <FormField label={label} stretch>
      <Input
        value={profile[field]}
        {...(numeric ? { inputMode: 'numeric' as const } : {})}
        autoComplete={false}
        autoFocus={field === 'name'}
        onChange={({ detail }) => setProfile({ ...profile, [field]: detail.value })}
      />
    </FormField>
  )
  return (
    <section aria-label="New SNMP profile" style={{ border: '1px solid #c6c6cd', borderRadius: 8, padding: 16 }}>
      <SpaceBetween size="s">
        <Box variant="h4">New SNMP profile</Box>
        <Grid gridDefinition={THIRDS}>
          {text('name', 'Profile name')}
          <FormField label="SNMP version" stretch>
            <Select
              options={VERSIONS}
              selectedOption={VERSIONS.find(({ value }) => value === profile.version) ?? null}
              onChange={({ detail }) => setProfile({ ...profile, version: detail.selectedOption.value === 'v1' ? 'v1' : 'v2c' })}
            />
          </FormField>
          {text('community', 'Community')}
        </Grid>
        <Grid gridDefinition={THIRDS}>
          {text('port', 'Port', true)}
          {text('timeoutMilliseconds', 'Time-out in milliseconds', true)}
          {text('retries', 'Repeats', true)}
        </Grid>
        <ProblemNote error={create.error} />
        <SpaceBetween direction="horizontal" size="xs">
          <Button loading={create.isPending} onClick={() => create.mutate()}>
            Create profile
          </Button>
          <Button variant="link" onClick={onClose}>
            Cancel
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </section>
  )
}

function useCreation(organizationId: string, profile: typeof NEW_PROFILE, onCreated: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      api.agents.createProfile({
        organizationId,
        ...profile,
        port: Number(profile.port),
        timeoutMilliseconds: Number(profile.timeoutMilliseconds),
        retries: Number(profile.retries),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: query.agents.listProfiles.key() })
      onCreated()
    },
  })
}
