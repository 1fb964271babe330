import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import Toggle from '@cloudscape-design/components/toggle'
import { type Dispatch, memo, type SetStateAction, useState } from 'react'
import { formatCount } from '../../../../platform/console/format.ts'
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, IMPORT_OUTCOMES, type ImportField } from '../../contact-columns.ts'
import type { ContactImportRow } from '../contact-imports.api.ts'
import { type CheckedRow, checkRow, type Mending, mend, release, tryAgain } from './mending.ts'

interface MendingGridProps {
  rows: ContactImportRow[]
  mending: Mending
  onMend: Dispatch<SetStateAction<Mending>>
}

interface GridRow {
  rejected: ContactImportRow
  checked: CheckedRow
  touched: boolean
}

/** A page of rejected rows as a grid of fields: each fault stands under its cell, and goes as soon as it is mended. */
export function MendingGrid({ rows, mending, onMend }: MendingGridProps) {
  const [everyColumn, setEveryColumn] = useState(false)
  const items = rows.map((rejected) => ({ rejected, checked: checkRow(mending, rejected), touched: mending.has(rejected.row) }))
  const fields = everyColumn ? IMPORT_FIELD_NAMES : IMPORT_FIELD_NAMES.filter((field) => isConcerned(field, items))
  return (
    <Table<GridRow>
      variant="embedded"
      contentDensity="compact"
      wrapLines
      stickyColumns={{ first: 1 }}
      cellVerticalAlign="top"
      items={items}
      trackBy={({ rejected }) => String(rejected.row)}
      ariaLabels={{ tableLabel: IMPORT_OUTCOMES.rejected }}
      columnDefinitions={[rowColumn(onMend), ...fields.map((field) => fieldColumn(field, onMend))]}
      filter={
        <Toggle checked={everyColumn} onChange={({ detail }) => setEveryColumn(detail.checked)}>
          Show every column
        </Toggle>
      }
      empty="None."
    />
  )
}

const NAMES: readonly ImportField[] = ['firstName', 'lastName']

/** The columns that tell whose row it is, and those with a fault at the beginning or now: none leaves while it is being mended. */
function isConcerned(field: ImportField, items: GridRow[]): boolean {
  if (NAMES.includes(field)) return true
  return items.some(
    ({ rejected, checked }) => checked.faults[field] !== undefined || rejected.faults.some((fault) => fault.field === field),
  )
}

function rowColumn(onMend: MendingGridProps['onMend']): TableProps.ColumnDefinition<GridRow> {
  return { id: 'row', header: 'Row', isRowHeader: true, minWidth: 190, cell: (item) => <RowState {...item} onMend={onMend} /> }
}

function RowState({ rejected, checked, touched, onMend }: GridRow & { onMend: MendingGridProps['onMend'] }) {
  const { row } = rejected
  const faults = Object.keys(checked.faults).length + (checked.rowFault ? 1 : 0)
  return (
    <SpaceBetween size="xxs">
      <span>{formatCount(row)}</span>
      {checked.isMended ? (
        <StatusIndicator type="success">Corrected</StatusIndicator>
      ) : (
        <StatusIndicator type="error">{faults === 1 ? '1 fault' : `${faults} faults`}</StatusIndicator>
      )}
      {checked.rowFault && <Box color="text-status-error">{checked.rowFault}</Box>}
      {checked.isForTheServer && (
        <Button variant="inline-link" ariaLabel={`Check row ${row} again`} onClick={() => onMend((now) => tryAgain(now, rejected))}>
          Check again
        </Button>
      )}
      {touched && (
        <Button variant="inline-link" ariaLabel={`Undo row ${row}`} onClick={() => onMend((now) => release(now, [row]))}>
          Undo
        </Button>
      )}
    </SpaceBetween>
  )
}

function fieldColumn(field: ImportField, onMend: MendingGridProps['onMend']): TableProps.ColumnDefinition<GridRow> {
  return {
    id: field,
    header: IMPORT_FIELDS[field],
    minWidth: 190,
    cell: ({ rejected, checked }) => (
      <Cell rejected={rejected} field={field} value={checked.values[field]} fault={checked.faults[field]} onMend={onMend} />
    ),
  }
}

interface CellProps {
  rejected: ContactImportRow
  field: ImportField
  value: string
  fault: string | undefined
  onMend: MendingGridProps['onMend']
}

// Drawn again only when it changes: at each key, one cell of a hundred does.
const Cell = memo(function Cell({ rejected, field, value, fault, onMend }: CellProps) {
  return (
    <FormField errorText={fault} i18nStrings={{ errorIconAriaLabel: 'Error' }}>
      <Input
        ariaLabel={`${IMPORT_FIELDS[field]} of row ${rejected.row}`}
        value={value}
        nativeInputAttributes={{ dir: 'auto' }}
        onChange={({ detail }) => onMend((now) => mend(now, rejected, field, detail.value))}
      />
    </FormField>
  )
})
