import { z } from 'zod'
import { IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ImportField } from '../contact-columns.ts'
import { foldCase } from '../normal/text.ts'
import { HEADING_WORDS } from './heading-words.ts'

/**
 * Which columns of a table hold which fields of a contact.
 *
 * Open in the specification is how first and last name are distinguished in one column: “Berg, Ada” has the last name before the comma;
 * else the last
 * word is the last name. Values of several columns for one field, such as street and number, are joined by a blank.
 */

const heading = z.string().min(1).max(500)

export const ContactMapping = z.object({
  columns: z
    .partialRecord(z.enum(IMPORT_FIELD_NAMES), z.array(heading).min(1).max(4))
    .describe('the headings of the columns that hold each field; values of several are joined by a blank'),
  constants: z
    .partialRecord(z.enum(IMPORT_FIELD_NAMES), z.string().max(500))
    .default({})
    .describe('what a field holds in every row that has no value for it, such as one country for all'),
  fullName: heading.optional().describe('the heading of a column that holds first and last name together'),
})
export type ContactMapping = z.infer<typeof ContactMapping>

/** How the columns of a table are called: a column without a heading by its number. A spreadsheet's empty columns at the end are none. */
export function headingsOf(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '')
  return cells.slice(0, last + 1).map((cell, i) => cell.replace(/\s+/gu, ' ').trim().slice(0, 500) || `Column ${i + 1}`)
}

const bare = (text: string) => foldCase(text.normalize('NFKD').replace(/\p{M}/gu, '')).replace(/[^\p{L}\p{N}]/gu, '')

// A Japanese voicing mark is a part of its letter.
const wordsOf = (field: ImportField | 'fullName') => Object.values(HEADING_WORDS[field]).flatMap((words) => words.split(', ').map(bare))
const WORDS = new Map((Object.keys(HEADING_WORDS) as (ImportField | 'fullName')[]).map((field) => [field, new Set(wordsOf(field))]))

/**
 * A mapping to begin with: headings by their names and synonyms, then what columns hold; a person confirms it.
 * @rule contacts/headings-are-recognized  Columns are recognized by their names and synonyms in nine languages, and by what they hold.
 */
export function suggestMapping(headings: readonly string[], rows: readonly (readonly string[])[]): ContactMapping {
  const taken = new Map<ImportField | 'fullName', string>()
  const free = () => headings.filter((each) => ![...taken.values()].includes(each))
  const give = (field: ImportField | 'fullName', is: (name: string) => boolean) => {
    const found = taken.has(field) ? undefined : free().find(is)
    if (found !== undefined) taken.set(field, found)
  }
  for (const field of IMPORT_FIELD_NAMES) give(field, (name) => bare(name) === bare(IMPORT_FIELDS[field]))
  // “Nom” and “Nome” are a last name beside a first one, and “Nombre” and “Nome” a first one beside a last one.
  for (const field of [...IMPORT_FIELD_NAMES].reverse()) give(field, (name) => WORDS.get(field)!.has(bare(name)) && !isAmbiguous(name))
  for (const field of ['lastName', 'firstName'] as const) {
    const other = field === 'lastName' ? 'firstName' : 'lastName'
    if (taken.has(other)) give(field, (name) => WORDS.get(field)!.has(bare(name)))
  }
  if (!taken.has('firstName') && !taken.has('lastName'))
    give(
      'fullName',
      (name) => WORDS.get('fullName')!.has(bare(name)) || WORDS.get('lastName')!.has(bare(name)) || WORDS.get('firstName')!.has(bare(name)),
    )
  const held = (is: RegExp) => (name: string) => {
    const values = rows.map((row) => row[headings.indexOf(name)]?.trim() ?? '').filter((value) => value !== '')
    return values.length > 0 && values.every((value) => is.test(value))
  }
  give('email', held(/^[^\s@]+@[^\s@]+\.[^\s@]+$/))
  give('phoneNumber', held(/^(\+|00|\(?0)[\d\s()./-]{6,}$/))
  const fullName = taken.get('fullName')
  const columns = Object.fromEntries(IMPORT_FIELD_NAMES.flatMap((field) => (taken.has(field) ? [[field, [taken.get(field)!]]] : [])))
  return { columns, constants: {}, ...(fullName ? { fullName } : {}) }
}

const isAmbiguous = (name: string) => ['nom', 'nome', 'nombre', 'name', 'naam'].includes(bare(name))

/** Why a mapping cannot be used on a table with these headings; empty when it can. */
export function whyNotMapped(headings: readonly string[], mapping: ContactMapping): { field: string; message: string }[] {
  const used = [...Object.values(mapping.columns).flat(), ...(mapping.fullName ? [mapping.fullName] : [])]
  return [...new Set(used)].flatMap((name) => {
    const places = headings.flatMap((other, i) => (other === name ? [i + 1] : []))
    if (places.length === 1) return []
    const message =
      places.length === 0
        ? `The file has no column “${name}”. Choose another column for what it should hold.`
        : `“${name}” is the heading of columns ${places.join(' and ')}. Rename one of them in the file, then choose it again.`
    return [{ field: name, message }]
  })
}

/** A row of a table as the values of a contact's fields, in the order of the sample's columns. */
export function mapRow(headings: readonly string[], mapping: ContactMapping, cells: readonly string[]): string[] {
  const cellOf = (name: string) => (cells[headings.indexOf(name)] ?? '').trim()
  const [first, last] = mapping.fullName ? splitName(cellOf(mapping.fullName)) : ['', '']
  const names: Partial<Record<ImportField, string>> = { firstName: first, lastName: last }
  const values = Object.fromEntries(
    IMPORT_FIELD_NAMES.map((field) => {
      const parts = (mapping.columns[field] ?? []).map(cellOf).filter((value) => value !== '')
      return [field, parts.join(field === 'serialNumbers' ? ',' : ' ') || names[field] || mapping.constants[field] || '']
    }),
  ) as Record<ImportField, string>
  return IMPORT_FIELD_NAMES.map((field) => values[field])
}

function splitName(text: string): [first: string, last: string] {
  const [last, first] = text.split(',', 2).map((part) => part.trim())
  if (first) return [first, last!]
  const words = text.split(/[\s\u3000]+/u).filter((word) => word !== '')
  return words.length < 2 ? ['', words[0] ?? ''] : [words.slice(0, -1).join(' '), words.at(-1)!]
}
