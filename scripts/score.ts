import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { inspectHost, inspectRecordings } from '../src/agent/read/inspect.ts'
import { readPrinter } from '../src/agent/read/printer-reading.ts'
import { parseRecording } from '../src/agent/read/recording.ts'
import { findProgram } from '../test/support/snmpd.ts'
import { startSnmpsimd } from '../test/support/snmpsimd.ts'

/**
 * Scores what the agent reads out of recordings of real printers, which are kept outside this repository:
 *   npm run score [-- DIR] [--misses] [--json]
 *   npm run score -- [DIR] --over-snmp
 * DIR holds the recordings and what is expected of them (default ../shared/snmp-walks); the scorer stands beside it.
 * --over-snmp: instead lets snmpsimd replay them, inspects each by versions 2c and 1, and returns which readings are the same as from the
 * file, and where the others differ.
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

/**
 * Compares what comes over SNMP with what is in the files. snmpsimd cuts blanks off the ends of lines, of which some are values: where that is
 * all that differs, it says so.
 */
async function compareOverSnmp(program: string): Promise<void> {
  const counts = { same: 0, 'same but for blanks that snmpsimd cuts': 0, different: 0 }
  const simulator = await startSnmpsimd(program, folder)
  try {
    for (const { walk, reading } of inspectRecordings(folder)) {
      for (const version of ['v2c', 'v1'] as const) {
        const result = await inspectHost({ ...HERE, port: simulator.port, credentials: { version, community: walk } })
        const found = result.kind === 'no-reading' ? result.reason : differences(reading, result.reading)
        const isCut = found !== '' && result.kind !== 'no-reading' && differences(readTrimmed(walk), result.reading) === ''
        const verdict = found === '' ? 'same' : isCut ? 'same but for blanks that snmpsimd cuts' : 'different'
        counts[verdict]++
        const what = result.kind === 'not-a-printer' ? 'does not say that it is a printer' : ''
        console.log([`${walk} ${version}`, verdict, found, what].filter((part) => part !== '').join(': '))
      }
    }
  } finally {
    await simulator.stop()
  }
  console.log(JSON.stringify(counts))
  if (counts.different > 0) process.exitCode = 1
}

const HERE = { host: '127.0.0.1', timeoutMilliseconds: 3000, retries: 1 }

const readTrimmed = (walk: string) =>
  readPrinter(parseRecording(readFileSync(join(folder, `${walk}.snmprec`), 'utf8').replace(/[ \t]+$/gm, '')))

const plain = (reading: object) => JSON.parse(JSON.stringify(reading)) as Record<string, unknown>

/** The fields in which two readings differ, with both values; empty where there are none. */
function differences(file: object, network: object): string {
  const [one, two] = [plain(file), plain(network)]
  return [...new Set([...Object.keys(one), ...Object.keys(two)])]
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
