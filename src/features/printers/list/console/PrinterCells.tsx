import Box from '@cloudscape-design/components/box'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { formatAge, formatCount, formatInstant } from '../../../../platform/console/format.ts'
import { MANAGEMENT_LABELS } from '../../management.ts'
import type { Printer } from '../../printers.api.ts'
import { COMMUNICATIONS, REGISTRATIONS, silenceWords } from '../../printers.ts'

type Silence = Pick<Printer, 'communication' | 'silenceReason' | 'silentSince'>

/** Whether the printer is being read, and if not, why not and since when. */
export function Communication({ printer }: { printer: Silence }) {
  const words = COMMUNICATIONS[printer.communication]
  if (printer.communication === 'communicating') return <StatusIndicator type="success">{words}</StatusIndicator>
  return (
    <>
      <StatusIndicator type="warning">{words}</StatusIndicator>
      {printer.silenceReason && (
        <Box variant="small" color="text-body-secondary" display="block">
          {silenceWords(printer.silenceReason, printer.silentSince && formatInstant(printer.silentSince))}
        </Box>
      )}
    </>
  )
}

/** Whether the printer is registered here; a failure with its reason. */
export function Registration({ printer }: { printer: Pick<Printer, 'registration' | 'registrationFailure'> }) {
  const words = REGISTRATIONS[printer.registration]
  if (printer.registration === 'enrolled') return <>{words}</>
  if (printer.registration === 'discovered') return <StatusIndicator type="pending">{words}</StatusIndicator>
  return (
    <>
      <StatusIndicator type="error">{words}</StatusIndicator>
      {printer.registrationFailure && ` (${printer.registrationFailure.replace(/\.$/, '')})`}
    </>
  )
}

/** What the program holds of the printer; blank where it holds nothing. */
export function ManagementState({ management }: { management: Printer['management'] }) {
  if (management === null) return null
  return <StatusIndicator type={management === 'managed' ? 'success' : 'pending'}>{MANAGEMENT_LABELS[management]}</StatusIndicator>
}

/** The lifetime page count and how old it is. */
export function PageCount({ count, readAt }: { count: number | null; readAt: string | null }) {
  if (count === null) return <>-</>
  return (
    <span title={`Read ${formatInstant(readAt)}`}>
      {formatCount(count)}{' '}
      {readAt && (
        <Box variant="small" color="text-body-secondary" display="inline">
          {formatAge(readAt)}
        </Box>
      )}
    </span>
  )
}
