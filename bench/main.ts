import { benchAgent } from './agent.ts'
import { benchMainJob } from './main-job.ts'

// `npm run -s bench -- GROUP`: a line of JSON per figure; `ratio` is cost, ours over a baseline that does the same work in the same run.
const groups: Record<string, () => Promise<void>> = { agent: benchAgent, main: benchMainJob }

const group = groups[process.argv[2] ?? 'main']
if (group) await group()
else {
  console.error(`There is no group ${process.argv[2]}: ${Object.keys(groups).join(', ')}`)
  process.exitCode = 2
}
