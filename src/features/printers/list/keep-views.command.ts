import { type Db, inScope, type Tx, violatedConstraint } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import type { PrinterView } from './printer-views.api.ts'
import { countOwnViews, findDefaultView, findView, listViews } from './printer-views.queries.ts'
import { deleteView, insertView, putDefaultView, updateView, type ViewForm } from './printer-views.store.ts'
import { STANDARD_VIEW, SYSTEM_VIEWS } from './system-views.ts'

/** A person may keep so many views. */
const MOST_VIEWS = 100

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** The views of the printer list, and which of them is the person's default; one that is not seen here falls back to Standard. */
export function readViews(db: Db, scope: Scope) {
  return inScope(db, scope, async (tx) => {
    const items = [...SYSTEM_VIEWS, ...(await listViews(tx, scope))]
    const chosen = await findDefaultView(tx, scope)
    return { items, defaultId: items.find(({ id }) => id === chosen)?.id ?? STANDARD_VIEW }
  })
}

/** Saves a view of one's own. Its name is one's own too: another person may use the same. */
export function createView(db: Db, scope: Scope, form: ViewForm): Promise<PrinterView> {
  return named(form.name, () =>
    inScope(db, scope, async (tx) => {
      refuseSystemName(form.name)
      if ((await countOwnViews(tx, scope)) >= MOST_VIEWS) throw new Problem('too-many-views')
      return (await findView(tx, scope, await insertView(tx, scope, form)))!
    }),
  )
}

/**
 * Changes a view of one's own.
 * @rule printers/views-are-their-makers  Only its creator can change or delete a shared view; others can copy it.
 */
export function changeView(db: Db, scope: Scope, id: string, version: number, form: ViewForm): Promise<PrinterView> {
  return named(form.name, () =>
    inScope(db, scope, async (tx) => {
      const current = await getOwnView(tx, scope, id)
      refuseSystemName(form.name)
      if (current.version !== version || !(await updateView(tx, scope, id, version, form)))
        throw new Problem('edited-by-another', undefined, { current })
      return (await findView(tx, scope, id))!
    }),
  )
}

/** Deletes a view of one's own. */
export function removeView(db: Db, scope: Scope, id: string) {
  return inScope(db, scope, async (tx) => {
    await getOwnView(tx, scope, id)
    await deleteView(tx, scope, id)
    return {}
  })
}

/** Remembers with which view a person's list opens, in every organization. */
export function chooseDefaultView(db: Db, scope: Scope, viewId: string) {
  return inScope(db, scope, async (tx) => {
    const known = SYSTEM_VIEWS.some(({ id }) => id === viewId) || (UUID.test(viewId) && (await findView(tx, scope, viewId)))
    if (!known) throw new Problem('not-found', 'This view does not exist, or it was deleted.')
    await putDefaultView(tx, scope, viewId)
    return { defaultId: viewId }
  })
}

async function getOwnView(tx: Tx, scope: Scope, id: string): Promise<PrinterView> {
  const view = await findView(tx, scope, id)
  if (!view) throw new Problem('not-found', 'This view does not exist, or it was deleted.')
  if (view.kind !== 'own') throw new Problem('view-of-another')
  return view
}

function refuseSystemName(name: string): void {
  if (SYSTEM_VIEWS.some((view) => view.name.toLowerCase() === name.toLowerCase()))
    throw new Problem('name-in-use', `${name} is the name of a system view. Choose another name.`)
}

async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (violatedConstraint(error) === 'printer_view_names')
      throw new Problem('name-in-use', `You already have a view named ${name}. Choose another name.`)
    throw error
  }
}
