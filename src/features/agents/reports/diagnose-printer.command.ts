import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { whyNotDiagnose } from './diagnose.ts'
import { findDiagnosable, findTransfer, listDiagnoses } from './diagnoses.queries.ts'
import { insertDiagnosis } from './diagnoses.store.ts'

/** Asks the agent of a printer to read it and to report each step. */
export function diagnosePrinter(db: Db, scope: Scope, printerId: string) {
  return inScope(db, scope, async (tx) => {
    const printer = await findDiagnosable(tx, scope, printerId)
    if (!printer) throw new Problem('not-found')
    const why = whyNotDiagnose(printer)
    if (why) throw new Problem('printer-has-no-agent', why)
    await insertDiagnosis(tx, scope, { printerId, agentId: printer.agentId!, address: printer.address! })
    await recordAct(tx, scope, { act: 'Diagnose printer', subject: printer.name })
    return (await listDiagnoses(tx, scope, printerId))[0]!
  })
}

/** What agents were asked for one printer. */
export function readPrinterWork(db: Db, scope: Scope, printerId: string) {
  return inScope(db, scope, async (tx) => {
    const printer = await findDiagnosable(tx, scope, printerId)
    if (!printer) throw new Problem('not-found')
    return {
      diagnoses: await listDiagnoses(tx, scope, printerId),
      whyNotDiagnose: whyNotDiagnose(printer) ?? null,
      transfer: (await findTransfer(tx, scope, printerId)) ?? null,
    }
  })
}
