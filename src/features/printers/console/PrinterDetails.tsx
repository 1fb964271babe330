import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { PrinterSupplyPlan } from '../../orders/console/PrinterSupplyPlan.tsx'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../paths.ts'
import { HistoryPlace } from '../history/console/HistoryPlace.tsx'
import { PrinterChanges } from '../history/console/PrinterChanges.tsx'
import { Communication } from '../list/console/PrinterCells.tsx'
import { PrinterMenu } from '../list/console/PrinterMenu.tsx'
import type { PrinterDetails as Details } from '../printers.api.ts'
import { exportOfOne } from './one-printer-export.ts'
import { PrinterContact } from './PrinterContact.tsx'
import { PrinterCounters } from './PrinterCounters.tsx'
import { PrinterIdentification } from './PrinterIdentification.tsx'
import { PrinterProgram } from './PrinterProgram.tsx'
import { PrinterStatus } from './PrinterStatus.tsx'
import { PrinterSupplies } from './PrinterSupplies.tsx'
import { PrinterTasks } from './PrinterTasks.tsx'
import { useContactAssignment } from './useContactAssignment.tsx'

// Charts are larger than all the rest of the page.
const PrinterHistory = lazy(async () => ({ default: (await import('../history/console/PrinterHistory.tsx')).PrinterHistory }))

const LIVE_MILLISECONDS = 15_000

/** The page of one printer. */
export function PrinterDetails() {
  const { organizationId, printerId } = useParams({ from: PAGES.printer })
  const { organization, can } = useOrganization(organizationId)
  const { provider } = useSession()
  const printer = useQuery({
    ...query.printers.get.queryOptions({ input: { organizationId, printerId } }),
    placeholderData: undefined,
    refetchInterval: LIVE_MILLISECONDS,
  })
  if (isProblem(printer.error, 'not-found')) return <NoSuchPrinter organization={organization} />
  return (
    <PageFrame
      title={printer.data ? titleOf(printer.data) : 'Printer'}
      breadcrumbs={fleetBreadcrumbs(organization)}
      description={printer.data?.location ?? undefined}
      actions={
        printer.data && (
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel="Refresh the page" onClick={() => void printer.refetch()} />
            <PrinterMenu
              organizationId={organizationId}
              choice={{ kind: 'picked', printers: [printer.data] }}
              printer={printer.data}
              can={can}
              exported={exportOfOne(printer.data, provider.name)}
            />
          </SpaceBetween>
        )
      }
    >
      <ProblemNote error={printer.error} retry={() => void printer.refetch()} />
      {printer.isPending && <Spinner size="large" />}
      {printer.data && <Sections organizationId={organizationId} printer={printer.data} mayChange={can('manage the fleet')} />}
    </PageFrame>
  )
}

function NoSuchPrinter({ organization }: { organization: { id: string; name: string } }) {
  return (
    <PageFrame title="Printer" breadcrumbs={fleetBreadcrumbs(organization)}>
      <EmptyState
        title="This printer is not on the list"
        action={<Button href={pathTo('printers', { organizationId: organization.id })}>Go to Printers</Button>}
      >
        It was unenrolled or deleted, or the address is wrong. An unenrolled printer keeps its history and can be enrolled again.
      </EmptyState>
    </PageFrame>
  )
}

/** Maker and model, and the serial number or what else identifies this printer. */
function titleOf({ manufacturer, model, serialNumber, ipAddress }: Details): string {
  const kind = [manufacturer, model].filter(Boolean).join(' ') || 'Printer'
  return [kind, serialNumber ?? ipAddress].filter(Boolean).join(', ')
}

function Sections({ organizationId, printer, mayChange }: { organizationId: string; printer: Details; mayChange: boolean }) {
  const assignment = useContactAssignment(organizationId, printer)
  const offered = mayChange ? assignment : undefined
  return (
    <SpaceBetween size="l">
      <PrinterIdentification organizationId={organizationId} printer={printer} mayChange={mayChange} />
      <PrinterStatus printer={printer} />
      <PrinterSupplies organizationId={organizationId} printer={printer} />
      <PrinterSupplyPlan organizationId={organizationId} printerId={printer.id} name={titleOf(printer)} mayChange={mayChange} />
      <PrinterCounters printer={printer} />
      <Suspense fallback={<HistoryPlace />}>
        <PrinterHistory organizationId={organizationId} printerId={printer.id} />
      </Suspense>
      <Agent organizationId={organizationId} printer={printer} />
      <PrinterContact organizationId={organizationId} printer={printer} assignment={offered} />
      <PrinterProgram organizationId={organizationId} printer={printer} assignment={offered} />
      <PrinterTasks organizationId={organizationId} printerId={printer.id} />
      <PrinterChanges organizationId={organizationId} printerId={printer.id} />
      {assignment.window}
    </SpaceBetween>
  )
}

function Agent({ organizationId, printer }: { organizationId: string; printer: Details }) {
  const { agentId, agent, agentVersion, lastReadAt } = printer
  return (
    <Container
      header={
        <Header variant="h2" actions={<Button href={pathTo('diagnosis', { organizationId, printerId: printer.id })}>Diagnose</Button>}>
          Agent
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: 'Agent', value: agentId ? <Link href={pathTo('agent', { organizationId, agentId })}>{agent}</Link> : 'No agent' },
          { label: 'Agent version', value: agentVersion ?? '-' },
          { label: 'Communication', value: <Communication printer={printer} /> },
          { label: 'Last communicated', value: formatInstant(lastReadAt) },
        ]}
      />
    </Container>
  )
}
