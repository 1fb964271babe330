import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Select from '@cloudscape-design/components/select'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { formatNoun } from '../../../platform/console/format.ts'
import { api, query } from '../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../printers/console/selection-window.ts'
import { AGENT_STATUSES } from '../agents.ts'

const MOST_AGENTS = 200

/** Transfer to another agent: the printers of a selection pass at the first reading by the agent that is chosen. */
export function TransferPrinters({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const [agentId, setAgentId] = useState<string>()
  const agents = useQuery(query.agents.list.queryOptions({ input: { organizationId, limit: MOST_AGENTS } }))
  const usable = agents.data?.items.filter(({ status }) => status === 'communicating' || status === 'noncommunicating') ?? []
  const options = usable.map(({ id, name, status }) => ({ value: id, label: name, labelTag: AGENT_STATUSES[status] }))
  const transfer = useMutation({
    mutationFn: (to: string) => api.agents.transferPrinters({ organizationId, selectionId: selection.id, agentId: to }),
    onSuccess: ({ asked, alreadyThere, outOfReach }) => {
      const others = [
        alreadyThere > 0 && `${formatNoun(alreadyThere, 'printer')} had that agent already.`,
        outOfReach > 0 &&
          `${formatNoun(outOfReach, 'printer is', 'printers are')} not covered by its discovery criteria: add their addresses.`,
      ]
      flash({
        type: outOfReach > 0 ? 'warning' : 'success',
        content: [
          `${formatNoun(asked, 'printer passes', 'printers pass')} at the first reading by the agent.`,
          ...others.filter(Boolean),
        ].join(' '),
      })
      onStarted(Promise.resolve())
    },
  })
  return (
    <FormModal
      title="Transfer to another agent"
      submitLabel="Transfer"
      whyNot={agentId === undefined ? 'Choose an agent first.' : undefined}
      busy={transfer.isPending}
      error={transfer.error ?? agents.error}
      onSubmit={() => agentId && transfer.mutate(agentId)}
      onCancel={onClose}
    >
      <Box>
        {`${selectionWords(selection)}. Each passes when the other agent has read it for the first time; until then the present one reads it. None is unenrolled.`}
      </Box>
      <FormField label="Agent" stretch>
        <Select
          options={options}
          placeholder="Choose an agent"
          empty="No other agent is activated."
          selectedOption={options.find(({ value }) => value === agentId) ?? null}
          onChange={({ detail }) => setAgentId(detail.selectedOption.value)}
        />
      </FormField>
    </FormModal>
  )
}
