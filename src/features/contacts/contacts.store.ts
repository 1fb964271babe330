import { sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { CONTACT_FIELD_NAMES, CONTACT_FIELDS } from './contact-columns.ts'
import type { ContactForm } from './contact-form.ts'

const columns = sql.join(CONTACT_FIELD_NAMES.map((field) => sql.ref(CONTACT_FIELDS[field].column)))
const valuesOf = (contact: ContactForm) => sql.join(CONTACT_FIELD_NAMES.map((field) => sql`${contact[field]}`))

export async function insertContact(tx: Tx, scope: Scope, contact: ContactForm): Promise<string> {
  const row = await firstRow(
    tx,
    sql<{ id: string }>`
      insert into contacts (organization_id, ${columns}) values (${scope.organizationId}, ${valuesOf(contact)})
      returning id`,
  )
  return row!.id
}

/** Writes an edit, if the version that the editor saw still stands. */
export async function updateContact(tx: Tx, scope: Scope, id: string, version: number, contact: ContactForm): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`
      update contacts
      set (${columns}) = row (${valuesOf(contact)}), version = version + 1, updated_at = now()
      where organization_id = ${scope.organizationId} and id = ${id} and version = ${version}
      returning id`,
  )
  return row !== undefined
}

/** Keeps contacts from being changed, deleted or assigned to anything until the transaction ends. */
export async function lockContacts(tx: Tx, scope: Scope, ids: string[]): Promise<void> {
  await sql`select id from contacts where organization_id = ${scope.organizationId} and id = any (${ids}::uuid[]) order by id for update`.execute(
    tx,
  )
}

/** Deletes contacts; printers that were unenrolled let go of them, any other keeps its own (a foreign key refuses). */
export async function deleteContacts(tx: Tx, scope: Scope, ids: string[]): Promise<void> {
  await sql`delete from printer_contacts pc using printers p where pc.organization_id = ${scope.organizationId} and pc.contact_id = any (${ids}::uuid[])
    and p.organization_id = pc.organization_id and p.id = pc.printer_id and p.registration = 'unenrolled'`.execute(tx)
  await sql`delete from contacts where organization_id = ${scope.organizationId} and id = any (${ids}::uuid[])`.execute(tx)
}

/** Keeps a contact from being deleted until the transaction ends; false when it was. */
export async function holdContact(tx: Tx, scope: Scope, id: string): Promise<boolean> {
  const held = await firstRow(tx, sql`select id from contacts where organization_id = ${scope.organizationId} and id = ${id} for key share`)
  return held !== undefined
}

/** Gives printers a contact; names the former one of each. Printers that are not enrolled are left out. */
export function assignContact(tx: Tx, scope: Scope, printerIds: string[], contactId: string) {
  return rows(
    tx,
    sql<{ printerId: string; serialNumber: string | null; registration: string | null; former: string | null }>`
      with chosen as (
        select p.id, p.serial_number, p.registration, c.first_name || ' ' || c.last_name as former
        from printers p
        left join printer_contacts pc on pc.organization_id = p.organization_id and pc.printer_id = p.id and pc.contact_id <> ${contactId}
        left join contacts c on c.organization_id = p.organization_id and c.id = pc.contact_id
        where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])
        order by p.id for no key update of p
      ), assigned as (
        insert into printer_contacts (organization_id, printer_id, contact_id)
        select ${scope.organizationId}, id, ${contactId} from chosen where registration = 'enrolled'
        on conflict (organization_id, printer_id) do update set contact_id = excluded.contact_id
      )
      select s.id as "printerId", chosen.serial_number as "serialNumber", chosen.registration, chosen.former
      from unnest(${printerIds}::uuid[]) as s (id) left join chosen on chosen.id = s.id`,
  )
}
