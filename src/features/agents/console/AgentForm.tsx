import Alert from '@cloudscape-design/components/alert'
import Checkbox from '@cloudscape-design/components/checkbox'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { isProblem } from '../../../platform/console/problem.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { api, query } from '../../client.ts'
import {
  type AgentDraft,
  type AgentFaults,
  agentFaults,
  draftOf,
  EMPTY_AGENT,
  SCHEDULE_FIELDS,
  SCHEDULE_LABELS,
  tidyAgent,
} from '../agent-draft.ts'
import type { AgentDetails } from '../agents.api.ts'
import { SnmpProfileForm } from '../snmp-profiles/console/SnmpProfileForm.tsx'
import { ExcludeFields, IncludeFields } from './CriteriaFields.tsx'

// Brings the reader of CSV along, which most edits do without.
const ImportCriteria = lazy(async () => ({ default: (await import('./ImportCriteria.tsx')).ImportCriteria }))

interface AgentFormProps {
  organizationId: string
  /** the agent to edit; else a new one is created */
  agent?: AgentDetails
  onClose: () => void
  onSaved: (agent: AgentDetails) => void
}

/** The form of an agent: create and edit, with the discovery criteria. */
export function AgentForm({ organizationId, agent, onClose, onSaved }: AgentFormProps) {
  const [draft, setDraft] = useState<AgentDraft>(agent ? draftOf(agent) : EMPTY_AGENT)
  const [attempted, setAttempted] = useState(false)
  const [opened, setOpened] = useState<'profile' | 'import'>()
  const profiles = useQuery(query.agents.listProfiles.queryOptions({ input: { organizationId } }))
  const saving = useSaving(organizationId, agent, onSaved)
  const faults = attempted ? agentFaults(draft) : undefined
  const close = () => setOpened(undefined)
  const change = (part: Partial<AgentDraft>) => {
    setDraft({ ...draft, ...part })
    saving.forgetWarning()
  }
  const submit = () => {
    setAttempted(true)
    if (!agentFaults(draft)) saving.save(draft)
  }
  return (
    <>
      <FormModal
        title={agent ? `Edit ${agent.name}` : 'Create agent'}
        size="large"
        submitLabel={saving.warnedOf > 0 ? 'Save anyway' : agent ? 'Save' : 'Create'}
        busy={saving.busy}
        error={saving.error ?? profiles.error}
        onSubmit={submit}
        onCancel={onClose}
      >
        <FormField label="Name" errorText={faults?.name} stretch>
          <Input value={draft.name} ariaRequired onChange={({ detail }) => change({ name: detail.value })} />
        </FormField>
        <FormField label="Description" info={<i>optional</i>} stretch>
          <Input value={draft.description} onChange={({ detail }) => change({ description: detail.value })} />
        </FormField>
        <IncludeFields
          entries={draft.include}
          faults={faults?.include ?? {}}
          profiles={profiles.data ?? []}
          onChange={(include) => change({ include })}
          onCreateProfile={() => setOpened('profile')}
          onImport={() => setOpened('import')}
        />
        <ExcludeFields entries={draft.exclude} faults={faults?.exclude ?? {}} onChange={(exclude) => change({ exclude })} />
        <Settings draft={draft} faults={faults?.schedule ?? {}} onChange={change} />
        {saving.warnedOf > 0 && <OutOfReach printers={saving.warnedOf} />}
      </FormModal>
      {opened === 'profile' && <SnmpProfileForm organizationId={organizationId} onClose={close} />}
      {opened === 'import' && (
        <Suspense fallback={null}>
          <ImportCriteria
            profiles={profiles.data ?? []}
            present={draft}
            onClose={close}
            onImported={({ include, exclude }) =>
              change({ include: [...draft.include, ...include], exclude: [...draft.exclude, ...exclude] })
            }
          />
        </Suspense>
      )}
    </>
  )
}

interface SettingsProps {
  draft: AgentDraft
  faults: AgentFaults['schedule']
  onChange: (part: Partial<AgentDraft>) => void
}

function Settings({ draft, faults, onChange }: SettingsProps) {
  const faulty = Object.keys(faults).length > 0
  return (
    <SpaceBetween size="s">
      <Checkbox
        checked={draft.enrollsAtOnce}
        description="Otherwise they stay Discovered until somebody enrolls them."
        onChange={({ detail }) => onChange({ enrollsAtOnce: detail.checked })}
      >
        Enroll discovered printers at once
      </Checkbox>
      <ExpandableSection headerText="Pace and schedule" {...(faulty ? { expanded: true } : {})}>
        <Grid gridDefinition={SCHEDULE_FIELDS.map(() => ({ colspan: { default: 12, xs: 6 } }))}>
          {SCHEDULE_FIELDS.map((field) => (
            <FormField key={field} label={SCHEDULE_LABELS[field]} errorText={faults[field]} stretch>
              <Input
                value={draft.schedule[field]}
                inputMode="numeric"
                autoComplete={false}
                onChange={({ detail }) => onChange({ schedule: { ...draft.schedule, [field]: detail.value } })}
              />
            </FormField>
          ))}
        </Grid>
      </ExpandableSection>
    </SpaceBetween>
  )
}

function OutOfReach({ printers }: { printers: number }) {
  const header = `${formatNoun(printers, 'managed or pending printer')} would no longer be read`
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header={header}>
      With these criteria the agent no longer reads them. They are not unenrolled. They stay listed as Noncommunicating with the reason
      "excluded from discovery". To bring them back, include their addresses again.
    </Alert>
  )
}

/** Saves the agent; where the edit would put held printers out of reach, the server says how many, and a second press confirms that number. */
function useSaving(organizationId: string, agent: AgentDetails | undefined, onSaved: (agent: AgentDetails) => void) {
  const client = useQueryClient()
  const [warnedOf, setWarnedOf] = useState(0)
  const save = useMutation({
    mutationFn: (draft: AgentDraft) => {
      const form = tidyAgent(draft)
      if (!agent) return api.agents.create({ organizationId, ...form })
      const confirmed = warnedOf > 0 ? { losesHeldPrinters: warnedOf } : {}
      return api.agents.change({ organizationId, agentId: agent.id, edition: agent.edition, ...form, ...confirmed })
    },
    onSuccess: (saved) => {
      void client.invalidateQueries({ queryKey: query.agents.key() })
      flash({
        type: 'success',
        content: agent ? `${saved.name} was saved.` : `${saved.name} was created. Generate its activation code next.`,
      })
      onSaved(saved)
    },
    onError: (error) => {
      if (isProblem(error, 'criteria-lose-held-printers')) setWarnedOf((error as { data?: { count?: number } }).data?.count ?? 0)
    },
  })
  const forgetWarning = () => setWarnedOf(0)
  return { save: save.mutate, busy: save.isPending, error: warnedOf > 0 ? null : save.error, warnedOf, forgetWarning }
}
