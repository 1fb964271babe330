import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { recordedYear, YEAR_USAGE } from './recorded-year.ts'

// `npm run -s replay -- lab [--lab DIR] [printers=N seeds=1,2 shapes=base]` lets the supplies laboratory assess the ordering rule and the forecast.
// `npm run -s replay -- lab --adapter` prints the file through which the laboratory calls them.
// `npm run -s replay -- --organization ID --rule level=20` runs a rule over the recorded year of an organization.

const USAGE = 'npm run -s replay -- lab [--lab DIR] [--adapter] [printers=N] [seeds=1,2,3] [shapes=base]'
const ROOT = path.dirname(path.dirname(import.meta.dirname))
const ADAPTER = path.join(import.meta.dirname, 'laboratory-adapter.ts')

class Unusable extends Error {}

async function lab(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { lab: { type: 'string' }, adapter: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (values.adapter) {
    console.log(ADAPTER)
    return 0
  }
  const wrong = positionals.find((argument) => !argument.includes('='))
  if (wrong !== undefined) throw new Unusable(`"${wrong}" is not NAME=VALUE, such as printers=10000. Usage: ${USAGE}`)
  const script = path.join(values.lab === undefined ? path.resolve(ROOT, '../shared/supplies-lab') : path.resolve(values.lab), 'run.ts')
  if (!existsSync(script)) throw new Unusable(`There is no laboratory at ${script}. Name its folder: ${USAGE}`)
  const assessed = await run(script, 'assess', `policy=${ADAPTER}`, ...positionals)
  const forecast = await run(script, 'forecast', `forecast=${ADAPTER}`, ...positionals)
  return assessed || forecast
}

/** Runs the laboratory in this terminal; gives its exit code. */
function run(script: string, ...args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { stdio: 'inherit' })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = { lab, '': year }

async function year(args: string[]): Promise<number> {
  const wrong = await recordedYear(args)
  if (wrong !== undefined) throw new Unusable(wrong)
  return 0
}

const args = process.argv.slice(2)
const [name = '', ...rest] = args[0]?.startsWith('--') ? ['', ...args] : args
try {
  const command = COMMANDS[name]
  if (!command) throw new Unusable(`There is no "${name}" to replay. Usage: ${USAGE}\n${YEAR_USAGE}`)
  process.exitCode = await command(rest)
} catch (error) {
  const isArguments = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!(error instanceof Unusable) && !isArguments) throw error
  console.error(`mps-express: ${(error as Error).message}`)
  process.exitCode = 2
}
