import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAgent } from '../src/agent/agent.ts'

/**
 * Is a fleet agent until its standard input ends, and reports on request how many megabytes it has:
 *   node bench/agent-at-rest.ts SERVER-URL CODE
 */
const [server = '', code = ''] = process.argv.slice(2)
const data = mkdtempSync(join(tmpdir(), 'mps-bench-agent-'))
const agent = await startAgent({ server, code, data, log: () => {} })
console.log('ready')
process.stdin.on('data', () => console.log(JSON.stringify({ megabytes: residentMegabytes(), waiting: agent.waiting() })))
process.stdin.on('end', async () => {
  await agent.stop()
  rmSync(data, { recursive: true })
  process.exit()
})

function residentMegabytes(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024
}
