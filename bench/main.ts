import { measureAccess } from './access.ts'
import { benchAgent } from './agent.ts'
import { BULK_PARTS, benchBulk } from './bulk.ts'
import { benchConsole } from './console.ts'
import { benchContacts } from './contacts.ts'
import { measureHostile } from './hostile.ts'
import { benchMainJob } from './main-job.ts'
import { print } from './measure.ts'
import { benchPrinters } from './printers.ts'
import { benchSupplies } from './supplies.ts'

// `npm run -s bench -- GROUP`: a line of JSON per figure; `ratio` is cost, ours over a baseline that does the same work in the same run.
const groups: Record<string, () => Promise<void>> = {
  main: benchMainJob,
  contacts: benchContacts,
  agent: () => benchAgent(process.argv.slice(3)),
  console: benchConsole,
  trust: () => trust(process.argv.slice(3)),
  supplies: () => benchSupplies(process.argv.slice(3)),
  printers: () => printers(process.argv.slice(3)),
}

const TRUST = { access: measureAccess, hostile: measureHostile }

async function trust(only: string[]) {
  for (const [name, measure] of Object.entries(TRUST)) if (only.length === 0 || only.includes(name)) print(await measure())
}

// Each on data of its own, which takes a while to make: only where one of its parts is wanted.
async function printers(only: string[]) {
  const bulk = only.filter((part) => BULK_PARTS.some((name) => name === part))
  if (only.length === 0 || bulk.length < only.length) await benchPrinters(only)
  if (only.length === 0 || bulk.length > 0) await benchBulk(bulk)
}

const group = groups[process.argv[2] ?? 'main']
if (group) await group()
else {
  console.error(`There is no group ${process.argv[2]}: ${Object.keys(groups).join(', ')}`)
  process.exitCode = 2
}
