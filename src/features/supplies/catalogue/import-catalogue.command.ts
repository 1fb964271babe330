import { BYTE_ORDER_MARK } from '../../../platform/csv.ts'
import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { type CartridgeRow, cartridgeHeading, cartridgeLine, readCartridges } from './cartridge-file.ts'
import type { CartridgeForm } from './cartridge-form.ts'
import { modelName } from './cartridges.ts'
import type { Cartridge, ImportPreview } from './catalogue.api.ts'
import { findByParts, findKnownModels, listCartridges } from './catalogue.queries.ts'
import { insertCartridges, updateCartridge } from './catalogue.store.ts'

type Outcome = ImportPreview['rows'][number]

interface Plan {
  preview: ImportPreview
  add: CartridgeForm[]
  change: { id: string; version: number; form: CartridgeForm }[]
}

/** What a file would do; nothing is written. */
export function previewImport(db: Db, scope: Scope, csv: string): Promise<ImportPreview> {
  const rows = readFile(csv)
  return inScope(db, scope, async (tx) => (await planImport(tx, rows)).preview)
}

/** Adds and changes the cartridges of a file, all or none of the rows without faults. */
export function importCatalogue(db: Db, scope: Scope, csv: string): Promise<ImportPreview> {
  const rows = readFile(csv)
  return inScope(db, scope, async (tx) => {
    const { preview, add, change } = await planImport(tx, rows)
    if (add.length > 0) await insertCartridges(tx, add)
    for (const { id, version, form } of change) await updateCartridge(tx, id, version, form)
    const { added, changed, unchanged, faulty } = preview
    await recordAct(tx, scope, {
      act: 'Import catalogue',
      subject: `${added + changed} cartridges`,
      after: { added, changed, unchanged, faulty },
    })
    return preview
  })
}

function readFile(csv: string): CartridgeRow[] {
  const read = readCartridges(csv)
  if (read.refused !== undefined)
    throw new Problem('file-not-importable', read.refused, { faults: [{ field: 'csv', message: read.refused }] })
  return read.rows
}

async function planImport(tx: Tx, rows: CartridgeRow[]): Promise<Plan> {
  const forms = rows.flatMap(({ form }) => form ?? [])
  const known = await findByParts(tx, forms)
  const models = await findKnownModels(
    tx,
    forms.flatMap((form) => form.models),
  )
  const plan: Plan = { preview: { added: 0, changed: 0, unchanged: 0, faulty: 0, rows: [] }, add: [], change: [] }
  let next = 0
  for (const { row, part, form, faults } of rows) {
    const outcome: Outcome = { row, part, outcome: 'faulty', faults, warnings: [] }
    if (form) {
      const before = known[next++]!
      outcome.outcome = before === null ? 'added' : isSame(before, form) ? 'unchanged' : 'changed'
      outcome.warnings = form.models
        .filter((model) => !models.has(modelName(model)))
        .map((model) => `Nobody has reported or supports the model ${modelName(model)}.`)
      if (before === null) plan.add.push(form)
      else if (outcome.outcome === 'changed') plan.change.push({ id: before.id, version: before.version, form })
    }
    plan.preview[outcome.outcome]++
    plan.preview.rows.push(outcome)
  }
  plan.preview.rows = plan.preview.rows
    .toSorted((a, b) => Number(b.outcome === 'faulty') - Number(a.outcome === 'faulty') || a.row - b.row)
    .slice(0, 500)
  return plan
}

const isSame = ({ id: _id, version: _version, ...before }: Cartridge, form: CartridgeForm): boolean =>
  comparable(before) === comparable(form)

const comparable = ({ models, ...form }: CartridgeForm): string =>
  JSON.stringify([Object.entries(form).toSorted(([a], [b]) => (a < b ? -1 : 1)), models.map(modelName).toSorted()])

const PAGE = 200

/** The catalogue as a file, written while it is sent. */
export async function* exportCatalogue(db: Db, scope: Scope): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + cartridgeHeading()
  let cursor: string | undefined
  do {
    const page = await inScope(db, scope, (tx) => listCartridges(tx, { cursor, limit: PAGE }))
    yield page.items.map(cartridgeLine).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
