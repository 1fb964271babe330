import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { api, query } from '../../../client.ts'
import type { AgentDetails } from '../../agents.api.ts'
import { Copied } from '../../console/ActivationCode.tsx'

interface InstallationPackageProps {
  organizationId: string
  agent: AgentDetails
  onClose: () => void
}

/** Makes the installation package of an agent, with a new activation code and the address of this server in it, and downloads it. */
export function InstallationPackage({ organizationId, agent, onClose }: InstallationPackageProps) {
  const client = useQueryClient()
  const [server, setServer] = useState(location.origin)
  const create = useMutation({
    mutationFn: () => api.agents.createPackage({ organizationId, agentId: agent.id, server: server.trim() }),
    onSuccess: ({ fileName, base64 }) => {
      void client.invalidateQueries({ queryKey: query.agents.key() })
      download(fileName, base64)
    },
  })
  if (create.data) return <Downloaded fileName={create.data.fileName} onClose={onClose} />
  return (
    <FormModal
      title="Download installation package"
      submitLabel="Download"
      busy={create.isPending}
      error={create.error}
      onSubmit={() => create.mutate()}
      onCancel={onClose}
    >
      <Box>
        {`The package has the agent in one file, a systemd unit without privileges, and a new activation code for ${agent.name}. The code works once and expires. It replaces an unused one.`}
      </Box>
      <FormField label="Server address" description="The address at which the computer of the agent reaches this server." stretch>
        <Input value={server} onChange={({ detail }) => setServer(detail.value)} />
      </FormField>
    </FormModal>
  )
}

function Downloaded({ fileName, onClose }: { fileName: string; onClose: () => void }) {
  return (
    <ActModal title="Installation package" size="large" onClose={onClose}>
      <Alert type="success" statusIconAriaLabel="Success">
        {`${fileName} was downloaded. It contains an activation code. Do not share it.`}
      </Alert>
      <FormField
        stretch
        label="Commands that install the agent"
        description="Run them as root on a Linux computer in the network of the printers, with Node.js 22.15 or later. The README.txt in the package says more."
      >
        <Copied text={`tar xzf ${fileName} && sh mps-express-agent/install.sh`} name="commands" />
      </FormField>
    </ActModal>
  )
}

function download(fileName: string, base64: string) {
  const octets = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const address = URL.createObjectURL(new Blob([octets], { type: 'application/gzip' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
