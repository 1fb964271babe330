import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { create as createCode } from 'qrcode'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { formatInstant } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { query } from '../../../client.ts'

interface SupplyLabelProps {
  organizationId: string
  printerId: string
  name: string
  onClose: () => void
}

/** The window `Label`: creates, prints and withdraws the link with which people without an account ask for supplies of a printer. */
export function SupplyLabel({ organizationId, printerId, name, onClose }: SupplyLabelProps) {
  const queries = useQueryClient()
  const input = { organizationId, printerId }
  const link = useQuery(query.orders.links.get.queryOptions({ input }))
  const onSuccess = () => void queries.invalidateQueries({ queryKey: query.orders.links.key() })
  const renew = useMutation(query.orders.links.renew.mutationOptions({ onSuccess }))
  const withdraw = useMutation(query.orders.links.withdraw.mutationOptions({ onSuccess }))
  const active = link.data?.link
  if (renew.data) return <Made name={name} address={`${location.origin}/supplies/${renew.data.token}`} onClose={onClose} />
  return (
    <ActModal
      title={`Label for ${name}`}
      act={{ label: active ? 'Renew label' : 'Create label', busy: renew.isPending, onAct: () => renew.mutate(input) }}
      onClose={onClose}
    >
      <Box variant="p">
        Who scans the label sees the supplies of this printer and nothing else, without an account. They can ask for supplies, confirm a
        receipt, report a missing parcel and count the shelf.
      </Box>
      {active && (
        <SpaceBetween size="xs">
          <Alert type="info" statusIconAriaLabel="Info">
            {`A label was created ${formatInstant(active.createdAt)} by ${active.createdBy}. When you renew it, the former label leads nowhere.`}
          </Alert>
          <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(input)}>
            Withdraw label
          </Button>
        </SpaceBetween>
      )}
      <ProblemNote error={link.error ?? renew.error ?? withdraw.error} />
    </ActModal>
  )
}

function Made({ name, address, onClose }: { name: string; address: string; onClose: () => void }) {
  return (
    <ActModal title={`Label for ${name}`} act={{ label: 'Print', onAct: () => printLabel(name, address) }} onClose={onClose}>
      <Alert type="info" statusIconAriaLabel="Info">
        The link is shown only once. Print the label, or copy the link, before you close this window.
      </Alert>
      <Box textAlign="center">
        <QrCode text={address} />
        <Box variant="h3">{name}</Box>
        <Box>Scan to ask for supplies</Box>
      </Box>
      <CopyToClipboard
        variant="inline"
        textToCopy={address}
        copyButtonAriaLabel="Copy the link"
        copySuccessText="Copied"
        copyErrorText="It could not be copied. Select and copy it."
      />
    </ActModal>
  )
}

const QUIET_ZONE = 4

/** One path of squares: the modules of the code that are dark. */
function squaresOf(text: string): { size: number; path: string } {
  const { modules } = createCode(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  const dark = Array.from({ length: size * size }, (_, i) => [Math.floor(i / size), i % size] as const).filter(([row, column]) =>
    modules.get(row, column),
  )
  return { size: size + 2 * QUIET_ZONE, path: dark.map(([y, x]) => `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z`).join('') }
}

function QrCode({ text }: { text: string }) {
  const { size, path } = squaresOf(text)
  return (
    <svg viewBox={`0 0 ${size} ${size}`} width={200} height={200} role="img" aria-label="QR code of the link" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/** Prints the label alone, from a frame of its own that goes afterwards. */
function printLabel(name: string, address: string) {
  const { size, path } = squaresOf(address)
  const frame = document.createElement('iframe')
  frame.hidden = true
  document.body.append(frame)
  const page = frame.contentDocument!
  const svg = page.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`)
  svg.setAttribute('width', '45mm')
  const squares = page.createElementNS('http://www.w3.org/2000/svg', 'path')
  squares.setAttribute('d', path)
  svg.append(squares)
  page.body.append(svg)
  for (const words of [name, 'Scan to ask for supplies']) {
    const line = page.createElement('p')
    line.textContent = words
    page.body.append(line)
  }
  frame.contentWindow!.addEventListener('afterprint', () => frame.remove())
  frame.contentWindow!.print()
}
