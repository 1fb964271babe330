import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../../platform/console/format.ts'
import { ListTable } from '../../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { ReasonedButton } from '../../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../../platform/console/useAddress.ts'
import { useSession } from '../../../accounts/console/useSession.ts'
import { query } from '../../../client.ts'
import { PAGES } from '../../../paths.ts'
import type { RegistrationConflict } from '../../printers.api.ts'
import { SettleConflict } from './SettleConflict.tsx'

/** How often the list is asked for again, in milliseconds: agents report while the provider looks at it. */
const LIVE = 15_000

const COLUMNS: TableProps.ColumnDefinition<RegistrationConflict>[] = [
  { id: 'serialNumber', header: 'Serial number', cell: (c) => c.serialNumber ?? '-', isRowHeader: true, minWidth: 140 },
  { id: 'model', header: 'Model', cell: (c) => [c.manufacturer, c.model].filter(Boolean).join(' ') || '-', minWidth: 140 },
  { id: 'failed', header: 'Registration failed in', cell: (c) => `${c.organization} (${c.partner})`, minWidth: 190 },
  { id: 'ipAddress', header: 'IP address there', cell: (c) => c.ipAddress ?? '-', minWidth: 130 },
  { id: 'registeredIn', header: 'Registered in', cell: ({ registeredIn: r }) => `${r.organization} (${r.partner})`, minWidth: 190 },
  { id: 'settled', header: 'Decision', cell: (c) => <Decision settled={c.settled} />, minWidth: 220 },
]

function Decision({ settled }: Pick<RegistrationConflict, 'settled'>) {
  if (!settled) return <StatusIndicator type="warning">Open</StatusIndicator>
  return <StatusIndicator type="success">{`Settled ${formatInstant(settled.at)}, ${settled.by}`}</StatusIndicator>
}

/** The provider's list of printers that two organizations report, where each conflict is settled. */
export function RegistrationConflicts() {
  const { organization } = useSession()
  const { address } = useAddress<'cursor'>()
  const input = { organizationId: organization.id, cursor: address.cursor }
  const conflicts = useQuery({ ...query.printers.listConflicts.queryOptions({ input }), refetchInterval: LIVE })
  const [selected, setSelected] = useState<RegistrationConflict[]>([])
  const [settling, setSettling] = useState(false)
  const chosen = conflicts.data?.items.find((c) => rowId(c) === (selected[0] && rowId(selected[0])))
  const close = () => setSettling(false)
  return (
    <PageFrame title="Registration conflicts" breadcrumbs={[{ text: 'Operations', href: PAGES.pendingRequests }]} header={false}>
      <ListTable
        heading="h1"
        title="Registration conflicts"
        description="Printers that two organizations report. Each is registered in one of them. The customers do not see the other organization."
        noun={['conflict', 'conflicts']}
        list={conflicts}
        columns={COLUMNS}
        rowId={rowId}
        rowLabel={(c) => c.serialNumber ?? c.organization}
        selection={{ type: 'single', selected: chosen ? [chosen] : [], onChange: setSelected }}
        actions={
          <ReasonedButton whyNot={chosen ? undefined : 'Select a conflict first.'} onClick={() => setSettling(true)}>
            Settle conflict
          </ReasonedButton>
        }
        empty={
          <EmptyState title="There is no conflict">A conflict appears here when two organizations report the same printer.</EmptyState>
        }
      />
      {settling && chosen && <SettleConflict providerId={organization.id} conflict={chosen} onClose={close} />}
    </PageFrame>
  )
}

const rowId = (c: RegistrationConflict) => `${c.printerId} ${c.registeredIn.printerId}`
