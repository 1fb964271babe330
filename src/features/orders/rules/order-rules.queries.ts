import { type RawBuilder, sql } from 'kysely'
import { firstRow, rows, type Tx } from '../../../platform/db/database.ts'
import { cursorId, cutPage, readCursor } from '../../../platform/page.ts'
import type { OrderRule } from './order-rules.api.ts'
import type { KeptRule, RuleTarget } from './order-rules.ts'

type Row = Omit<OrderRule, 'target'> & {
  organizationId: string | null
  contactId: string | null
  manufacturer: string | null
  model: string | null
  kind: OrderRule['target']['kind']
  color: string | null
}

const TERMS = sql`r.id, r.name, r.due, r.risk_percent as "riskPercent", r.level_percent as "levelPercent", r.days_left as "daysLeft",
  r.along_working_days as "alongWorkingDays", r.approval, r.month_cartridges as "monthCartridges", r.month_cost_cents as "monthCostCents"`

const TARGET = sql`r.for_organization_id as "organizationId", r.for_contact_id as "contactId", r.for_kind as kind, r.for_color as color`

const selectRules = (
  rest: RawBuilder<unknown>,
) => sql<Row>`select ${TERMS}, ${TARGET}, r.for_manufacturer as manufacturer, r.for_model as model, r.version,
    r.updated_at as "updatedAt", r.updated_by as "updatedBy", o.name as organization, c.first_name || ' ' || c.last_name as contact
  from order_rules r left join organizations o on o.id = r.for_organization_id
  left join contacts c on c.organization_id = r.for_organization_id and c.id = r.for_contact_id ${rest}`

function toRule({ organizationId, contactId, manufacturer, model, kind, color, ...rule }: Row): OrderRule {
  return { ...rule, target: { organizationId, contactId, manufacturer, model, kind, color } }
}

/** A page of the rules in the order in which they were made. */
export async function listRules(tx: Tx, query: { cursor?: string; limit: number }) {
  const [after] = readCursor(query.cursor, [cursorId]) ?? [null]
  const found = await rows(
    tx,
    selectRules(sql`where (${after}::uuid is null or r.id > ${after}::uuid) order by r.id limit ${query.limit + 1}`),
  )
  return cutPage(found.map(toRule), query.limit, (row) => [row.id])
}

export async function findRule(tx: Tx, id: string): Promise<OrderRule | undefined> {
  const row = await firstRow(tx, selectRules(sql`where r.id = ${id}`))
  return row && toRule(row)
}

/** All rules, as the decision takes them. */
export async function readRules(tx: Tx): Promise<KeptRule[]> {
  const found = await rows(
    tx,
    sql<Omit<KeptRule, 'target'> & RuleTarget>`select ${TERMS}, ${TARGET}, r.for_model_key as "modelKey" from order_rules r`,
  )
  return found.map(({ organizationId, contactId, modelKey, kind, color, ...terms }) => ({
    ...terms,
    target: { organizationId, contactId, modelKey, kind, color },
  }))
}

/** The model of a rule as its printers have it, and the organizations that the rule is for; null: all. */
export async function findTarget(
  tx: Tx,
  target: OrderRule['target'],
): Promise<{ modelKey: string | null; organizationIds: string[] | null }> {
  const row = await firstRow(
    tx,
    sql<{
      modelKey: string | null
      organizationIds: string[]
    }>`select name_key(${target.manufacturer}::text || ' ' || ${target.model}::text) as "modelKey",
      array(select o.id from organizations o where o.id = ${target.organizationId}::uuid or o.parent_id = ${target.organizationId}::uuid) as "organizationIds"`,
  )
  return { modelKey: row!.modelKey, organizationIds: target.organizationId === null ? null : row!.organizationIds }
}
