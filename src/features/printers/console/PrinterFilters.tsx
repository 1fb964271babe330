import Button from '@cloudscape-design/components/button'
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect'
import { formatCount, formatNoun } from '../../../platform/console/format.ts'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { MANAGEMENT_LABELS } from '../../program/management.ts'
import { ADDRESS_FACETS, isNarrowed, joinValues } from '../printer-list-address.ts'
import { COMMUNICATIONS, PRINTER_FACETS, REGISTRATIONS } from '../printers.ts'
import { ContactFilter } from './ContactFilter.tsx'
import type { PrinterListView } from './usePrinterList.ts'

type Facet = (typeof PRINTER_FACETS)[number]

const labels = (providerName: string): Record<Facet, string> => ({
  management: `${providerName} Managed`,
  registration: 'Registration',
  communication: 'Communication',
  manufacturer: 'Manufacturer',
  model: 'Model',
  agent: 'Agent',
})

const WORDS: Record<string, string> = { ...MANAGEMENT_LABELS, none: 'Not managed', ...REGISTRATIONS, ...COMMUNICATIONS }

interface PrinterFiltersProps {
  organizationId: string
  list: PrinterListView
  providerName: string
}

/** Search and filters of the printer list: OR inside one filter, AND between them. Every change begins at the first page. */
export function PrinterFilters({ organizationId, list, providerName }: PrinterFiltersProps) {
  const { state, setAddress } = list
  const clear = () =>
    setAddress({ search: undefined, cursor: undefined, ...Object.fromEntries(ADDRESS_FACETS.map((facet) => [facet, undefined])) })
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
        <div style={{ flex: '1 1 320px', maxWidth: 640 }}>
          <SearchField
            label="Search printers"
            placeholder="Serial number, model, IP address, host name, location, asset tag or contact"
            value={state.search}
            onSearch={(text) => setAddress({ search: text, cursor: undefined }, { replace: true })}
            countText={list.page.data && formatNoun(list.page.data.total, 'printer')}
          />
        </div>
        {state.facets.contact && (
          <ContactFilter
            organizationId={organizationId}
            contacts={state.facets.contact}
            onClear={() => setAddress({ contact: undefined, cursor: undefined })}
          />
        )}
        {isNarrowed(state) && (
          <Button variant="inline-link" onClick={clear}>
            Clear filters
          </Button>
        )}
      </div>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {PRINTER_FACETS.map((facet) => (
          <div key={facet} style={FACET}>
            <FacetField
              label={labels(providerName)[facet]}
              options={optionsOf(facet, list)}
              selected={state.facets[facet] ?? []}
              loading={list.facets.isPending}
              onChange={(values) => setAddress({ [facet]: joinValues(values), cursor: undefined })}
            />
          </div>
        ))}
      </div>
    </div>
  )
}

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

// Six side by side where there is room for their labels, else three: the basis is either less than nothing or more than the whole.
const FACET = { flex: '1 1 calc((860px - 100%) * 999)', maxWidth: 'calc(33.33% - 6px)', minWidth: 0 }

interface FacetFieldProps {
  label: string
  options: MultiselectProps.Option[]
  selected: string[]
  loading: boolean
  onChange: (values: string[]) => void
}

function FacetField({ label, options, selected, loading, onChange }: FacetFieldProps) {
  const chosen = options.filter(({ value }) => selected.includes(value ?? ''))
  return (
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
  )
}
