import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { AuditEntry } from '../audit.api.ts'

const COLUMNS: TableProps.ColumnDefinition<AuditEntry>[] = [
  { id: 'number', header: 'No.', cell: (entry) => entry.number, minWidth: 70 },
  { id: 'at', header: 'When', cell: (entry) => formatInstant(entry.at), minWidth: 175 },
  { id: 'person', header: 'Who', cell: (entry) => entry.person ?? 'Erased', minWidth: 120 },
  { id: 'act', header: 'Act', cell: (entry) => entry.act, isRowHeader: true, minWidth: 140 },
  { id: 'subject', header: 'On what', cell: (entry) => entry.subject ?? 'Erased', minWidth: 140 },
  { id: 'reason', header: 'Reason', cell: (entry) => entry.reason ?? '-', minWidth: 140 },
  { id: 'change', header: 'Change', cell: (entry) => <Change {...entry} />, minWidth: 120 },
]

/** Who did what, when and why in an organization: newest first, searchable, with its chain of hashes checked. */
export function AuditTrail({ organizationId, heading = 'h2' }: { organizationId: string; heading?: 'h1' | 'h2' }) {
  const { address } = useAddress<'search' | 'cursor'>()
  const entries = useQuery(query.audit.list.queryOptions({ input: { organizationId, search: address.search, cursor: address.cursor } }))
  return (
    <ListTable
      title="Audit trail"
      heading={heading}
      noun={['entry', 'entries']}
      description={entries.data && entries.data.items.length > 0 && <Intact intact={entries.data.intact} />}
      list={entries}
      columns={COLUMNS}
      rowId={({ number }) => String(number)}
      rowLabel={({ number }) => `entry ${number}`}
      search="Person, action, subject or reason"
      empty={<EmptyState title="No actions yet">Every action that changes something is recorded here permanently.</EmptyState>}
    />
  )
}

function Intact({ intact }: { intact: boolean }) {
  return intact ? (
    <StatusIndicator>The entries shown are unchanged: their chain of hashes is intact.</StatusIndicator>
  ) : (
    <StatusIndicator type="error">The chain of hashes is broken. An entry was changed or removed outside the product.</StatusIndicator>
  )
}

function Change({ before, after, hash, number }: AuditEntry) {
  return (
    <ExpandableSection variant="inline" headerText="Show" headerAriaLabel={`Show the change of entry ${number}`}>
      <Values label="Before" values={before} />
      <Values label="After" values={after} />
      <Box variant="small">
        <span style={{ overflowWrap: 'anywhere' }}>SHA-256 {hash}</span>
      </Box>
    </ExpandableSection>
  )
}

function Values({ label, values }: { label: string; values: Record<string, unknown> | null }) {
  if (!values) return null
  return (
    <div>
      <b>{label}</b>
      {Object.entries(values).map(([name, value]) => (
        <div key={name} style={{ overflowWrap: 'anywhere' }}>
          {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </div>
      ))}
    </div>
  )
}
