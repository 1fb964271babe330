import Alert from '@cloudscape-design/components/alert'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { formatNoun, formatNumber, plural } from '../../../platform/numbers.ts'
import type { HeldPrinter } from '../program.api.ts'

/** What every window of the provider's acts is given. */
export interface ProviderWindowProps {
  providerId: string
  printers: HeldPrinter[]
  onClose: () => void
  /** called once the act is done; the window stays open with its outcomes */
  onDone: () => void
}

/** How an act names its printers to the API. */
export function printerRefs(printers: HeldPrinter[]) {
  return printers.map(({ organizationId, printerId }) => ({ organizationId, printerId }))
}

/** Which printers an act is about: how many, of whom, and how many of them would be refused today. */
export function PrintersOf({ printers }: { printers: HeldPrinter[] }) {
  const organizations = [...new Set(printers.map(({ organization }) => organization))]
  const doubtful = printers.filter(({ reasonsNow }) => reasonsNow.length > 0).length
  return (
    <SpaceBetween size="s">
      <ExpandableSection headerText={`${formatNoun(printers.length, 'printer')} of ${organizationsWords(organizations)}`}>
        <ul style={{ maxHeight: 240, overflowY: 'auto', margin: 0 }}>
          {printers.map((printer) => (
            <li key={printer.printerId}>
              {printer.serialNumber ?? 'Serial number not known'}, {printer.model ?? 'model not known'}, {printer.organization}
            </li>
          ))}
        </ul>
      </ExpandableSection>
      {doubtful > 0 && printers[0]?.management === 'pending' && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {doubtful === printers.length
            ? 'None of them is eligible today.'
            : `${formatNumber(doubtful)} of them ${plural(doubtful, 'is', 'are')} not eligible today.`}{' '}
          See the column "Eligibility today" for the reasons.
        </Alert>
      )}
    </SpaceBetween>
  )
}

function organizationsWords(organizations: string[]): string {
  return organizations.length === 1 ? (organizations[0] ?? '') : formatNoun(organizations.length, 'organization')
}
