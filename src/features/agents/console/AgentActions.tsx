import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ConfirmByTyping } from '../../../platform/console/ConfirmByTyping.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { tellProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { api, query } from '../../client.ts'
import type { AgentDetails } from '../agents.api.ts'
import { whyNotRemove } from '../agents.ts'
import { whyNotDiscover } from '../discover-now.ts'
import { ActivationCode } from './ActivationCode.tsx'

const AgentForm = lazy(async () => ({ default: (await import('./AgentForm.tsx')).AgentForm }))

interface AgentActionsProps {
  organizationId: string
  agent: AgentDetails
}

/** What can be done with an agent; what its held printers forbid is disabled and says how many they are. */
export function AgentActions({ organizationId, agent }: AgentActionsProps) {
  const [opened, setOpened] = useState<'edit' | 'code' | 'deactivate' | 'delete'>()
  const close = () => setOpened(undefined)
  const discover = useMutation({
    mutationFn: () => api.agents.discover({ organizationId, agentId: agent.id }),
    onSuccess: () => flash({ type: 'success', content: `${agent.name} was asked to discover printers now.` }),
    onError: (error) => flash({ type: 'error', content: tellProblem(error).message }),
  })
  const whyNot = whyNotRemove(agent)
  const deactivated = agent.status === 'deactivated' ? 'The agent is deactivated already.' : undefined
  const windowProps = { organizationId, agent, onClose: close }
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ReasonedButton whyNot={whyNotDiscover(agent)} loading={discover.isPending} onClick={() => discover.mutate()}>
        Discover now
      </ReasonedButton>
      <Button onClick={() => setOpened('code')}>Generate activation code</Button>
      <ReasonedButton whyNot={whyNot ?? deactivated} onClick={() => setOpened('deactivate')}>
        Deactivate
      </ReasonedButton>
      <ReasonedButton whyNot={whyNot} onClick={() => setOpened('delete')}>
        Delete
      </ReasonedButton>
      <Button variant="primary" onClick={() => setOpened('edit')}>
        Edit
      </Button>
      {opened === 'edit' && (
        <Suspense fallback={null}>
          <AgentForm organizationId={organizationId} agent={agent} onClose={close} onSaved={close} />
        </Suspense>
      )}
      {opened === 'code' && <ActivationCode {...windowProps} />}
      {opened === 'deactivate' && <Deactivate {...windowProps} />}
      {opened === 'delete' && <Delete {...windowProps} />}
    </SpaceBetween>
  )
}

type WindowProps = AgentActionsProps & { onClose: () => void }

function Deactivate({ organizationId, agent, onClose }: WindowProps) {
  const client = useQueryClient()
  const deactivate = useMutation({
    mutationFn: () => api.agents.deactivate({ organizationId, agentId: agent.id }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: query.agents.key() })
      flash({ type: 'success', content: `${agent.name} was deactivated.` })
      onClose()
    },
  })
  return (
    <FormModal
      title="Deactivate agent"
      submitLabel="Deactivate"
      busy={deactivate.isPending}
      error={deactivate.error}
      onSubmit={() => deactivate.mutate()}
      onCancel={onClose}
    >
      <Box>
        {`${agent.name} loses its credential and reads no more printers. Its printers stay listed. With a new activation code it can be used again.`}
      </Box>
    </FormModal>
  )
}

function Delete({ organizationId, agent, onClose }: WindowProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.agents.remove({ organizationId, agentId: agent.id }),
    onSuccess: () => {
      flash({ type: 'success', content: `${agent.name} was deleted.` })
      void navigate({ to: '/fleet/$organizationId/agents', params: { organizationId } })
      void client.invalidateQueries({ queryKey: query.agents.list.key() })
    },
  })
  return (
    <ConfirmByTyping
      title="Delete agent"
      word={agent.name}
      confirmLabel="Delete"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onCancel={onClose}
    >
      {`${agent.name}, its discovery criteria and its credential are deleted. This cannot be undone. Its printers stay listed.`}
    </ConfirmByTyping>
  )
}
