import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import type { Contact } from '../contacts.api.ts'
import { NEW_IMPORT, RECENT_IMPORTS } from '../import/console/import-address.ts'
import { howFar } from '../import/console/import-words.ts'
import { nameOf } from './contact-words.ts'
import { contactColumns, sortOf } from './contactColumns.tsx'

/** The window that the list asks for. */
export type Opened =
  | { act: 'create' }
  | { act: 'duplicate'; contact: Contact }
  | { act: 'delete'; contacts: Contact[] }
  | { act: 'pending'; contact: Contact }

interface ContactListProps {
  organizationId: string
  mayChange: boolean
  selected: Contact[]
  onSelect: (selected: Contact[]) => void
  onOpen: (opened: Opened) => void
  /** opens a window of imports */
  onImport: (opened: string) => void
}

/** The grid of contacts; search, sort and page stand in the address. */
export function ContactList({ organizationId, mayChange, selected, onSelect, onOpen, onImport }: ContactListProps) {
  const { contacts, search, sorting, exportHref, setAddress } = useContactList(organizationId)
  const total = contacts.data?.total
  const shown = new Map(contacts.data?.items.map((contact) => [contact.id, contact]))
  // As they are now, not as they were when they were selected.
  const current = selected.map((contact) => shown.get(contact.id) ?? contact)
  return (
    <Table
      variant="full-page"
      stickyHeader
      stickyColumns={{ first: 1 }}
      wrapLines
      items={contacts.data?.items ?? []}
      trackBy="id"
      columnDefinitions={contactColumns(organizationId, {
        onEdit: (id) => setAddress({ contact: id }),
        onPending: (contact) => onOpen({ act: 'pending', contact }),
      })}
      loading={contacts.isPending}
      loadingText="Loading contacts"
      ariaLabels={ARIA_LABELS}
      {...(mayChange && { selectionType: 'multi' as const, selectedItems: selected })}
      onSelectionChange={({ detail }) => onSelect(detail.selectedItems)}
      {...sorting}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={total === undefined ? undefined : counter(selected.length, total)}
          description={
            <>
              People and addresses that supplies are sent to. <RunningImport organizationId={organizationId} onOpen={onImport} />
            </>
          }
          actions={<Actions {...{ mayChange, exportHref, onOpen, onImport }} selected={current} total={total} searched={search !== ''} />}
        >
          Contacts
        </Header>
      }
      filter={
        <SearchField
          label="Search contacts"
          placeholder="Name, business name, city or email"
          value={search}
          onSearch={(text) => setAddress({ search: text, cursor: undefined }, { replace: true })}
          countText={total === undefined ? undefined : formatNoun(total, 'contact')}
        />
      }
      pagination={<CursorPages nextCursor={contacts.data?.nextCursor} disabled={contacts.isPlaceholderData} />}
      empty={<Nothing contacts={contacts} searched={search !== ''} onCreate={mayChange ? () => onOpen({ act: 'create' }) : undefined} />}
    />
  )
}

function useContactList(organizationId: string) {
  const { address, setAddress } = useAddress<'search' | 'sort' | 'direction' | 'cursor' | 'contact'>()
  const sort = sortOf(address.sort)
  const direction = address.direction === 'desc' ? 'desc' : 'asc'
  const input = { organizationId, search: address.search, sort, direction, cursor: address.cursor } as const
  const contacts = useQuery(query.contacts.list.queryOptions({ input }))
  const sorting = {
    sortingColumn: { sortingField: sort },
    sortingDescending: direction === 'desc',
    onSortingChange: ({ detail }: { detail: { sortingColumn: { sortingField?: string }; isDescending?: boolean } }) =>
      setAddress({ sort: detail.sortingColumn.sortingField, direction: detail.isDescending ? 'desc' : undefined, cursor: undefined }),
  }
  const exported = new URLSearchParams({ ...(address.search ? { search: address.search } : {}), sort, direction })
  const exportHref = `/api/v1/organizations/${organizationId}/contacts/export?${exported}`
  return { contacts, search: address.search ?? '', sorting, exportHref, setAddress }
}

const ARIA_LABELS = {
  tableLabel: 'Contacts',
  selectionGroupLabel: 'Contact selection',
  allItemsSelectionLabel: () => 'Select all contacts of this page',
  itemSelectionLabel: (_: unknown, contact: Contact) => `Select ${nameOf(contact)}, ${contact.city}`,
}

const counter = (selected: number, total: number) =>
  selected > 0 ? `(${formatCount(selected)}/${formatCount(total)})` : `(${formatCount(total)})`

interface ActionsProps {
  mayChange: boolean
  selected: Contact[]
  total: number | undefined
  searched: boolean
  exportHref: string
  onOpen: (opened: Opened) => void
  onImport: (opened: string) => void
}

function Actions({ mayChange, selected, total, searched, exportHref, onOpen, onImport }: ActionsProps) {
  const [first] = selected
  const none = total === 0 && !searched
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8 }}>
      {mayChange && (
        <>
          <ReasonedButton
            whyNot={selected.length === 0 ? 'Select at least one contact.' : undefined}
            onClick={() => onOpen({ act: 'delete', contacts: selected })}
          >
            Delete
          </ReasonedButton>
          <ReasonedButton
            whyNot={selected.length === 1 ? undefined : 'Select one contact.'}
            onClick={() => first && onOpen({ act: 'duplicate', contact: first })}
          >
            Duplicate
          </ReasonedButton>
        </>
      )}
      <ReasonedButton
        {...(total ? { href: exportHref, download: true } : {})}
        whyNot={total ? undefined : 'There are no contacts to export.'}
      >
        Export
      </ReasonedButton>
      <Button onClick={() => onImport(RECENT_IMPORTS)}>Recent imports</Button>
      {mayChange && (
        <>
          <Button onClick={() => onImport(NEW_IMPORT)}>{none ? 'Import Contacts' : 'Import'}</Button>
          <Button variant="primary" onClick={() => onOpen({ act: 'create' })}>
            Create
          </Button>
        </>
      )}
    </div>
  )
}

/** Says that an import runs, whoever started it, and opens it. */
function RunningImport({ organizationId, onOpen }: { organizationId: string; onOpen: (importId: string) => void }) {
  const running = useQuery({
    ...query.contacts.imports.list.queryOptions({ input: { organizationId, status: 'running', limit: 1 } }),
    refetchInterval: ({ state }) => (state.data?.items.length ? 2000 : false),
  })
  const [first] = running.data?.items ?? []
  if (!first) return null
  return (
    <StatusIndicator type="in-progress">
      {`An import is running: ${howFar(first)}. `}
      <Button variant="inline-link" onClick={() => onOpen(first.id)}>
        Show it
      </Button>
    </StatusIndicator>
  )
}

interface NothingProps {
  contacts: UseQueryResult<unknown>
  searched: boolean
  onCreate: (() => void) | undefined
}

function Nothing({ contacts, searched, onCreate }: NothingProps) {
  if (contacts.error) return <ProblemNote error={contacts.error} retry={() => void contacts.refetch()} />
  if (searched) return <EmptyState title="No contacts match">Try another text, or empty the search box.</EmptyState>
  return (
    <EmptyState title="No contacts yet" action={onCreate && <Button onClick={onCreate}>Create</Button>}>
      A printer needs a supplies delivery contact before it can be added to MPS Express. Create one, or import a file of them.
    </EmptyState>
  )
}
