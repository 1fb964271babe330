import Box from '@cloudscape-design/components/box'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { useWindowPages } from '../../../platform/console/useWindowPages.ts'
import { WindowPages } from '../../../platform/console/WindowPages.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../selections/console/selection-window.ts'
import type { Contact } from '../contacts.api.ts'
import { lineOf, nameOf } from './contact-words.ts'
import { countryLabel } from './country-label.ts'
import { useAssignment } from './useAssignment.ts'

const ROWS = 10

interface Filter {
  name: string
  businessName: string
  city: string
}

const NO_FILTER: Filter = { name: '', businessName: '', city: '' }

/** The window `Assign Supplies Delivery Contact`: find one by name, business name or city, and assign it to the selected printers. */
export function AssignContact({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const [chosen, setChosen] = useState<Contact>()
  const assignment = useAssignment(organizationId, selection.id, onStarted)
  const act = {
    label: 'Assign Contact',
    whyNot: chosen ? undefined : 'Pick a contact first.',
    busy: assignment.isPending,
    onAct: () => chosen && assignment.mutate({ contactId: chosen.id }),
  }
  return (
    <ActModal title="Assign Supplies Delivery Contact" size="large" act={act} onClose={onClose}>
      <Box variant="p">
        {`${selectionWords(selection)}. The contact that you pick becomes the supplies delivery contact and replaces any other.`}
      </Box>
      <ContactPicker organizationId={organizationId} chosen={chosen} onChoose={setChosen} />
      {/* It may stand on another page, or no longer match what is searched for. */}
      <div aria-live="polite">{chosen ? `Picked: ${lineOf(chosen)}` : 'No contact picked yet.'}</div>
      {assignment.error && <ProblemNote error={assignment.error} />}
    </ActModal>
  )
}

interface ContactPickerProps {
  organizationId: string
  chosen: Contact | undefined
  onChoose: (contact: Contact | undefined) => void
}

function ContactPicker({ organizationId, chosen, onChoose }: ContactPickerProps) {
  const [filter, setFilter] = useState(NO_FILTER)
  const paging = useWindowPages()
  const asked = Object.fromEntries(Object.entries(filter).filter(([, text]) => text !== ''))
  const contacts = useQuery({
    ...query.contacts.list.queryOptions({ input: { organizationId, ...asked, limit: ROWS, ...paging.input } }),
    placeholderData: keepPreviousData,
  })
  const change = (part: Partial<Filter>) => {
    setFilter({ ...filter, ...part })
    paging.restart()
  }
  return (
    <Table
      variant="embedded"
      items={contacts.data?.items ?? []}
      trackBy="id"
      columnDefinitions={COLUMNS}
      wrapLines
      loading={contacts.isPending}
      loadingText="Loading contacts"
      selectionType="single"
      selectedItems={chosen ? [chosen] : []}
      onSelectionChange={({ detail }) => onChoose(detail.selectedItems[0])}
      onRowClick={({ detail }) => onChoose(detail.item)}
      ariaLabels={ARIA_LABELS}
      filter={<Filters filter={filter} total={contacts.data?.total} onChange={change} />}
      pagination={
        <WindowPages
          paging={paging}
          nextCursor={contacts.data?.nextCursor}
          disabled={contacts.isPlaceholderData}
          label="Pages of contacts"
        />
      }
      footer={contacts.error ? <ProblemNote error={contacts.error} retry={() => void contacts.refetch()} /> : undefined}
      empty={<NoContacts searched={Object.keys(asked).length > 0} />}
    />
  )
}

function NoContacts({ searched }: { searched: boolean }) {
  if (searched) return <EmptyState title="No contacts match">Change the name, business name or city.</EmptyState>
  return <EmptyState title="No contacts yet">Close this window and choose Create and assign new supplies delivery contact.</EmptyState>
}

interface FiltersProps {
  filter: Filter
  total: number | undefined
  onChange: (part: Partial<Filter>) => void
}

function Filters({ filter, total, onChange }: FiltersProps) {
  return (
    <SpaceBetween size="xxs">
      <ColumnLayout columns={3} minColumnWidth={180}>
        <SearchField label="Contact name" placeholder="Contact name" value={filter.name} onSearch={(name) => onChange({ name })} />
        <SearchField
          label="Business name"
          placeholder="Business name"
          value={filter.businessName}
          onSearch={(businessName) => onChange({ businessName })}
        />
        <SearchField label="City" placeholder="City" value={filter.city} onSearch={(city) => onChange({ city })} />
      </ColumnLayout>
      <Box variant="small">
        <span aria-live="polite">{total === undefined ? '' : formatNoun(total, 'contact')}</span>
      </Box>
    </SpaceBetween>
  )
}

const ARIA_LABELS = {
  tableLabel: 'Contacts',
  selectionGroupLabel: 'Contact to assign',
  itemSelectionLabel: (_: unknown, contact: Contact) => `Pick ${nameOf(contact)}, ${contact.city}`,
}

const COLUMNS: TableProps.ColumnDefinition<Contact>[] = [
  { id: 'name', header: 'Name', isRowHeader: true, cell: nameOf },
  { id: 'businessName', header: 'Business name', cell: ({ businessName }) => businessName ?? '-' },
  { id: 'address', header: 'Address', cell: ({ addressLine1 }) => addressLine1 },
  { id: 'city', header: 'City', cell: ({ city }) => city },
  { id: 'country', header: 'Country', cell: ({ country }) => countryLabel(country) },
  { id: 'assigned', header: 'Printers assigned', cell: ({ printersAssigned }) => formatCount(printersAssigned) },
]
