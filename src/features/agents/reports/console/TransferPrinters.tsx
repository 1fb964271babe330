import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { api, query } from '../../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../../selections/console/selection-window.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'
import { AGENT_STATUSES } from '../../agents.ts'
import { whyNotTransferTo } from '../transfer.ts'

const MOST_AGENTS = 200

/** The window `Transfer to another agent`: the printers of a selection pass at the first reading by the agent that is chosen. */
export function TransferPrinters({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const [agentId, setAgentId] = useState<string>()
  const agents = useQuery(query.agents.list.queryOptions({ input: { organizationId, limit: MOST_AGENTS } }))
  const usable = agents.data?.items.filter(({ status }) => whyNotTransferTo(status) === undefined) ?? []
  const options = usable.map(({ id, name, status }) => ({ value: id, label: name, labelTag: AGENT_STATUSES[status] }))
  const start = useTaskStart(
    organizationId,
    'transfer',
    (body: { selectionId: string; agentId: string }, headers) => api.agents.transferPrinters({ params: { organizationId }, headers, body }),
    onStarted,
  )
  return (
    <FormModal
      title="Transfer to another agent"
      submitLabel="Transfer"
      whyNot={agentId === undefined ? 'Choose an agent first.' : undefined}
      busy={start.isPending}
      error={start.error ?? agents.error}
      onSubmit={() => agentId && start.mutate({ selectionId: selection.id, agentId })}
      onCancel={onClose}
    >
      <Box variant="p">{`${selectionWords(selection)}.`}</Box>
      <FormField label="Agent" stretch>
        <Select
          options={options}
          placeholder="Choose an agent"
          statusType={agents.isPending ? 'loading' : 'finished'}
          loadingText="Loading agents"
          empty="No agent is activated."
          selectedOption={options.find(({ value }) => value === agentId) ?? null}
          onChange={({ detail }) => setAgentId(detail.selectedOption.value)}
        />
      </FormField>
      <Box variant="p">
        Each printer changes its agent at the first reading by the new agent. Until then the current agent reads it. No printer is
        unenrolled.
      </Box>
    </FormModal>
  )
}
