import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { formatInstant } from '../../../platform/console/format.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { pathTo } from '../../paths.ts'
import { EligibilityReasons } from '../../program/console/EligibilityReasons.tsx'
import { MANAGEMENT_LABELS, REMOVALS } from '../management.ts'
import type { PrinterDetails } from '../printers.api.ts'
import type { ContactAssignment } from './useContactAssignment.tsx'

interface PrinterProgramProps {
  organizationId: string
  printer: PrinterDetails
  /** undefined where the reader may not */
  assignment: ContactAssignment | undefined
}

/** What the program holds of a printer: state, request, decision, and every reason that stands against adding it. */
export function PrinterProgram({ organizationId, printer, assignment }: PrinterProgramProps) {
  const { provider } = useSession()
  const { program } = printer
  const against = program.reasons.filter(({ status }) => status !== 'already-managed' && status !== 'pending-management')
  return (
    <Container header={<Header variant="h2">MPS Express</Header>}>
      <SpaceBetween size="m">
        {program.rejection && (
          <Alert type="warning" statusIconAriaLabel="Warning" header={rejectionTitle(program.rejection.act)}>
            {`${program.rejection.reason} (${program.rejection.by}, ${formatInstant(program.rejection.at)})`}
          </Alert>
        )}
        <KeyValuePairs columns={4} items={stateOf(organizationId, printer, `${provider.name} Managed`)} />
        {program.management === null && against.length === 0 && <Box>Eligible: this printer can be added.</Box>}
        {against.length > 0 && (
          <div>
            <Box variant="awsui-key-label">
              {program.management === null ? 'Why it cannot be added' : 'Why it would not be eligible today'}
            </Box>
            <EligibilityReasons
              reasons={against}
              support={provider}
              organizationId={organizationId}
              onAssign={assignment && !assignment.whyNot ? () => assignment.open('assign') : undefined}
            />
          </div>
        )}
      </SpaceBetween>
    </Container>
  )
}

function rejectionTitle(act: string): string {
  const removal = Object.entries(REMOVALS).find(([name]) => name === act)?.[1]
  return removal ? `${removal.label} by the provider` : 'The request was rejected by the provider'
}

function stateOf(organizationId: string, { program }: PrinterDetails, label: string) {
  const { management, requestedAt, requestedBy, decidedAt, decidedBy, taskId } = program
  const state = { label, value: management ? MANAGEMENT_LABELS[management] : 'Not managed' }
  if (management === null) return [state]
  const by = (at: string | null, who: string | null) => (at ? [formatInstant(at), who].filter(Boolean).join(', ') : '-')
  return [
    state,
    { label: 'Requested', value: by(requestedAt, requestedBy) },
    { label: 'Accepted', value: management === 'managed' ? by(decidedAt, decidedBy) : 'Not yet' },
    { label: 'Task', value: taskId ? <Link href={pathTo('task', { organizationId, taskId })}>{taskId}</Link> : '-' },
  ]
}
