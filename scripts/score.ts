import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { inspectHost, inspectRecordings } from '../src/agent/inspect.ts'
import { findProgram } from '../test/support/snmpd.ts'
import { startSnmpsimd } from '../test/support/snmpsimd.ts'

/**
 * Scores what the agent reads out of recordings of real printers, which are kept outside this repository:
 *   npm run score [-- DIR] [--misses] [--json]
 *   npm run score -- [DIR] --over-snmp
 * DIR holds the recordings and what is expected of them (default ../shared/snmp-walks); the scorer stands beside it.
 * --over-snmp: instead lets snmpsimd replay them, asks each over SNMP, and tells where the reading is another than from the file.
 */
const OVER_SNMP = '--over-snmp'
const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('--'))
const folder = resolve(args.find((arg) => !arg.startsWith('--')) ?? join(import.meta.dirname, '../../shared/snmp-walks'))
const scorer = join(dirname(folder), 'score-walks.mjs')

function score(): void {
  const child = spawn(process.execPath, [scorer, folder, ...flags], { stdio: ['pipe', 'inherit', 'inherit'] })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
  for (const row of inspectRecordings(folder)) child.stdin.write(`${JSON.stringify(row)}\n`)
  child.stdin.end()
}

/** Compares what comes over SNMP with what is in the files; a recording of a few objects that make no printer has nothing to compare. */
async function compareOverSnmp(program: string): Promise<void> {
  const simulator = await startSnmpsimd(program, folder)
  const counts = { same: 0, other: 0, 'no printer': 0 }
  try {
    for (const { walk, reading } of inspectRecordings(folder)) {
      const { port } = simulator
      const credentials = { version: 'v2c', community: walk } as const
      const result = await inspectHost({
        command: 'inspect-host',
        host: '127.0.0.1',
        port,
        timeoutMilliseconds: 3000,
        retries: 1,
        credentials,
        explain: false,
      })
      if (result.kind === 'not-a-printer') counts['no printer']++
      else if (result.kind === 'reading' && isDeepStrictEqual(plain(result.reading), plain(reading))) counts.same++
      else {
        counts.other++
        console.log(`${walk}: ${result.kind === 'reading' ? differences(reading, result.reading) : result.reason}`)
      }
    }
  } finally {
    await simulator.stop()
  }
  console.log(`of ${counts.same + counts.other + counts['no printer']} recordings: ${JSON.stringify(counts)}`)
  if (counts.other > 0) process.exitCode = 1
}

const plain = (reading: object) => JSON.parse(JSON.stringify(reading)) as Record<string, unknown>

function differences(file: object, network: object): string {
  const [one, two] = [plain(file), plain(network)]
  return Object.keys(one)
    .filter((name) => !isDeepStrictEqual(one[name], two[name]))
    .map((name) => `${name} ${JSON.stringify(one[name])} in the file, ${JSON.stringify(two[name])} over SNMP`)
    .join('; ')
}

const program = findProgram('snmpsimd')
if (!existsSync(folder) || (!flags.includes(OVER_SNMP) && !existsSync(scorer))) {
  console.error(`There are no recordings to score: ${folder} and ${scorer} are needed.`)
  process.exitCode = 1
} else if (!flags.includes(OVER_SNMP)) score()
else if (program) await compareOverSnmp(program)
else {
  console.error('snmpsimd is not installed (apt-get install snmpsim).')
  process.exitCode = 1
}
