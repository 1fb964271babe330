import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import { formatInstant } from '../../../platform/console/format.ts'
import { pathTo } from '../../paths.ts'
import { REMEDIES } from '../eligibility.ts'
import { evidenceWords, reasonWords } from '../evidence-words.ts'
import type { EligibilityReport, PrinterEligibility } from '../program.api.ts'

type Reason = PrinterEligibility['reasons'][number]

interface EligibilityReasonsProps {
  reasons: readonly Reason[]
  support: EligibilityReport['support']
  organizationId: string
  /** opens the window that assigns a contact; undefined where the reader may not */
  onAssign: (() => void) | undefined
}

/** Every reason against a printer, with its evidence and its remedy. */
export function EligibilityReasons({ reasons, support, organizationId, onAssign }: EligibilityReasonsProps) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {reasons.map((reason) => {
        const { label, remedy } = reasonWords(reason)
        const evidence = evidenceWords(reason, formatInstant)
        return (
          <li key={reason.status}>
            {label}
            {evidence && (
              <Box display="inline" color="text-body-secondary">
                {` (${evidence})`}
              </Box>
            )}
            {remedy && (
              <div>
                <RemedyAction reason={reason} support={support} organizationId={organizationId} onAssign={onAssign} />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

type RemedyActionProps = Omit<EligibilityReasonsProps, 'reasons'> & { reason: Reason }

function RemedyAction({ reason, support, organizationId, onAssign }: RemedyActionProps) {
  const { label, action } = REMEDIES[reason.remedy]
  if (action === 'assign-contact' && onAssign) {
    return (
      <Button variant="inline-link" onClick={onAssign}>
        {label}
      </Button>
    )
  }
  if (action === 'agents')
    return (
      <Link href={pathTo('agents', { organizationId })} target="_blank">
        {label}
      </Link>
    )
  const whom =
    action === 'technical-support' ? support.technicalSupport : action === 'customer-operations' ? support.customerOperations : ''
  return (
    <>
      {label} {whom && !label.includes(whom) && <Whom text={whom} />}
    </>
  )
}

const ADDRESS = /[^\s<>,;()]+@[^\s<>,;()]+/

/** Name and address of whom to ask, the e-mail address as a link. */
function Whom({ text }: { text: string }) {
  const [address] = ADDRESS.exec(text) ?? []
  if (!address) return <>{text}</>
  const [before, after] = text.split(address)
  return (
    <>
      {before}
      <Link href={`mailto:${address}`}>{address}</Link>
      {after}
    </>
  )
}
