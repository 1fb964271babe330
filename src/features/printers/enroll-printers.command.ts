import { type Db, inScope, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { type Enrollment, enrollSelected } from './enrollments.store.ts'
import { FAILURE } from './registration.ts'
import { getSelectionCount } from './select-printers.command.ts'

const TRIES = 3

/**
 * Enrolls the printers of a selection that wait because their agent does not enroll at once.
 * @rule agents/discovered-wait  Where an agent does not enroll at once, a discovered printer waits until somebody enrolls it.
 */
export async function enrollPrinters(db: Db, scope: Scope, selectionId: string, tries = 1): Promise<Enrollment> {
  try {
    return await inScope(db, scope, async (tx) => {
      await getSelectionCount(tx, scope, selectionId)
      const result = await enrollSelected(tx, scope, selectionId, FAILURE.elsewhere)
      await recordAct(tx, scope, { act: 'Enroll printers', subject: `${result.enrolled} printers`, after: { ...result } })
      return result
    })
  } catch (error) {
    // Another organization registered one of them at this moment; it is seen the next time.
    if (violatedConstraint(error) !== 'printer_registrations' || tries >= TRIES) throw error
    return enrollPrinters(db, scope, selectionId, tries + 1)
  }
}
