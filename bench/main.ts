import { benchAgent } from './agent.ts'
import { benchContacts } from './contacts.ts'
import { benchMainJob } from './main-job.ts'
import { benchPrinters } from './printers.ts'

// `npm run -s bench -- GROUP`: a line of JSON per figure; `ratio` is cost, ours over a baseline that does the same work in the same run.
const groups: Record<string, () => Promise<void>> = {
  main: benchMainJob,
  contacts: benchContacts,
  agent: benchAgent,
  printers: () => benchPrinters(process.argv.slice(3)),
}

const group = groups[process.argv[2] ?? 'main']
if (group) await group()
else {
  console.error(`There is no group ${process.argv[2]}: ${Object.keys(groups).join(', ')}`)
  process.exitCode = 2
}
