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
import { api, query } from '../../client.ts'
import type { ProviderSettings as Settings, SettingsForm } from '../settings.api.ts'
import { SECTION_DESCRIPTIONS, SETTING_NAMES, SETTINGS, type SettingName } from '../settings.ts'
import { readSettingsDraft, type SettingsDraft, type SettingsFaults, settingsDifferences, settingsDraft } from './settings-fields.ts'

/** The tab `Settings` of the provider: what holds for the whole installation. */
export function ProviderSettings({ providerId }: { providerId: string }) {
  const settings = useQuery({
    ...query.settings.get.queryOptions({ input: { organizationId: providerId } }),
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
              whyNot={isChanged ? undefined : 'There are no changes to save.'}
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
              onTake={(field) => change({ [field]: settingsDraft(overtaken)[field as SettingName] })}
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
  faults: SettingsFaults
  onChange: (part: Partial<SettingsDraft>) => void
}

const SECTIONS = [...new Set(SETTING_NAMES.map((name) => SETTINGS[name].section))]

function Fields(props: FieldsProps) {
  return (
    <SpaceBetween size="l">
      {SECTIONS.map((section) => (
        <Container
          key={section}
          header={
            <Header variant="h2" description={SECTION_DESCRIPTIONS[section]}>
              {section}
            </Header>
          }
        >
          <SpaceBetween size="l">
            {SETTING_NAMES.filter((name) => SETTINGS[name].section === section).map((name) => (
              <SettingField {...props} key={name} name={name} />
            ))}
          </SpaceBetween>
        </Container>
      ))}
    </SpaceBetween>
  )
}

function SettingField({ draft, faults, onChange, name }: FieldsProps & { name: SettingName }) {
  const setting = SETTINGS[name]
  const isNumber = setting.kind === 'number'
  return (
    <FormField
      label={isNumber ? `${setting.label} (${setting.unit})` : setting.label}
      description={setting.description}
      errorText={faults[name]}
    >
      <Input
        value={draft[name]}
        {...(isNumber ? { inputMode: 'decimal' as const } : {})}
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
  const key = query.settings.get.queryKey({ input: { organizationId: providerId } })
  return useMutation({
    mutationFn: (edited: { version: number; settings: SettingsForm }) => api.settings.update({ organizationId: providerId, ...edited }),
    onSuccess: (saved) => {
      client.setQueryData(key, saved)
      // Every page shows the provider's names.
      void client.invalidateQueries({ queryKey: query.accounts.session.key() })
      flash({ type: 'success', content: 'The settings are saved.' })
      onDone()
    },
    onError: async (error) => {
      if (!isProblem(error, 'edited-by-another')) return
      const theirs = await api.settings.get({ organizationId: providerId })
      client.setQueryData(key, theirs)
      onOvertaken(theirs)
    },
  })
}
