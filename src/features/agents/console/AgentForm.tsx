import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/console/format.ts'
import { api, query } from '../../client.ts'
import { type AgentDraft, agentFaults, EMPTY_AGENT, tidyAgent } from '../agent-draft.ts'
import type { AgentDetails } from '../agents.api.ts'
import { outOfReach } from '../criteria-coverage.ts'
import { ExcludeFields, IncludeFields } from './CriteriaFields.tsx'
import { heldPrinters } from './held-printers.ts'
import { SnmpProfileFields } from './SnmpProfileFields.tsx'

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
  const [makingProfile, setMakingProfile] = useState(false)
  const profiles = useQuery(query.agents.listProfiles.queryOptions({ input: { organizationId } }))
  const saving = useSaving(organizationId, agent, onSaved)
  const faults = attempted ? agentFaults(draft) : undefined
  const change = (part: Partial<AgentDraft>) => {
    setDraft({ ...draft, ...part })
    saving.forgetWarning()
  }
  const submit = () => {
    setAttempted(true)
    if (!agentFaults(draft)) saving.save(tidyAgent(draft))
  }
  return (
    <FormModal
      title={agent ? `Edit ${agent.name}` : 'Create agent'}
      size="large"
      submitLabel={saving.warnedOf > 0 ? 'Save all the same' : agent ? 'Save' : 'Create'}
      busy={saving.busy}
      error={saving.error ?? profiles.error}
      onSubmit={submit}
      onCancel={onClose}
    >
      <FormField label="Name" errorText={faults?.name} stretch>
        <Input value={draft.name} ariaRequired onChange={({ detail }) => change({ name: detail.value })} autoFocus />
      </FormField>
      <FormField label="Description" info={<i>optional</i>} stretch>
        <Input value={draft.description} onChange={({ detail }) => change({ description: detail.value })} />
      </FormField>
      <IncludeFields
        entries={draft.include}
        faults={faults?.include ?? {}}
        profiles={profiles.data ?? []}
        onChange={(include) => change({ include })}
        onCreateProfile={() => setMakingProfile(true)}
      />
      {makingProfile && <SnmpProfileFields organizationId={organizationId} onClose={() => setMakingProfile(false)} />}
      <ExcludeFields entries={draft.exclude} faults={faults?.exclude ?? {}} onChange={(exclude) => change({ exclude })} />
      {saving.warnedOf > 0 && <OutOfReach printers={saving.warnedOf} />}
    </FormModal>
  )
}

function OutOfReach({ printers }: { printers: number }) {
  const header = `${formatNoun(printers, 'managed or pending printer')} would no longer be read`
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header={header}>
      With these criteria the agent reads them no more. They are not unenrolled: they stay listed as Noncommunicating, with the reason
      "excluded from discovery", and including their addresses again brings them back.
    </Alert>
  )
}

const draftOf = ({ name, description, include, exclude }: AgentDetails): AgentDraft => ({ name, description, include, exclude })

/** Saves the agent; where the edit would put held printers out of reach, it first says how many and waits for a second press. */
function useSaving(organizationId: string, agent: AgentDetails | undefined, onSaved: (agent: AgentDetails) => void) {
  const client = useQueryClient()
  const [warned, setWarned] = useState<{ of: number }>()
  const save = useMutation({
    mutationFn: async (edited: AgentDraft) => {
      if (!agent) return api.agents.create({ organizationId, ...edited })
      if (!warned) {
        const lost = outOfReach(agent, edited, await heldPrinters(organizationId, agent))
        if (lost.length > 0) return lost.length
      }
      return api.agents.change({ organizationId, agentId: agent.id, ...edited })
    },
    onSuccess: (saved) => {
      if (typeof saved === 'number') return setWarned({ of: saved })
      void client.invalidateQueries({ queryKey: query.agents.key() })
      flash({
        type: 'success',
        content: agent ? `${saved.name} was saved.` : `${saved.name} was created. Generate its activation code next.`,
      })
      onSaved(saved)
    },
  })
  return {
    save: save.mutate,
    busy: save.isPending,
    error: save.error,
    warnedOf: warned?.of ?? 0,
    forgetWarning: () => setWarned(undefined),
  }
}
