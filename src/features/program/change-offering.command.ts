import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import { findSupportedModel, getOffering } from './offering.queries.ts'
import type { Offering, SupportedModel } from './program.api.ts'
import { deleteModel, insertTerms, updateOffering, upsertSupportedModel } from './program.store.ts'

/**
 * Changes limits, required agent version or acceptance.
 * @rule program/held-stays-held  Held printers stay held when the offering changes; the provider sees why they would not be eligible today.
 */
export function changeOffering(db: Db, scope: Scope, change: Partial<Offering>): Promise<Offering> {
  return inScope(db, scope, async (tx) => {
    const before = await getOffering(tx)
    await updateOffering(tx, change)
    const after = await getOffering(tx)
    await recordAct(tx, scope, { act: 'Change offering', subject: 'MPS Express', before, after })
    return after
  })
}

export function putSupportedModel(db: Db, scope: Scope, model: SupportedModel) {
  return inScope(db, scope, async (tx) => {
    const id = await upsertSupportedModel(tx, model)
    await recordAct(tx, scope, {
      act: 'Add or change supported model',
      subject: `${model.manufacturer} ${model.model}`,
      after: { ...model },
    })
    return (await findSupportedModel(tx, id))!
  })
}

export async function removeSupportedModel(db: Db, scope: Scope, id: string): Promise<void> {
  await inScope(db, scope, async (tx) => {
    const before = await findSupportedModel(tx, id)
    if (!before) throw new Problem('not-found')
    await deleteModel(tx, id)
    await recordAct(tx, scope, { act: 'Remove supported model', subject: `${before.manufacturer} ${before.model}`, before: { ...before } })
  })
}

/**
 * Publishes a new version of the terms of service.
 * @rule program/terms-are-kept  Every published version is kept unchanged; the newest applies.
 */
export function publishTerms(db: Db, scope: Scope, terms: { title: string; text: string }) {
  return inScope(db, scope, async (tx) => {
    const published = await insertTerms(tx, terms)
    await recordAct(tx, scope, {
      act: 'Publish terms of service',
      subject: `version ${published.version}`,
      after: { title: terms.title, hash: published.hash },
    })
    return published
  })
}
