import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { ACTOR_KIND_NAMES, ACTOR_KINDS } from '../actor-kinds.ts'
import type { AuditEntry } from '../audit.api.ts'

const COLUMNS: TableProps.ColumnDefinition<AuditEntry>[] = [
  { id: 'number', header: 'No.', cell: (entry) => entry.number, minWidth: 70 },
  { id: 'at', header: 'When', cell: (entry) => formatInstant(entry.at), minWidth: 175 },
  { id: 'person', header: 'Who', cell: (entry) => <Who {...entry} />, minWidth: 140 },
  { id: 'act', header: 'Act', cell: (entry) => entry.act, isRowHeader: true, minWidth: 140 },
  { id: 'subject', header: 'On what', cell: (entry) => entry.subject ?? 'Erased', minWidth: 140 },
  { id: 'reason', header: 'Reason', cell: (entry) => entry.reason ?? '-', minWidth: 140 },
  { id: 'change', header: 'Change', cell: (entry) => <Change {...entry} />, minWidth: 120 },
]

/** Who did what, when and why in an organization: newest first, searchable, with its chain of hashes checked. */
export function AuditTrail({ organizationId, heading = 'h2' }: { organizationId: string; heading?: 'h1' | 'h2' }) {
  const { address, setAddress } = useAddress<'search' | 'cursor' | 'actorKind'>()
  const actorKind = ACTOR_KIND_NAMES.find((kind) => kind === address.actorKind)
  const filter = { ...(address.search && { search: address.search }), ...(actorKind && { actorKind }) }
  const entries = useQuery(query.audit.list.queryOptions({ input: { organizationId, ...filter, cursor: address.cursor } }))
  const fileOf = (format: string) => `/api/v1/organizations/${organizationId}/audit-entries.${format}?${new URLSearchParams(filter)}`
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
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            items={[{ id: '', text: 'Anyone' }, ...ACTOR_KIND_NAMES.map((kind) => ({ id: kind, text: ACTOR_KINDS[kind] }))]}
            onItemClick={({ detail }) => setAddress({ actorKind: detail.id || undefined, cursor: undefined })}
          >
            {actorKind ? ACTOR_KINDS[actorKind] : 'Anyone'}
          </ButtonDropdown>
          <Button iconName="download" download href={fileOf('csv')}>
            Export CSV
          </Button>
          <Button iconName="download" download href={fileOf('jsonl')}>
            Export JSON lines
          </Button>
        </SpaceBetween>
      }
      search="Person, action, subject or reason"
      empty={<EmptyState title="No actions yet">Every action that changes something is recorded here permanently.</EmptyState>}
    />
  )
}

/** Who acted, and through what. */
function Who({ person, actorKind, keyId, address }: AuditEntry) {
  const through = [actorKind === 'person' ? undefined : ACTOR_KINDS[actorKind], keyId && 'API key', address].filter(Boolean)
  return (
    <>
      {person ?? 'Erased'}
      {through.length > 0 && (
        <Box variant="small" color="text-body-secondary" display="block">
          {through.join(', ')}
        </Box>
      )}
    </>
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
