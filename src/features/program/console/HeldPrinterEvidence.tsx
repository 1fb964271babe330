import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { MANAGEMENT_LABELS } from '../../printers/management.ts'
import { evidenceWords, reasonWords } from '../evidence-words.ts'
import type { HeldPrinter } from '../program.api.ts'
import { JudgedToday } from './heldPrinterColumns.tsx'

/** Everything that the program knows of a held printer, with the evidence of how it would be assessed today. */
export function HeldPrinterEvidence({ printer, onClose }: { printer: HeldPrinter; onClose: () => void }) {
  return (
    <Modal
      visible
      size="large"
      header={`Evidence of ${printer.serialNumber ?? 'a printer'}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs columns={3} items={facts(printer)} />
        <div>
          <Box variant="h3">Eligibility today</Box>
          <JudgedReasons printer={printer} />
        </div>
      </SpaceBetween>
    </Modal>
  )
}

function facts(p: HeldPrinter) {
  return [
    { label: 'Organization', value: p.organization },
    { label: 'Partner', value: p.partner },
    { label: 'State', value: MANAGEMENT_LABELS[p.management] },
    { label: 'Manufacturer', value: p.manufacturer ?? '-' },
    { label: 'Model', value: p.model ?? '-' },
    { label: 'IP address', value: p.ipAddress ?? '-' },
    { label: 'Requested', value: `${formatInstant(p.requestedAt)} by ${p.requestedBy}` },
    { label: 'Terms accepted', value: `Version ${p.termsVersion}` },
    { label: 'Decided', value: p.decidedAt ? `${formatInstant(p.decidedAt)} by ${p.decidedBy ?? '-'}` : 'Not yet' },
    { label: 'Supplies delivery contact', value: p.contact },
    { label: 'Agent', value: p.agent ? `${p.agent}, version ${p.agentVersion ?? 'not known'}` : '-' },
    {
      label: 'Lifetime page count',
      value: `${formatCount(p.lifetimePageCount)} of at most ${formatCount(p.lifetimePageCountLimit)}, read ${formatInstant(p.lifetimePageCountReadAt)}`,
    },
  ]
}

function JudgedReasons({ printer }: { printer: HeldPrinter }) {
  if (printer.reasonsNow.length === 0) return <JudgedToday reasons={[]} />
  return (
    <ul>
      {printer.reasonsNow.map((reason) => (
        <li key={reason.status}>
          <b>{reasonWords(reason).label}</b>
          <div>{evidenceWords(reason, formatInstant)}</div>
        </li>
      ))}
    </ul>
  )
}
