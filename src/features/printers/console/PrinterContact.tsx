import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { pathTo } from '../../paths.ts'
import type { PrinterDetails } from '../printers.api.ts'
import type { ContactAssignment } from './useContactAssignment.tsx'

interface PrinterContactProps {
  organizationId: string
  printer: PrinterDetails
  /** undefined where the reader may not */
  assignment: ContactAssignment | undefined
}

/** The supplies delivery contact of a printer, with the windows that change it. A held printer changes its contact but never loses it. */
export function PrinterContact({ organizationId, printer, assignment }: PrinterContactProps) {
  return (
    <Container
      header={
        <Header variant="h2" actions={assignment && <Actions {...assignment} />}>
          Supplies delivery contact
        </Header>
      }
    >
      {printer.contactId ? (
        <Link variant="primary" href={pathTo('contacts', { organizationId }, { contact: printer.contactId })}>
          {printer.contact}
        </Link>
      ) : (
        'No supplies delivery contact assigned'
      )}
      <ProblemNote error={assignment?.error} />
    </Container>
  )
}

function Actions({ whyNot, pending, open }: ContactAssignment) {
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ReasonedButton whyNot={whyNot} loading={pending} onClick={() => open('create')}>
        Create and assign new supplies delivery contact
      </ReasonedButton>
      <ReasonedButton whyNot={whyNot} loading={pending} onClick={() => open('assign')}>
        Assign supplies delivery contact
      </ReasonedButton>
    </SpaceBetween>
  )
}
