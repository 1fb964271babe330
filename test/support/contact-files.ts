import { setTimeout } from 'node:timers/promises'
import { IMPORT_COLUMNS } from '../../src/features/contacts/contact-columns.ts'
import type { ContactImport, ContactImportRow } from '../../src/features/contacts/import/contact-imports.api.ts'
import { contactForm } from './make.ts'
import type { Client } from './server.ts'

/** A row of a file: a sound contact, but for what is changed. */
export function contactRow(change: Parameters<typeof contactForm>[0] & { serialNumbers?: string } = {}): string[] {
  const { serialNumbers = '', ...fields } = change
  return [...Object.values(contactForm(fields)).map((value) => value ?? ''), serialNumbers]
}

/** So many different contacts. */
export const contactRows = (count: number, lastName = 'Row'): string[][] =>
  Array.from({ length: count }, (_, i) => contactRow({ firstName: `Nr ${i + 1}`, lastName }))

const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** A file of contacts: the header of the sample and these rows. */
export const contactFile = (rows: readonly (readonly string[])[], header: readonly string[] = IMPORT_COLUMNS): string =>
  [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')

export function startImport(
  client: Client,
  organizationId: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: { columnsByName?: boolean; key?: string; name?: string } = {},
): Promise<ContactImport> {
  const { columnsByName, key, name = 'contacts.csv' } = options
  const file = new File([content], name, { type: 'text/csv' })
  const headers = key ? { 'idempotency-key': key } : {}
  return client.contacts.imports.create({ params: { organizationId }, headers, body: { file, columnsByName } })
}

/** Waits until an import has ended. */
export async function importEnded(client: Client, organizationId: string, importId: string): Promise<ContactImport> {
  for (;;) {
    const found = await client.contacts.imports.get({ organizationId, importId })
    if (found.status !== 'running') return found
    await setTimeout(20)
  }
}

/** Imports a file and waits for its end. */
export async function importFile(
  client: Client,
  organizationId: string,
  content: Parameters<typeof startImport>[2],
  options: Parameters<typeof startImport>[3] = {},
): Promise<ContactImport> {
  const { id } = await startImport(client, organizationId, content, options)
  return importEnded(client, organizationId, id)
}

/** All rows of an import. */
export async function rowsOfImport(
  client: Client,
  organizationId: string,
  importId: string,
  outcome?: ContactImportRow['outcome'],
): Promise<ContactImportRow[]> {
  const all: ContactImportRow[] = []
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await client.contacts.imports.listRows({ organizationId, importId, outcome, cursor, limit: 200 })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  }
  return all
}
