import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { inspectRecordings } from '../src/agent/inspect.ts'

/**
 * Scores what the agent reads out of recordings of real printers, which are kept outside this repository:
 *   npm run score [-- DIR] [--misses] [--json]
 * DIR holds the recordings and what is expected of them (default ../shared/snmp-walks); the scorer stands beside it.
 */
const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('--'))
const folder = resolve(args.find((arg) => !arg.startsWith('--')) ?? join(import.meta.dirname, '../../shared/snmp-walks'))
const scorer = join(dirname(folder), 'score-walks.mjs')

if (!existsSync(folder) || !existsSync(scorer)) {
  console.error(`There are no recordings to score: ${folder} and ${scorer} are needed.`)
  process.exitCode = 1
} else {
  const child = spawn(process.execPath, [scorer, folder, ...flags], { stdio: ['pipe', 'inherit', 'inherit'] })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
  for (const row of inspectRecordings(folder)) child.stdin.write(`${JSON.stringify(row)}\n`)
  child.stdin.end()
}
