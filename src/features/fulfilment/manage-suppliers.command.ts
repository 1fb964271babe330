import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newToken, type Sealer, sealedPlace } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { routeAgain } from './collect-orders.command.ts'
import type { Supplier, SupplierForm } from './fulfilment.api.ts'
import { findSupplier } from './suppliers.queries.ts'
import { insertSupplier, setSecret, setToken, updateSupplier } from './suppliers.store.ts'
import { CHANNELS } from './suppliers.ts'

/** Where the secret of a supplier is sealed. */
export const secretPlace = (supplierId: string): string => sealedPlace('suppliers', 'secret_sealed', [supplierId])

export function createSupplier(db: Db, sealer: Sealer, scope: Scope, form: SupplierForm): Promise<Supplier> {
  return refusingTakenNames(() =>
    inScope(db, scope, async (tx) => {
      const id = await insertSupplier(tx, form)
      await keepSecret(tx, sealer, id, form, false)
      await routeAgain(tx)
      await recordAct(tx, scope, { act: 'Create supplier', subject: form.name, after: withoutSecret(form) })
      return (await findSupplier(tx, id))!
    }),
  )
}

/** Changes a supplier; a second editor is warned. Lines that no supplier fitted are looked at again. */
export function changeSupplier(
  db: Db,
  sealer: Sealer,
  scope: Scope,
  { supplierId, version, supplier: form }: { supplierId: string; version: number; supplier: SupplierForm },
): Promise<Supplier> {
  return refusingTakenNames(() =>
    inScope(db, scope, async (tx) => {
      const before = await findSupplier(tx, supplierId)
      if (!before) throw new Problem('not-found')
      if (!(await updateSupplier(tx, supplierId, version, form)))
        throw new Problem('edited-by-another', undefined, { current: { ...before } })
      await keepSecret(tx, sealer, supplierId, form, before.hasSecret && before.channel === form.channel)
      await routeAgain(tx)
      await recordAct(tx, scope, { act: 'Change supplier', subject: form.name, before: { ...before }, after: withoutSecret(form) })
      return (await findSupplier(tx, supplierId))!
    }),
  )
}

/** Creates the token with which a supplier sends its requests. */
export async function createToken(db: Db, scope: Scope, supplierId: string): Promise<{ token: string }> {
  const token = newToken('mps_supplier_')
  await inScope(db, scope, async (tx) => {
    const supplier = await findSupplier(tx, supplierId)
    if (!supplier || !(await setToken(tx, supplierId, hashToken(token)))) throw new Problem('not-found')
    await recordAct(tx, scope, { act: 'Create supplier token', subject: supplier.name })
  })
  return { token }
}

async function keepSecret(tx: Tx, sealer: Sealer, id: string, form: SupplierForm, hasOne: boolean): Promise<void> {
  const label = CHANNELS[form.channel].secret
  if (!label) return setSecret(tx, id, null)
  if (form.secret) return setSecret(tx, id, sealer.seal(form.secret, secretPlace(id)))
  if (form.secret === null || !hasOne)
    throw new Problem('secret-missing', `State the ${label.toLowerCase()}.`, {
      faults: [{ field: 'supplier.secret', message: 'Required.' }],
    })
}

const withoutSecret = ({ secret, ...form }: SupplierForm) => ({ ...form, secretChanged: typeof secret === 'string' })

async function refusingTakenNames<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'one_supplier_per_name')
      throw new Problem('name-in-use', 'Another supplier has this name. Choose another.')
    throw error
  }
}
