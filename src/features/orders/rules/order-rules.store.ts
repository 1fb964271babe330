import { sql } from 'kysely'
import { firstRow, type Tx } from '../../../platform/db/database.ts'
import type { OrderRuleForm } from './order-rules.api.ts'

const valuesOf = (rule: OrderRuleForm, by: string) => {
  const { organizationId, contactId, manufacturer, model, kind, color } = rule.target
  return sql`${rule.name}, ${organizationId}::uuid, ${contactId}::uuid, name_key(${manufacturer}::text || ' ' || ${model}::text), ${manufacturer}, ${model}, ${kind}, ${color},
    ${rule.due}, ${rule.riskPercent}::real, ${rule.levelPercent}::real, ${rule.daysLeft}::int, ${rule.alongWorkingDays}, ${rule.approval},
    ${rule.monthCartridges}::int, ${rule.monthCostCents}::bigint, ${by}`
}

const COLUMNS = sql`name, for_organization_id, for_contact_id, for_model_key, for_manufacturer, for_model, for_kind, for_color, due, risk_percent, level_percent, days_left,
  along_working_days, approval, month_cartridges, month_cost_cents, updated_by`

export async function insertRule(tx: Tx, rule: OrderRuleForm, by: string): Promise<string> {
  const row = await firstRow(tx, sql<{ id: string }>`insert into order_rules (${COLUMNS}) values (${valuesOf(rule, by)}) returning id`)
  return row!.id
}

/** Changes a rule, unless its version is another by now; false then. */
export async function updateRule(tx: Tx, id: string, version: number, rule: OrderRuleForm, by: string): Promise<boolean> {
  const row = await firstRow(
    tx,
    sql`update order_rules set (${COLUMNS}) = row(${valuesOf(rule, by)}), version = version + 1, updated_at = now()
      where id = ${id} and version = ${version} returning id`,
  )
  return row !== undefined
}

export async function deleteRule(tx: Tx, id: string): Promise<void> {
  await sql`delete from order_rules where id = ${id}`.execute(tx)
}
