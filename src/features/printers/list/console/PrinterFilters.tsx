import Button from '@cloudscape-design/components/button'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import { memo } from 'react'
import { formatCount } from '../../../../platform/console/format.ts'
import { SearchField } from '../../../../platform/console/SearchField.tsx'
import { formatNoun } from '../../../../platform/numbers.ts'
import { MANAGEMENT_LABELS } from '../../management.ts'
import { COMMUNICATIONS, REGISTRATIONS } from '../../printers.ts'
import { columnHeading, PRINTER_FACETS } from '../printer-columns.ts'
import { ADDRESS_FACETS, joinValues } from '../printer-list-address.ts'
import { ContactFilter } from './ContactFilter.tsx'
import type { PrinterListView } from './usePrinterList.ts'

type Facet = (typeof PRINTER_FACETS)[number] | 'organization'

const WORDS: Record<string, string> = { ...MANAGEMENT_LABELS, none: 'Not managed', ...REGISTRATIONS, ...COMMUNICATIONS }

interface PrinterFiltersProps {
  organizationId: string
  list: PrinterListView
  providerName: string
  /** over all organizations one may filter by these too */
  all: boolean
}

/** Search and filters of the printer list: OR inside one filter, AND between them. Every change begins at the first page. */
export const PrinterFilters = memo(function PrinterFilters({ organizationId, list, providerName, all }: PrinterFiltersProps) {
  const { state, change } = list
  const facets: Facet[] = all ? ['organization', ...PRINTER_FACETS] : [...PRINTER_FACETS]
  const clear = () => change({ search: undefined, ...Object.fromEntries(ADDRESS_FACETS.map((facet) => [facet, undefined])) })
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
        <div style={{ flex: '1 1 320px', maxWidth: 640 }}>
          <SearchField
            label="Search printers"
            placeholder="Serial number, model, IP address, host name, location, asset tag, tag or contact"
            value={state.search}
            onSearch={(text) => change({ search: text }, { replace: true })}
            countText={list.facets.data && formatNoun(list.facets.data.total, 'printer')}
          />
        </div>
        {state.facets.contact && (
          <ContactFilter organizationId={organizationId} contacts={state.facets.contact} onClear={() => change({ contact: undefined })} />
        )}
        {list.narrowed && (
          <Button variant="inline-link" onClick={clear}>
            Clear filters
          </Button>
        )}
      </div>
      <div style={{ display: 'grid', gap: 8, gridTemplateColumns: `repeat(auto-fit, minmax(${widthOf(facets.length)}, 1fr))` }}>
        {facets.map((facet) => (
          <FacetField
            key={facet}
            label={columnHeading(facet, providerName)}
            options={optionsOf(facet, list)}
            selected={state.facets[facet] ?? []}
            loading={list.facets.isPending}
            onChange={(values) => change({ [facet]: joinValues(values) })}
          />
        ))}
      </div>
    </div>
  )
}, sameFilters)

// Selecting a row changes nothing here. What a filter does depends on the address as it stands then, not on when it was drawn.
function sameFilters(one: PrinterFiltersProps, other: PrinterFiltersProps): boolean {
  const reported = ({ organizationId, list, providerName, all }: PrinterFiltersProps) =>
    JSON.stringify([organizationId, list.state, list.narrowed, list.facets.isPending, providerName, all])
  return one.list.facets.data === other.list.facets.data && reported(one) === reported(other)
}

// All side by side where there is room for their labels, else in as many lines as needed.
const widthOf = (count: number) => `max(168px, (100% - ${(count - 1) * 8}px) / ${count})`

function optionsOf(facet: Facet, list: PrinterListView): MultiselectProps.Option[] {
  const found = list.facets.data?.facets[facet] ?? []
  const chosen = list.state.facets[facet] ?? []
  // What is chosen stays in the list, also when nothing matches it any more: else it could not be taken back.
  const gone = chosen.filter((value) => !found.some((option) => option.value === value))
  return [
    ...found.map(({ value, label, printers }) => ({ value, label: WORDS[value] ?? (label || value), labelTag: formatCount(printers) })),
    ...gone.map((value) => ({ value, label: WORDS[value] ?? value, labelTag: '0' })),
  ]
}

interface FacetFieldProps {
  label: string
  options: MultiselectProps.Option[]
  selected: string[]
  loading: boolean
  onChange: (values: string[]) => void
}

// Drawn again only when something of it has changed: most changes of the list leave most filters as they are.
const FacetField = memo(function FacetField({ label, options, selected, loading, onChange }: FacetFieldProps) {
  const chosen = options.filter(({ value }) => selected.includes(value ?? ''))
  return (
    <div style={{ minWidth: 0 }}>
      <Multiselect
        ariaLabel={[label, ...chosen.map((option) => option.label)].join(', ')}
        placeholder={label}
        inlineTokens
        filteringType={options.length > 8 ? 'auto' : 'none'}
        options={options}
        selectedOptions={chosen}
        statusType={loading ? 'loading' : 'finished'}
        empty="No values"
        onChange={({ detail }) => onChange(detail.selectedOptions.map(({ value }) => value ?? ''))}
      />
    </div>
  )
}, sameField)

// What it does depends on the address as it stands then, not on when it was drawn: another function is no other field.
function sameField(one: FacetFieldProps, other: FacetFieldProps): boolean {
  const plain = ({ label, options, selected, loading }: FacetFieldProps) => JSON.stringify([label, options, selected, loading])
  return plain(one) === plain(other)
}
