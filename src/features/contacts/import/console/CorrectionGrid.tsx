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
import { type CheckedRow, type Corrections, checkRow, correctField, fieldsToCorrect, release, tryAgain } from './corrections.ts'

interface MendingGridProps {
  rows: ContactImportRow[]
  corrections: Corrections
  onCorrect: Dispatch<SetStateAction<Corrections>>
}

interface GridRow {
  rejected: ContactImportRow
  checked: CheckedRow
  touched: boolean
}

/** A page of rejected rows as a grid of fields: each fault stands under its cell, and goes as soon as it is corrected. */
export function CorrectionGrid({ rows, corrections, onCorrect }: MendingGridProps) {
  const [everyColumn, setEveryColumn] = useState(false)
  const items = rows.map((rejected) => ({ rejected, checked: checkRow(corrections, rejected), touched: corrections.has(rejected.row) }))
  const fields = everyColumn ? IMPORT_FIELD_NAMES : fieldsToCorrect(corrections, rows)
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
      columnDefinitions={[rowColumn(onCorrect), ...fields.map((field) => fieldColumn(field, onCorrect))]}
      filter={
        <Toggle checked={everyColumn} onChange={({ detail }) => setEveryColumn(detail.checked)}>
          Show every column
        </Toggle>
      }
      empty="None."
    />
  )
}

function rowColumn(onCorrect: MendingGridProps['onCorrect']): TableProps.ColumnDefinition<GridRow> {
  return { id: 'row', header: 'Row', isRowHeader: true, minWidth: 190, cell: (item) => <RowState {...item} onCorrect={onCorrect} /> }
}

function RowState({ rejected, checked, touched, onCorrect }: GridRow & { onCorrect: MendingGridProps['onCorrect'] }) {
  const { row } = rejected
  const faults = Object.keys(checked.faults).length + (checked.rowFault ? 1 : 0)
  return (
    <SpaceBetween size="xxs">
      <span>{formatCount(row)}</span>
      {checked.isCorrected ? (
        <StatusIndicator type="success">Corrected</StatusIndicator>
      ) : (
        <StatusIndicator type="error">{faults === 1 ? '1 fault' : `${faults} faults`}</StatusIndicator>
      )}
      {checked.rowFault && <Box color="text-status-error">{checked.rowFault}</Box>}
      {checked.isForTheServer && (
        <Button variant="inline-link" ariaLabel={`Check row ${row} again`} onClick={() => onCorrect((now) => tryAgain(now, rejected))}>
          Check again
        </Button>
      )}
      {touched && (
        <Button variant="inline-link" ariaLabel={`Undo row ${row}`} onClick={() => onCorrect((now) => release(now, [row]))}>
          Undo
        </Button>
      )}
    </SpaceBetween>
  )
}

function fieldColumn(field: ImportField, onCorrect: MendingGridProps['onCorrect']): TableProps.ColumnDefinition<GridRow> {
  return {
    id: field,
    header: IMPORT_FIELDS[field],
    minWidth: 190,
    cell: ({ rejected, checked }) => (
      <Cell rejected={rejected} field={field} value={checked.values[field]} fault={checked.faults[field]} onCorrect={onCorrect} />
    ),
  }
}

interface CellProps {
  rejected: ContactImportRow
  field: ImportField
  value: string
  fault: string | undefined
  onCorrect: MendingGridProps['onCorrect']
}

// Drawn again only when it changes: at each key, one cell of a hundred does.
const Cell = memo(function Cell({ rejected, field, value, fault, onCorrect }: CellProps) {
  return (
    <FormField errorText={fault} i18nStrings={{ errorIconAriaLabel: 'Error' }}>
      <Input
        ariaLabel={`${IMPORT_FIELDS[field]} of row ${rejected.row}`}
        value={value}
        nativeInputAttributes={{ dir: 'auto' }}
        onChange={({ detail }) => onCorrect((now) => correctField(now, rejected, field, detail.value))}
      />
    </FormField>
  )
})
