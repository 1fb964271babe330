import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EditedByAnother } from '../../../platform/console/EditedByAnother.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import type { ProviderSettings as Settings, SettingsForm } from '../../accounts/accounts.api.ts'
import { api, query } from '../../client.ts'
import {
  readSettingsDraft,
  SETTINGS_FIELDS,
  type SettingsDraft,
  type SettingsField,
  settingsDifferences,
  settingsDraft,
} from './settings-fields.ts'

/** The tab `Settings` of the provider: what holds for the whole installation. */
export function ProviderSettings({ providerId }: { providerId: string }) {
  const settings = useQuery({
    ...query.accounts.settings.get.queryOptions({ input: { organizationId: providerId } }),
    refetchOnMount: 'always',
  })
  if (settings.data) return <EditSettings providerId={providerId} stored={settings.data} />
  return settings.error ? <ProblemNote error={settings.error} retry={() => void settings.refetch()} /> : <Spinner />
}

interface Edit {
  draft: SettingsDraft
  /** the version that the edit began with, or that the editor has been shown since */
  based: Settings
}

function EditSettings({ providerId, stored }: { providerId: string; stored: Settings }) {
  const [edit, setEdit] = useState<Edit>()
  const [attempted, setAttempted] = useState(false)
  const { draft, based } = edit ?? { draft: settingsDraft(stored), based: stored }
  const read = readSettingsDraft(draft, based)
  const save = useSave(providerId, {
    onDone: () => setEdit(undefined),
    onOvertaken: (theirs) => setEdit((mine) => mine && { ...mine, based: theirs }),
  })
  const isChanged = edit !== undefined && settingsDifferences(draft, based).length > 0
  const change = (part: Partial<SettingsDraft>) => setEdit({ draft: { ...draft, ...part }, based })
  const overtaken = isProblem(save.error, 'edited-by-another') ? based : undefined
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setAttempted(true)
        if (read.settings && isChanged && !save.isPending) save.mutate({ version: based.version, settings: read.settings })
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {isChanged && (
              <Button variant="link" formAction="none" onClick={() => setEdit(undefined)}>
                Cancel
              </Button>
            )}
            <ReasonedButton
              variant="primary"
              formAction="submit"
              loading={save.isPending}
              whyNot={isChanged ? undefined : 'Nothing is changed.'}
            >
              Save Changes
            </ReasonedButton>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          {overtaken ? (
            <EditedByAnother
              what="the settings"
              submitLabel="Save Changes"
              differences={settingsDifferences(draft, overtaken)}
              onTake={(field) => change({ [field]: settingsDraft(overtaken)[field as SettingsField] })}
              onTakeAll={() => change(settingsDraft(overtaken))}
            />
          ) : (
            <ProblemNote error={save.error} />
          )}
          <Fields draft={draft} faults={attempted ? (read.faults ?? {}) : {}} onChange={change} />
        </SpaceBetween>
      </Form>
    </form>
  )
}

interface FieldsProps {
  draft: SettingsDraft
  faults: Partial<SettingsDraft>
  onChange: (part: Partial<SettingsDraft>) => void
}

function Fields(props: FieldsProps) {
  const field = (name: SettingsField, description: string, unit?: string) => (
    <SettingField {...props} name={name} description={description} unit={unit} />
  )
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Provider</Header>}>
        <SpaceBetween size="l">
          {field('providerName', 'Stands before "Managed" in the lists of printers.')}
          {field('technicalSupport', 'Name and address, such as a telephone number or e-mail address: shown where a printer needs help.')}
          {field('customerOperations', 'Name and address: shown where only the provider can change something, such as an entitlement.')}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Communication</Header>}>
        <SpaceBetween size="l">
          {field('agentSilentMinutes', 'An agent unheard for so long is Noncommunicating.', 'minutes')}
          {field('printerUnreadHours', 'A printer unread for so long is Noncommunicating.', 'hours')}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Import</Header>}>
        {field('contactImportLimit', 'A file with more is refused.', 'contacts')}
      </Container>
      <Container
        header={
          <Header variant="h2" description="What is older is removed for good.">
            Kept for
          </Header>
        }
      >
        <SpaceBetween size="l">
          {field(
            'taskRetentionDays',
            'What became of each printer of a task that has ended, and rows of imports. Tasks and audit trail stay.',
            'days',
          )}
          {field('readingRetentionDays', 'Page counts and supply levels, each time that they changed.', 'days')}
          {field('hourRetentionDays', 'The last page counts and supply levels of each hour.', 'days')}
          {field('dayRetentionDays', 'The last page counts and supply levels of each day.', 'days')}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  )
}

interface SettingFieldProps extends FieldsProps {
  name: SettingsField
  description: string
  unit: string | undefined
}

function SettingField({ draft, faults, onChange, name, description, unit }: SettingFieldProps) {
  const label = unit ? `${SETTINGS_FIELDS[name]} (${unit})` : SETTINGS_FIELDS[name]
  return (
    <FormField label={label} description={description} errorText={faults[name]}>
      <Input
        value={draft[name]}
        {...(unit ? { inputMode: 'decimal' as const } : {})}
        onChange={({ detail }) => onChange({ [name]: detail.value })}
      />
    </FormField>
  )
}

interface Settled {
  onDone: () => void
  onOvertaken: (theirs: Settings) => void
}

function useSave(providerId: string, { onDone, onOvertaken }: Settled) {
  const client = useQueryClient()
  const key = query.accounts.settings.get.queryKey({ input: { organizationId: providerId } })
  return useMutation({
    mutationFn: (edited: { version: number; settings: SettingsForm }) =>
      api.accounts.settings.update({ organizationId: providerId, ...edited }),
    onSuccess: (saved) => {
      client.setQueryData(key, saved)
      // Every page shows the provider's names.
      void client.invalidateQueries({ queryKey: query.accounts.session.key() })
      flash({ type: 'success', content: 'The settings are saved.' })
      onDone()
    },
    onError: async (error) => {
      if (!isProblem(error, 'edited-by-another')) return
      const theirs = await api.accounts.settings.get({ organizationId: providerId })
      client.setQueryData(key, theirs)
      onOvertaken(theirs)
    },
  })
}
