import Box from '@cloudscape-design/components/box'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ImportField } from '../../contact-columns.ts'
import type { ContactMapping } from '../../mapping/contact-mapping.ts'

interface MapColumnsProps {
  headings: readonly string[]
  samples: readonly (readonly string[])[]
  mapping: ContactMapping
  onChange: (mapping: ContactMapping) => void
}

const NONE = { value: '', label: 'No column' }
type Field = ImportField | 'fullName'
const FIELDS: readonly Field[] = ['fullName', ...IMPORT_FIELD_NAMES]
const labelOf = (field: Field) => (field === 'fullName' ? 'Full Name (split into first and last)' : IMPORT_FIELDS[field])

/** Which column of the file holds which field; several are joined by a blank, and a field can be the same for all rows. */
export function MapColumns({ headings, samples, mapping, onChange }: MapColumnsProps) {
  const options = [NONE, ...headings.map((heading) => ({ value: heading, label: heading }))]
  const columnsOf = (field: Field) => (field === 'fullName' ? (mapping.fullName ? [mapping.fullName] : []) : (mapping.columns[field] ?? []))
  const choose = (field: Field, at: number, heading: string) => {
    const chosen = [...columnsOf(field).slice(0, at), heading, ...columnsOf(field).slice(at + 1)].filter((each) => each !== '')
    onChange(withColumns(mapping, field, chosen))
  }
  const choicesOf = (field: Field) => {
    const most = field === 'addressLine1' ? 3 : 1
    return [...columnsOf(field), ''].slice(0, most).map((heading, at) => ({ id: `${field} ${at}`, heading, at }))
  }
  const exampleOf = (field: Field) => {
    const parts = columnsOf(field).map((heading) => samples[0]?.[headings.indexOf(heading)] ?? '')
    return parts.filter(Boolean).join(' ') || (field !== 'fullName' && mapping.constants[field]) || '-'
  }
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      wrapLines
      items={FIELDS}
      trackBy={(field) => field}
      header={<Box variant="h3">Which column holds what</Box>}
      ariaLabels={{ tableLabel: 'Which column holds what' }}
      columnDefinitions={[
        { id: 'field', header: 'Field', isRowHeader: true, width: 200, cell: labelOf },
        {
          id: 'column',
          header: 'Column of the file',
          minWidth: 260,
          cell: (field) => (
            <SpaceBetween size="xxs">
              {choicesOf(field).map(({ id, heading, at }) => (
                <Select
                  key={id}
                  ariaLabel={at === 0 ? `Column for ${labelOf(field)}` : `Another column for ${labelOf(field)}`}
                  expandToViewport
                  options={options}
                  placeholder={at === 0 ? 'No column' : 'and another column'}
                  selectedOption={options.find(({ value }) => value === heading && value !== '') ?? null}
                  onChange={({ detail }) => choose(field, at, detail.selectedOption.value ?? '')}
                />
              ))}
            </SpaceBetween>
          ),
        },
        {
          id: 'constant',
          header: 'Same for all rows without a value',
          minWidth: 200,
          cell: (field) =>
            field === 'fullName' || field === 'serialNumbers' ? null : (
              <Input
                ariaLabel={`${labelOf(field)} for all rows without a value`}
                value={mapping.constants[field] ?? ''}
                onChange={({ detail }) => onChange({ ...mapping, constants: { ...mapping.constants, [field]: detail.value } })}
              />
            ),
        },
        { id: 'example', header: 'First row', minWidth: 160, cell: exampleOf },
      ]}
    />
  )
}

function withColumns(mapping: ContactMapping, field: Field, chosen: string[]): ContactMapping {
  if (field === 'fullName') {
    const { fullName: _, ...rest } = mapping
    return chosen[0] ? { ...rest, fullName: chosen[0] } : rest
  }
  const { [field]: _, ...others } = mapping.columns
  return { ...mapping, columns: chosen.length > 0 ? { ...others, [field]: chosen } : others }
}
