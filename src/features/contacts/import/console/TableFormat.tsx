import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { ENCODINGS, type Encoding } from '../../../../platform/tables/encodings.ts'
import { SEPARATORS, type Separator } from '../../../../platform/tables/separators.ts'
import type { ContactImportPreview } from '../contact-imports.api.ts'

const optionsOf = <Name extends string>(names: Record<Name, string>) =>
  (Object.entries(names) as [Name, string][]).map(([value, label]) => ({ value, label }))
const ENCODING_OPTIONS = optionsOf(ENCODINGS)
const SEPARATOR_OPTIONS = optionsOf(SEPARATORS)

interface Sample {
  id: string
  cells: readonly string[]
}

interface TableFormatProps {
  shown: ContactImportPreview
  busy: boolean
  onChange: (format: { encoding: Encoding } | { separator: Separator } | { sheet: string }) => void
}

/** How the file was read, with its first rows to see whether that is right. */
export function TableFormat({ shown, busy, onChange }: TableFormatProps) {
  const { headings, samples, format } = shown
  const columns = headings.map((heading, i): TableProps.ColumnDefinition<Sample> => {
    return { id: `${i}`, header: heading, minWidth: 100, cell: ({ cells }) => cells[i] || '-' }
  })
  const sheets = format.sheets?.map((name) => ({ value: name, label: name }))
  return (
    <SpaceBetween size="s">
      {sheets && (
        <FormField label="Sheet" stretch>
          <Select
            disabled={busy}
            options={sheets}
            selectedOption={sheets.find(({ value }) => value === format.sheet) ?? null}
            onChange={({ detail }) => onChange({ sheet: detail.selectedOption.value ?? '' })}
          />
        </FormField>
      )}
      {!sheets && (
        <Grid gridDefinition={[{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 6 } }]}>
          <FormField label="Encoding" description="Wrong where letters such as é or ü look odd below." stretch>
            <Select
              disabled={busy}
              options={ENCODING_OPTIONS}
              selectedOption={ENCODING_OPTIONS.find(({ value }) => value === format.encoding)!}
              onChange={({ detail }) => onChange({ encoding: detail.selectedOption.value as Encoding })}
            />
          </FormField>
          <FormField label="Separator" description="Wrong where everything stands in one column below." stretch>
            <Select
              disabled={busy}
              options={SEPARATOR_OPTIONS}
              selectedOption={SEPARATOR_OPTIONS.find(({ value }) => value === format.separator)!}
              onChange={({ detail }) => onChange({ separator: detail.selectedOption.value as Separator })}
            />
          </FormField>
        </Grid>
      )}
      <Box variant="h3">First rows of the file</Box>
      <Table
        variant="embedded"
        contentDensity="compact"
        items={samples.map((cells, i) => ({ id: String(i), cells }))}
        trackBy="id"
        ariaLabels={{ tableLabel: 'First rows of the file' }}
        columnDefinitions={columns}
        empty="None."
      />
    </SpaceBetween>
  )
}
