import { sql } from 'kysely'
import { rows, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { REGISTRATION_NAMES } from '../printers.ts'

export interface Tagging {
  add: readonly string[]
  remove: readonly string[]
  /** leaves alone what does not have this tag */
  only?: string
}

export interface TaggedPrinter {
  printerId: string
  serialNumber: string | null
  registration: (typeof REGISTRATION_NAMES)[number] | 'unenrolled'
  /** how many tags it has beside those to add or remove */
  others: number
  /** whether it has the tag that the change is limited to */
  concerned: boolean
}

const keys = (tags: readonly string[]) => sql`array(select name_key(tag) from unnest(${tags}::text[]) as tag)`

/** Locks printers against other changes of their tags; gives how each stands. Printers that do not exist are left out. */
export async function lockForTagging(tx: Tx, scope: Scope, printerIds: string[], { add, remove, only }: Tagging): Promise<TaggedPrinter[]> {
  await sql`select from printers where organization_id = ${scope.organizationId} and id = any (${printerIds}::uuid[]) order by id for no key update`.execute(
    tx,
  )
  // Looked at in a statement of its own: it sees what was changed until the lock was had.
  return rows(
    tx,
    sql<TaggedPrinter>`
      with named as materialized (select ${keys([...add, ...remove])} as keys, name_key(${only ?? null}) as only_key)
      select p.id as "printerId", p.serial_number as "serialNumber", p.registration,
        (count(t.tag_key) filter (where t.tag_key <> all (named.keys)))::int as others,
        named.only_key is null or coalesce(bool_or(t.tag_key = named.only_key), false) as concerned
      from named cross join printers p left join printer_tags t on t.organization_id = p.organization_id and t.printer_id = p.id
      where p.organization_id = ${scope.organizationId} and p.id = any (${printerIds}::uuid[])
      group by p.id, p.serial_number, p.registration, named.only_key`,
  )
}

/** Takes tags from printers, then gives them others; one that a printer has already stays as it is. */
export async function changeTags(tx: Tx, scope: Scope, printerIds: string[], { add, remove }: Tagging): Promise<void> {
  if (remove.length > 0)
    await sql`delete from printer_tags where organization_id = ${scope.organizationId} and printer_id = any (${printerIds}::uuid[])
      and tag_key = any (${keys(remove)})`.execute(tx)
  if (add.length > 0)
    await sql`insert into printer_tags (organization_id, printer_id, tag)
      select ${scope.organizationId}, printer_id, tag from unnest(${printerIds}::uuid[]) as printer_id cross join unnest(${add}::text[]) as tag
      on conflict do nothing`.execute(tx)
}

/** Takes from a printer all tags but these. */
export async function removeOtherTags(tx: Tx, scope: Scope, printerId: string, tags: readonly string[]): Promise<void> {
  await sql`delete from printer_tags where organization_id = ${scope.organizationId} and printer_id = ${printerId} and tag_key <> all (${keys(tags)})`.execute(
    tx,
  )
}

/** Printers that were unenrolled keep their tags for when they come back, and follow a tag that is renamed or deleted. */
export async function changeTagOfUnenrolled(tx: Tx, scope: Scope, tag: string, name: string | undefined): Promise<void> {
  await sql`with taken as (
      delete from printer_tags t using printers p
      where t.organization_id = ${scope.organizationId} and t.tag_key = name_key(${tag})
        and p.organization_id = t.organization_id and p.id = t.printer_id and p.registration = 'unenrolled'
      returning t.printer_id
    )
    insert into printer_tags (organization_id, printer_id, tag) select ${scope.organizationId}, printer_id, ${name ?? ''} from taken
    where ${name !== undefined} on conflict do nothing`.execute(tx)
}
