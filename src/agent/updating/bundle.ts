// The entry of dist/agent.mjs.

import { createLog, messageOf } from '../log.ts'
import { standIn } from './installation.ts'

// A newer bundle that proved itself takes the place of the installed one; else this one is the agent: also where that cannot be loaded any more.
const newer = standIn(process.argv.slice(2), import.meta.filename)
const handedOver = newer !== undefined && (await import(newer).then(() => true, notLoaded))
if (!handedOver) await import('../main.ts')

function notLoaded(error: unknown): false {
  createLog()('update-not-loaded', { bundle: newer, error: messageOf(error) })
  return false
}
