import { type Db, inScope, violatedConstraint } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import type { CartridgeForm } from './cartridge-form.ts'
import type { Cartridge } from './catalogue.api.ts'
import { findCartridge } from './catalogue.queries.ts'
import { deleteCartridge, insertCartridges, updateCartridge } from './catalogue.store.ts'

const nameOf = ({ manufacturer, part }: { manufacturer: string; part: string }) => `${manufacturer} ${part}`

/** Adds a cartridge to the catalogue. */
export function createCartridge(db: Db, scope: Scope, form: CartridgeForm): Promise<Cartridge> {
  return refusingDoubles(() =>
    inScope(db, scope, async (tx) => {
      const [id] = await insertCartridges(tx, [form])
      await recordAct(tx, scope, { act: 'Add cartridge', subject: nameOf(form), after: { ...form } })
      return (await findCartridge(tx, id!))!
    }),
  )
}

/** Adds many cartridges at once, all or none. */
export function addCartridges(db: Db, scope: Scope, forms: readonly CartridgeForm[]): Promise<void> {
  return refusingDoubles(() =>
    inScope(db, scope, async (tx) => {
      await insertCartridges(tx, [...forms])
      await recordAct(tx, scope, { act: 'Add cartridges', subject: `${forms.length} cartridges`, after: { cartridges: forms.length } })
    }),
  )
}

/** Changes a cartridge; a second editor is warned. */
export function changeCartridge(db: Db, scope: Scope, id: string, version: number, form: CartridgeForm): Promise<Cartridge> {
  return refusingDoubles(() =>
    inScope(db, scope, async (tx) => {
      const before = await findCartridge(tx, id)
      if (!before) throw new Problem('not-found')
      if (!(await updateCartridge(tx, id, version, form))) throw new Problem('edited-by-another', undefined, { current: { ...before } })
      await recordAct(tx, scope, { act: 'Change cartridge', subject: nameOf(form), before: { ...before }, after: { ...form } })
      return (await findCartridge(tx, id))!
    }),
  )
}

export async function removeCartridge(db: Db, scope: Scope, id: string): Promise<void> {
  await inScope(db, scope, async (tx) => {
    const before = await findCartridge(tx, id)
    if (!before) throw new Problem('not-found')
    await deleteCartridge(tx, id)
    await recordAct(tx, scope, { act: 'Remove cartridge', subject: nameOf(before), before: { ...before } })
  })
}

async function refusingDoubles<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'one_cartridge_per_part') throw new Problem('cartridge-exists')
    throw error
  }
}
