import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { api, query } from '../../client.ts'
import type { AgentDetails } from '../agents.api.ts'

interface ActivationCodeProps {
  organizationId: string
  agent: AgentDetails
  onClose: () => void
}

/** Generates an activation code, shows it once, and how the agent is run with it. */
export function ActivationCode({ organizationId, agent, onClose }: ActivationCodeProps) {
  const client = useQueryClient()
  const generate = useMutation({
    mutationFn: () => api.agents.createActivationCode({ organizationId, agentId: agent.id }),
    onSuccess: () => client.invalidateQueries({ queryKey: query.agents.key() }),
  })
  if (generate.data) return <Shown code={generate.data.code} expiresAt={generate.data.expiresAt} onClose={onClose} />
  return (
    <FormModal
      title="Generate activation code"
      submitLabel="Generate"
      busy={generate.isPending}
      error={generate.error}
      onSubmit={() => generate.mutate()}
      onCancel={onClose}
    >
      <Box>
        {`Start ${agent.name} with the code in the customer's network. It then gets its own credential. A code works once and expires. A new code replaces an unused one.`}
      </Box>
    </FormModal>
  )
}

function Shown({ code, expiresAt, onClose }: { code: string; expiresAt: string; onClose: () => void }) {
  return (
    <ActModal title="Activation code" size="large" onClose={onClose}>
      <Alert type="info" statusIconAriaLabel="Info">
        {`The code is shown only once. It works once and expires on ${formatInstant(expiresAt)}.`}
      </Alert>
      <FormField label="Activation code">
        <Copied text={code} name="activation code" />
      </FormField>
      <FormField
        stretch
        label="Command that runs the agent"
        description="Run it on a computer in the network of the printers, with the file agent.mjs of the installation package. After the first start the agent needs no code."
      >
        <Copied text={`node agent.mjs run --server ${location.origin} --data agent-data --code ${code}`} name="command" />
      </FormField>
    </ActModal>
  )
}

/** A text to be copied, with a button for that; a long one is broken between words. */
export function Copied({ text, name }: { text: string; name: string }) {
  return (
    <div style={{ display: 'flex', gap: 4, alignItems: 'flex-start' }}>
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={`Copy the ${name}`}
        copySuccessText="Copied"
        copyErrorText="Could not copy"
      />
      <Box variant="code" padding={{ top: 'xxs' }}>
        {text}
      </Box>
    </div>
  )
}
