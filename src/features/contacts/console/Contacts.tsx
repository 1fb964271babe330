import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount, formatNoun } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { fleetBreadcrumbs } from '../../printers/console/fleet-breadcrumbs.ts'
import type { Contact } from '../contacts.api.ts'
import { contactColumns, sortOf } from './contactColumns.tsx'

// The form knows every country's rules of telephone and address: it is loaded when it is opened.
const ContactWindow = lazy(async () => ({ default: (await import('./ContactWindow.tsx')).ContactWindow }))
const DeleteContacts = lazy(async () => ({ default: (await import('./DeleteContacts.tsx')).DeleteContacts }))

type Opened = { act: 'create' } | { act: 'duplicate'; contact: Contact } | { act: 'delete'; contacts: Contact[] }

/** The page `Contacts`. */
export function Contacts() {
  const { organizationId } = useParams({ strict: false }) as { organizationId: string }
  const { organization, can } = useOrganization(organizationId)
  const { address, setAddress } = useAddress<'search' | 'sort' | 'direction' | 'cursor' | 'contact'>()
  const [selected, setSelected] = useState<Contact[]>([])
  const [opened, setOpened] = useState<Opened>()
  const mayChange = can('manage the fleet')
  const sort = sortOf(address.sort)
  const direction = address.direction === 'desc' ? 'desc' : 'asc'
  const input = { organizationId, search: address.search, sort, direction, cursor: address.cursor } as const
  const contacts = useQuery(query.contacts.list.queryOptions({ input }))
  const close = () => {
    setOpened(undefined)
    setAddress({ contact: undefined })
  }
  const columns = contactColumns(organizationId)
  return (
    <PageFrame title="Contacts" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <Table
        variant="full-page"
        stickyHeader
        wrapLines
        items={contacts.data?.items ?? []}
        trackBy="id"
        columnDefinitions={columns}
        loading={contacts.isPending}
        loadingText="Loading contacts"
        ariaLabels={ARIA_LABELS}
        {...(mayChange && { selectionType: 'multi' as const, selectedItems: selected })}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        sortingColumn={columns.find(({ sortingField }) => sortingField === sort) ?? { sortingField: sort }}
        sortingDescending={direction === 'desc'}
        onSortingChange={({ detail }) =>
          setAddress({ sort: detail.sortingColumn.sortingField, direction: detail.isDescending ? 'desc' : undefined, cursor: undefined })
        }
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={contacts.data && counter(selected.length, contacts.data.total)}
            description="People and addresses that supplies are sent to."
            actions={mayChange && <Actions selected={selected} onOpen={setOpened} />}
          >
            Contacts
          </Header>
        }
        filter={
          <SearchField
            label="Search contacts"
            placeholder="Name, business name, city or email"
            value={address.search ?? ''}
            onSearch={(search) => setAddress({ search, cursor: undefined }, { replace: true })}
            countText={contacts.data && formatNoun(contacts.data.total, 'contact')}
          />
        }
        pagination={<CursorPages nextCursor={contacts.data?.nextCursor} disabled={contacts.isPlaceholderData} />}
        empty={
          contacts.error ? (
            <ProblemNote error={contacts.error} retry={() => void contacts.refetch()} />
          ) : (
            <Nothing searched={address.search !== undefined} onCreate={mayChange ? () => setOpened({ act: 'create' }) : undefined} />
          )
        }
      />
      <Suspense fallback={null}>
        {opened?.act === 'create' && <ContactWindow organizationId={organizationId} onClose={close} />}
        {opened?.act === 'duplicate' && <ContactWindow organizationId={organizationId} duplicateOf={opened.contact} onClose={close} />}
        {opened?.act === 'delete' && (
          <DeleteContacts
            organizationId={organizationId}
            contacts={opened.contacts}
            onClose={(left) => {
              setSelected(left)
              close()
            }}
          />
        )}
        {address.contact && (
          <ContactWindow
            key={address.contact}
            organizationId={organizationId}
            contactId={address.contact}
            readOnly={!mayChange}
            onClose={close}
          />
        )}
      </Suspense>
    </PageFrame>
  )
}

const ARIA_LABELS = {
  tableLabel: 'Contacts',
  selectionGroupLabel: 'Contact selection',
  allItemsSelectionLabel: () => 'Select all contacts of this page',
  itemSelectionLabel: (_: unknown, { firstName, lastName, city }: Contact) => `Select ${firstName} ${lastName}, ${city}`,
}

const counter = (selected: number, total: number) =>
  selected > 0 ? `(${formatCount(selected)}/${formatCount(total)})` : `(${formatCount(total)})`

function Actions({ selected, onOpen }: { selected: Contact[]; onOpen: (opened: Opened) => void }) {
  const [first] = selected
  return (
    <SpaceBetween direction="horizontal" size="xs">
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
      <Button variant="primary" onClick={() => onOpen({ act: 'create' })}>
        Create
      </Button>
    </SpaceBetween>
  )
}

function Nothing({ searched, onCreate }: { searched: boolean; onCreate: (() => void) | undefined }) {
  if (searched) return <EmptyState title="No contacts match">Try another text, or empty the search box.</EmptyState>
  return (
    <EmptyState title="No contacts yet" action={onCreate && <Button onClick={onCreate}>Create</Button>}>
      A printer needs a supplies delivery contact before it can be added to MPS Express.
    </EmptyState>
  )
}
