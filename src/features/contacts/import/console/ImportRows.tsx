import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import Pagination from '@cloudscape-design/components/pagination'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useState } from 'react'
import { formatCount } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { pathTo } from '../../../paths.ts'
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, IMPORT_OUTCOMES, type ImportField } from '../../contact-columns.ts'
import type { ContactImport, ContactImportRow } from '../contact-imports.api.ts'
import { rowRange } from './import-words.ts'
import { useRowPages } from './useRowPages.tsx'

const ROWS = 20

interface ImportRowsProps {
  organizationId: string
  importId: string
}

type Column = TableProps.ColumnDefinition<ContactImportRow>

const value = (field: ImportField) => (row: ContactImportRow) => row.values[IMPORT_FIELD_NAMES.indexOf(field)] || '-'
const rowColumn: Column = { id: 'row', header: 'Row', isRowHeader: true, cell: ({ row }) => formatCount(row) }
const firstName: Column = { id: 'firstName', header: IMPORT_FIELDS.firstName, cell: value('firstName') }
const lastName: Column = { id: 'lastName', header: IMPORT_FIELDS.lastName, cell: value('lastName') }
const note: Column = { id: 'note', header: 'Note', cell: ({ note: text }) => text ?? '-' }

/** `Contacts imported`: each opens to the contact that it became. */
export function ImportedRows({ organizationId, importId }: ImportRowsProps) {
  const name = (row: ContactImportRow) => `${value('firstName')(row)} ${value('lastName')(row)}`
  const contact: Column = {
    id: 'contact',
    header: 'Contact',
    cell: (row) =>
      row.contactId ? <Link href={pathTo('contacts', { organizationId }, { contact: row.contactId })}>{name(row)}</Link> : name(row),
  }
  const city: Column = { id: 'city', header: IMPORT_FIELDS.city, cell: value('city') }
  const serials: Column = { id: 'serialNumbers', header: IMPORT_FIELDS.serialNumbers, cell: value('serialNumbers') }
  return <Rows {...{ organizationId, importId }} outcome="imported" columns={[rowColumn, contact, city, serials, note]} />
}

/** `Contacts already exists`: row number, first name and last name of each. */
export function ExistingRows(props: ImportRowsProps) {
  return <Rows {...props} outcome="existing" columns={[rowColumn, firstName, lastName, note]} />
}

function Rows({ organizationId, importId, outcome, columns }: ImportRowsProps & { outcome: 'imported' | 'existing'; columns: Column[] }) {
  const { rows, loading, error, retry, pages } = useRowPages(organizationId, importId, outcome, ROWS)
  const shown = rows.some((row) => row.note !== null) ? columns : columns.filter(({ id }) => id !== 'note')
  return (
    <Table
      variant="embedded"
      wrapLines
      contentDensity="compact"
      items={rows}
      trackBy="row"
      columnDefinitions={shown}
      loading={loading}
      loadingText="Loading rows"
      ariaLabels={{ tableLabel: IMPORT_OUTCOMES[outcome] }}
      pagination={pages}
      empty={error ? <ProblemNote error={error} retry={retry} /> : 'None.'}
    />
  )
}

/** `Contacts not imported`: ranges of rows with their reason. */
export function NotImportedRows({ ranges }: { ranges: ContactImport['notImportedRanges'] }) {
  const [page, setPage] = useState(1)
  const pagesCount = Math.ceil(ranges.length / ROWS)
  return (
    <Table<ContactImport['notImportedRanges'][number]>
      variant="embedded"
      contentDensity="compact"
      items={ranges.slice((page - 1) * ROWS, page * ROWS)}
      trackBy={({ fromRow }) => String(fromRow)}
      ariaLabels={{ tableLabel: IMPORT_OUTCOMES['not-imported'] }}
      columnDefinitions={[
        { id: 'rows', header: 'Rows', isRowHeader: true, cell: (range) => rowRange(range) },
        { id: 'count', header: 'Contacts', cell: ({ fromRow, toRow }) => formatCount(toRow - fromRow + 1) },
        { id: 'reason', header: 'Reason', cell: ({ reason }) => reason },
      ]}
      pagination={
        pagesCount > 1 && (
          <Pagination currentPageIndex={page} pagesCount={pagesCount} onChange={({ detail }) => setPage(detail.currentPageIndex)} />
        )
      }
      footer={<Box variant="small">Import the file again to add them: existing contacts are not added twice.</Box>}
    />
  )
}
