import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { PAGES } from '../../paths.ts'
import type { Management } from '../../printers/management.ts'
import type { HeldPrinter } from '../program.api.ts'
import { DecideRequests } from './DecideRequests.tsx'
import { HeldPrinterEvidence } from './HeldPrinterEvidence.tsx'
import { heldPrinterColumns } from './heldPrinterColumns.tsx'
import { type OperationsAct, OperationsActions } from './OperationsActions.tsx'
import { RemovePrinters } from './RemovePrinters.tsx'

/** How often the queue is asked for again, in milliseconds: customers add printers while the provider looks at it. */
const LIVE = 15_000

const QUEUES = {
  pending: {
    title: 'Pending requests',
    description: 'Printers that customers want managed, oldest first. Accept or reject them.',
    noun: ['request', 'requests'] as [string, string],
    empty: 'No request is pending',
    next: 'Requests appear here when a customer adds printers to MPS Express.',
  },
  managed: {
    title: 'Managed printers',
    description: 'Printers of all customers in MPS Express.',
    noun: ['printer', 'printers'] as [string, string],
    empty: 'No printer is managed yet',
    next: 'A printer is managed once its pending request is accepted.',
  },
}

/** The provider's queue: the pending requests, or the managed printers, of all customers with their evidence. */
export function OperationsQueue({ management }: { management: Management }) {
  const { organization } = useSession()
  const { address } = useAddress<'search' | 'cursor'>()
  const input = { organizationId: organization.id, management, search: address.search, cursor: address.cursor }
  const held = useQuery(query.program.listHeldPrinters.queryOptions({ input, refetchInterval: LIVE }))
  const [selected, setSelected] = useState<HeldPrinter[]>([])
  const [act, setAct] = useState<OperationsAct>()
  const [shown, setShown] = useState<HeldPrinter>()
  const page = QUEUES[management]
  const window = { providerId: organization.id, printers: selected, onClose: () => setAct(undefined), onDone: () => setSelected([]) }
  return (
    <PageFrame title={page.title} breadcrumbs={[{ text: 'Operations', href: PAGES.pendingRequests }]} header={false}>
      <ListTable
        heading="h1"
        title={page.title}
        description={page.description}
        noun={page.noun}
        list={held}
        total={held.data?.total}
        columns={heldPrinterColumns(management, setShown)}
        rowId={({ printerId }) => printerId}
        rowLabel={({ serialNumber, organization: of }) => `${serialNumber ?? 'printer'} of ${of}`}
        search="Serial number, model or organization"
        selection={{ type: 'multi', selected, onChange: setSelected }}
        actions={<OperationsActions management={management} selected={selected.length} onAct={setAct} />}
        empty={<EmptyState title={page.empty}>{page.next}</EmptyState>}
      />
      {(act === 'accept' || act === 'reject') && <DecideRequests decision={act} {...window} />}
      {act !== undefined && act !== 'accept' && act !== 'reject' && <RemovePrinters act={act} {...window} />}
      {shown && <HeldPrinterEvidence printer={shown} onClose={() => setShown(undefined)} />}
    </PageFrame>
  )
}
