import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { ConfirmByTyping } from '../../../platform/console/ConfirmByTyping.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { describeProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { api, query } from '../../client.ts'
import { PAGES } from '../../paths.ts'
import { WithSelection } from '../../selections/console/WithSelection.tsx'
import type { AgentDetails } from '../agents.api.ts'
import { whyNotRemove, whyNotRevoke } from '../agents.ts'
import { whyNotDiscover } from '../discover-now.ts'
import { TransferPrinters } from '../reports/console/TransferPrinters.tsx'
import { whyNotAskForUpdate } from '../updates/ask-for-update.ts'
import { InstallationPackage } from '../updates/console/InstallationPackage.tsx'
import { useUpdates } from '../updates/console/useUpdates.ts'
import { ActivationCode } from './ActivationCode.tsx'

const AgentForm = lazy(async () => ({ default: (await import('./AgentForm.tsx')).AgentForm }))

interface AgentActionsProps {
  organizationId: string
  agent: AgentDetails
}

type Window = 'edit' | 'code' | 'package' | 'transfer' | 'revoke' | 'deactivate' | 'delete'

/** What can be done with an agent; what its held printers forbid is disabled and says how many they are. */
export function AgentActions({ organizationId, agent }: AgentActionsProps) {
  const [opened, setOpened] = useState<Window>()
  const close = () => setOpened(undefined)
  const client = useQueryClient()
  const discover = useMutation({
    mutationFn: () => api.agents.discover({ organizationId, agentId: agent.id }),
    onSuccess: () => {
      const queued = agent.status === 'noncommunicating' ? ' The agent is not heard from now. It starts when it connects again.' : ''
      flash({ type: 'success', content: `${agent.name} was asked to discover printers now.${queued}` })
      void client.invalidateQueries({ queryKey: query.agents.key() })
    },
    onError: (error) => flash({ type: 'error', content: describeProblem(error).message }),
  })
  const updates = useUpdates(organizationId)
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ReasonedButton whyNot={whyNotDiscover(agent)} loading={discover.isPending} onClick={() => discover.mutate()}>
        Discover now
      </ReasonedButton>
      <ReasonedButton
        whyNot={whyNotAskForUpdate(agent)}
        loading={updates.isPending}
        onClick={() => updates.mutate({ agentIds: [agent.id] })}
      >
        Update
      </ReasonedButton>
      <ButtonDropdown items={menuItems(agent)} onItemClick={({ detail }) => setOpened(detail.id as Window)}>
        Agent
      </ButtonDropdown>
      <Button variant="primary" onClick={() => setOpened('edit')}>
        Edit
      </Button>
      {opened && <Opened window={opened} organizationId={organizationId} agent={agent} onClose={close} />}
    </SpaceBetween>
  )
}

function menuItems(agent: AgentDetails): ButtonDropdownProps.Item[] {
  const item = (id: Window, text: string, whyNot?: string) => ({ id, text, disabled: whyNot !== undefined, disabledReason: whyNot })
  const held = whyNotRemove(agent)
  return [
    item('code', 'Generate activation code'),
    item('package', 'Download installation package'),
    item('transfer', 'Transfer to another agent', agent.printers === 0 ? 'The agent has no printers.' : undefined),
    item('revoke', 'Revoke', whyNotRevoke(agent)),
    item('deactivate', 'Deactivate', held ?? (agent.status === 'deactivated' ? 'The agent is already deactivated.' : undefined)),
    item('delete', 'Delete', held),
  ]
}

function Opened({ window, ...props }: WindowProps & { window: Window }) {
  switch (window) {
    case 'edit':
      return (
        <Suspense fallback={null}>
          <AgentForm {...props} onSaved={props.onClose} />
        </Suspense>
      )
    case 'code':
      return <ActivationCode {...props} />
    case 'package':
      return <InstallationPackage {...props} />
    case 'transfer':
      return (
        <WithSelection organizationId={props.organizationId} filter={{ agent: [props.agent.id] }} onClose={props.onClose}>
          {(selection) => <TransferPrinters {...props} selection={selection} onStarted={props.onClose} />}
        </WithSelection>
      )
    case 'revoke':
      return <Revoke {...props} />
    case 'deactivate':
      return <Deactivate {...props} />
    case 'delete':
      return <Delete {...props} />
  }
}

type WindowProps = AgentActionsProps & { onClose: () => void }

function Revoke({ organizationId, agent, onClose }: WindowProps) {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.agents.revoke({ organizationId, agentId: agent.id }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: query.agents.key() })
      flash({
        type: 'success',
        content: `The credential of ${agent.name} was revoked. Generate a new activation code to use the agent again.`,
      })
      onClose()
    },
  })
  return (
    <FormModal
      title="Revoke credential"
      submitLabel="Revoke"
      busy={revoke.isPending}
      error={revoke.error}
      onSubmit={() => revoke.mutate()}
      onCancel={onClose}
    >
      <Box>
        {`Revoke the credential of ${agent.name} when it may be in the wrong hands. It ends at once, and so does any activation code. The printers of the agent stay listed and managed, but are not read until you generate a new code and activate the agent again.`}
      </Box>
    </FormModal>
  )
}

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
        {`${agent.name} loses its credential and no longer reads printers. Its printers stay listed. To use it again, generate a new activation code.`}
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
      void navigate({ to: PAGES.agents, params: { organizationId } })
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
