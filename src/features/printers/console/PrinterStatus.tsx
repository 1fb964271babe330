import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { formatInstant } from '../../../platform/console/format.ts'
import { capitalWords } from '../../supplies/supply-level.ts'
import type { PrinterDetails } from '../printers.api.ts'
import { PRINTER_STATUSES, silenceWords } from '../printers.ts'

type Alert = PrinterDetails['alerts'][number]

const ICONS: Record<Alert['severity'], StatusIndicatorProps.Type> = { critical: 'error', warning: 'warning', other: 'info' }
const SEVERITIES: Record<Alert['severity'], string> = { critical: 'Critical', warning: 'Warning', other: 'Other' }

const lastRead = ({ lastReadAt }: PrinterDetails) =>
  lastReadAt ? `Last read on ${formatInstant(lastReadAt)}.` : 'It has not been read yet.'

/** Status and alerts as the printer reported them at the last reading; where it is not read now, why and since when. */
export function PrinterStatus({ printer }: { printer: PrinterDetails }) {
  return (
    <Container header={<Header variant="h2">Status and alerts</Header>}>
      <SpaceBetween size="m">
        {printer.silenceReason && (
          <StatusIndicator type="warning">
            {`Not read: ${silenceWords(printer.silenceReason, printer.silentSince && formatInstant(printer.silentSince))}. ${lastRead(printer)}`}
          </StatusIndicator>
        )}
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Printer status', value: printer.printerStatus ? PRINTER_STATUSES[printer.printerStatus] : '-' },
            { label: 'On its display', value: printer.statusText || '-' },
            { label: 'Detected errors', value: printer.errorState.map(capitalWords).join(', ') || (printer.lastReadAt ? 'None' : '-') },
          ]}
        />
        {printer.lastReadAt === null ? null : printer.alerts.length === 0 ? (
          <StatusIndicator type="success">No alerts</StatusIndicator>
        ) : (
          <ul aria-label="Alerts" style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 4 }}>
            {printer.alerts.map((alert) => (
              <li key={`${alert.severity} ${alert.code} ${alert.group} ${alert.groupIndex} ${alert.training} ${alert.text}`}>
                <StatusIndicator
                  type={ICONS[alert.severity]}
                >{`${SEVERITIES[alert.severity]}: ${alert.text || `code ${alert.code}`}`}</StatusIndicator>
              </li>
            ))}
          </ul>
        )}
      </SpaceBetween>
    </Container>
  )
}
