// The entry of dist/agent.mjs.
import { standIn } from './installation.ts'

// A newer bundle that proved itself takes the place of the installed one; else this one is the agent.
const newer = standIn(process.argv.slice(2), import.meta.filename)
if (newer === undefined) await import('./main.ts')
else await import(newer)
