import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Link from '@cloudscape-design/components/link'
import Select from '@cloudscape-design/components/select'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { type ReactNode, useState } from 'react'
import { formatCount } from '../../../../platform/console/format.ts'
import { formatNoun } from '../../../../platform/numbers.ts'
import { pathTo } from '../../../paths.ts'
import { IMPORT_FIELD_NAMES, type ImportField, PREVIEW_OUTCOMES, type PreviewOutcome } from '../../contact-columns.ts'
import type { ContactImportPreview, PreviewedRow } from '../contact-imports.api.ts'

const cellOf = (row: PreviewedRow, field: ImportField | null) => (field ? (row.values[IMPORT_FIELD_NAMES.indexOf(field)] ?? '') : '')
const column = (field: ImportField, header: string) => ({
  id: field,
  header,
  minWidth: 140,
  cell: (row: PreviewedRow) => cellOf(row, field) || '-',
})
const rowColumn = <Item extends { row: number }>(): TableProps.ColumnDefinition<Item> => ({
  id: 'row',
  header: 'Row',
  isRowHeader: true,
  width: 90,
  cell: ({ row }) => formatCount(row),
})
const WHO = [rowColumn<PreviewedRow>(), column('firstName', 'First Name'), column('lastName', 'Last Name')]

interface PreviewRowsProps {
  organizationId: string
  shown: ContactImportPreview
}

/** What would become of each row: to import, existing already, with faults; nothing is written yet. */
export function PreviewRows({ organizationId, shown }: PreviewRowsProps) {
  const rowsOf = (outcome: PreviewOutcome) => shown.rows.filter((row) => row.outcome === outcome)
  const total = shown.sound + shown.existing + shown.faulty
  return (
    <div>
      <Box variant="p">
        {`${formatNoun(total, 'row')} read. Nothing is imported yet. Rows with faults are left out of the import, and can be corrected in its results.`}
      </Box>
      <Group title={PREVIEW_OUTCOMES.sound} count={shown.sound}>
        <Rows
          rows={rowsOf('sound')}
          columns={[...WHO, column('businessName', 'Business Name'), column('city', 'City'), column('country', 'Country')]}
        />
      </Group>
      <Group title={PREVIEW_OUTCOMES.existing} count={shown.existing}>
        <Rows rows={rowsOf('existing')} columns={[...WHO, twinColumn(organizationId)]} />
      </Group>
      <Group title={PREVIEW_OUTCOMES.faulty} count={shown.faulty} opened>
        <Faults rows={rowsOf('faulty')} />
      </Group>
    </div>
  )
}

function Group({ title, count, opened = false, children }: { title: string; count: number; opened?: boolean; children: ReactNode }) {
  return (
    <ExpandableSection headingTagOverride="h3" headerText={`${title} (${formatCount(count)})`} defaultExpanded={opened && count > 0}>
      {count === 0 ? 'None.' : children}
    </ExpandableSection>
  )
}

function Rows<Item>({ rows, columns }: { rows: readonly Item[]; columns: readonly TableProps.ColumnDefinition<Item>[] }) {
  return <Table variant="embedded" contentDensity="compact" wrapLines items={rows} columnDefinitions={columns} />
}

const twinColumn = (organizationId: string): TableProps.ColumnDefinition<PreviewedRow> => ({
  id: 'twin',
  header: 'Exists as',
  cell: ({ contactId, sameAsRow }) =>
    contactId ? (
      <Link external href={pathTo('contacts', { organizationId }, { contact: contactId })}>
        the contact of this organization
      </Link>
    ) : (
      `row ${formatCount(sameAsRow ?? 0)} of the file`
    ),
})

const EVERY_FAULT = { value: '', label: 'Every fault' }

/** Every fault with whose row it is, and the wrong value beside it. */
function Faults({ rows }: { rows: readonly PreviewedRow[] }) {
  const [only, setOnly] = useState('')
  const faults = rows.flatMap((row) => row.faults.map((fault) => ({ ...fault, row: row.row, who: row })))
  const columns = [...new Set(faults.map((fault) => fault.column))]
  const options = [
    EVERY_FAULT,
    ...columns.map((name) => ({ value: name, label: `${name} (${formatCount(faults.filter((fault) => fault.column === name).length)})` })),
  ]
  return (
    <>
      <FormField label="Show">
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === only) ?? EVERY_FAULT}
          onChange={({ detail }) => setOnly(detail.selectedOption.value ?? '')}
        />
      </FormField>
      <Rows
        rows={faults.filter((fault) => only === '' || fault.column === only)}
        columns={[
          rowColumn(),
          {
            id: 'who',
            header: 'Contact',
            minWidth: 170,
            cell: ({ who }) => `${cellOf(who, 'firstName')} ${cellOf(who, 'lastName')}`.trim() || '-',
          },
          { id: 'column', header: 'Column', minWidth: 160, cell: (fault) => fault.column },
          { id: 'value', header: 'Value', minWidth: 150, cell: ({ who, field }) => cellOf(who, field) || '-' },
          { id: 'reason', header: 'Reason', minWidth: 320, cell: ({ message }) => message },
        ]}
      />
    </>
  )
}
