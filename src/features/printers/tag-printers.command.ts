import type { PrinterOutcome, Treat } from '../tasks/run-task.command.ts'

/** Gives the printers of a portion their tags, or takes some away. */
export const treatTags: Treat = async (_tx, _scope, _task, printerIds) =>
  printerIds.map((printerId): PrinterOutcome => ({ printerId, serialNumber: null, outcome: 'failed', reason: 'System error' }))
