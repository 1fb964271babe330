import type { Tx } from '../../../platform/db/database.ts'
import { deleteRows, markUnenrolled, type PrinterRef } from '../printers.store.ts'

/** Takes printers, which the program has let go, off the list; their history stays, and a printer that enrolls again finds it. */
export const unenrollHeld = (tx: Tx, list: PrinterRef[]): Promise<void> => markUnenrolled(tx, list)

/** Deletes printers, which the program has let go, with their history. */
export const deletePrinters = (tx: Tx, list: PrinterRef[]): Promise<void> => deleteRows(tx, list)
