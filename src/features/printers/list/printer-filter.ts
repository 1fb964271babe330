import { MANAGEMENT_LABELS } from '../management.ts'
import { COMMUNICATIONS, REGISTRATIONS } from '../printers.ts'

const FACET_LABELS = {
  management: 'Managed',
  registration: 'Registration',
  communication: 'Communication',
  manufacturer: 'Manufacturer',
  model: 'Model',
  agent: 'Agent',
  tags: 'Tags',
  contact: 'Supplies delivery contact',
} as const

const VALUE_LABELS: Record<string, string> = { ...MANAGEMENT_LABELS, ...REGISTRATIONS, ...COMMUNICATIONS, none: 'none' }

/** A filter in words, for the confirmation that repeats it; empty when nothing is filtered. */
export function describeFilter(filter: { search?: string } & { [K in keyof typeof FACET_LABELS]?: string[] }): string {
  const facets = Object.entries(FACET_LABELS).flatMap(([facet, label]) => {
    const values = filter[facet as keyof typeof FACET_LABELS] ?? []
    // Ids of agents and contacts say nothing to a reader.
    if (facet === 'agent' || (facet === 'contact' && !values.includes('none')))
      return values.length > 0 ? [`${label}: ${values.length} chosen`] : []
    return values.length > 0 ? [`${label}: ${values.map((value) => VALUE_LABELS[value] ?? value).join(' or ')}`] : []
  })
  return [...(filter.search?.trim() ? [`search “${filter.search.trim()}”`] : []), ...facets].join('; ')
}
