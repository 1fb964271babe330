import { type Db, inScope, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { isEntitled } from '../entitlements/entitlements.queries.ts'
import { MANAGEMENT_LABELS } from '../printers/management.ts'
import { Problem } from '../problems.ts'
import { getSelectionCount } from '../selections/select-printers.command.ts'
import { once } from '../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../tasks/run-task.command.ts'
import { assessment, assessPrinters } from './eligibility.queries.ts'
import { eligibilityLabel } from './eligibility.ts'
import { getOffering } from './offering.queries.ts'
import type { PrinterEligibility } from './program.api.ts'
import { findTerms } from './program.queries.ts'
import { copyAcceptance, insertAcceptance, insertMemberships, lockPrinters } from './program.store.ts'

export interface AddRequest {
  selectionId: string
  termsAccepted: boolean
  termsVersion: number
  termsHash: string
}

/**
 * Starts the task `Add to MPS Express`, once the terms in force were accepted. There is no way back from here for partner or customer.
 * @rule program/entitled-first  Only an entitled organization can add printers; without the entitlement the report still opens and shows what is missing.
 * @rule program/terms-first  Acceptance of the current terms is stored with person, time, version, hash and printers.
 */
export function startAddition(db: Db, scope: Scope, request: AddRequest, key: string | undefined) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, request, async () => {
      const printers = await getSelectionCount(tx, scope, request.selectionId)
      if (!(await isEntitled(tx, scope))) throw new Problem('not-entitled')
      if (!request.termsAccepted) throw new Problem('terms-not-accepted')
      const terms = await findTerms(tx)
      if (!terms || terms.version !== request.termsVersion || terms.hash !== request.termsHash) throw new Problem('terms-changed')
      const details = `${printers} selected, terms of service version ${terms.version}`
      const input = { termsVersion: terms.version }
      const taskId = await startTask(tx, scope, { kind: 'add-to-program', details, input, selectionId: request.selectionId, printers })
      await insertAcceptance(tx, scope, taskId, terms)
      await recordAct(tx, scope, { act: 'Add to MPS Express', subject: details, after: { taskId, termsHash: terms.hash } })
      return { taskId }
    }),
  )
}

/** What was accepted for a task holds for its retry too, as long as the organization is entitled and the terms are the same. */
export async function acceptAgain(tx: Tx, scope: Scope, { formerId, taskId }: { formerId: string; taskId: string }): Promise<void> {
  if (!(await isEntitled(tx, scope))) throw new Problem('not-entitled')
  const terms = await findTerms(tx)
  if (!terms || !(await copyAcceptance(tx, scope, formerId, taskId, terms))) throw new Problem('terms-changed')
}

/**
 * Assesses a portion again, under lock: the report that the reader saw may be minutes old. What is eligible becomes pending; the rest is refused.
 * @rule program/automatic-acceptance  If the offering says so, a request is accepted at once.
 * @rule program/assessed-again-under-lock  A printer that is no longer eligible is refused with its reason in the task; each printer is added once.
 */
export const handleAddition: HandlePortion = async (tx, scope, task, printerIds) => {
  await lockPrinters(tx, scope, printerIds)
  if (!(await isEntitled(tx, scope))) return printerIds.map((printerId) => refused(printerId, null, 'The entitlement was removed'))
  const { automaticAcceptance: accepted } = await getOffering(tx)
  const assessed = await insertMemberships(tx, scope, {
    assessment: await assessment(tx, scope, printerIds),
    requestedBy: task.startedBy,
    taskId: task.id,
    termsVersion: Number(task.input.termsVersion),
    accepted,
  })
  const found = new Map(assessed.map((printer) => [printer.id, printer]))
  const ineligible = assessed.filter(({ status }) => status !== 'eligible').map(({ id }) => id)
  const reasons = new Map((await assessPrinters(tx, scope, ineligible)).map((printer) => [printer.id, printer]))
  const details = MANAGEMENT_LABELS[accepted ? 'managed' : 'pending']
  return printerIds.map((printerId) => {
    const printer = found.get(printerId)
    if (!printer) return refused(printerId, null, 'The printer is no longer enrolled')
    const { serialNumber, status } = printer
    if (status === 'eligible') return { printerId, serialNumber, outcome: 'done', details }
    const why = reasons.get(printerId)?.reasons.map(describeReason).join(' ')
    return refused(printerId, serialNumber, eligibilityLabel(status), why)
  })
}

const refused = (printerId: string, serialNumber: string | null, reason: string, details?: string): PrinterOutcome => ({
  printerId,
  serialNumber,
  outcome: 'refused',
  reason,
  details: details || null,
})

function describeReason({ status, evidence }: PrinterEligibility['reasons'][number]): string {
  const facts = [
    evidence.value && `found ${evidence.value}`,
    evidence.limit && `limit ${evidence.limit}`,
    evidence.readAt && `read ${evidence.readAt}`,
    evidence.agent && `agent ${evidence.agent}`,
  ].filter(Boolean)
  return `${eligibilityLabel(status)}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}.`
}
