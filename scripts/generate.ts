import fs from 'node:fs'
import path from 'node:path'
import { describeApi } from '../src/server/openapi.ts'
import { describePermissions } from './describe-permissions.ts'
import { generatePostalRules, generateStates } from './generate-postal-rules.ts'

// `npm run generate` writes what is made from something else and checked in; with --check it only says what is not fresh.

const root = path.dirname(import.meta.dirname)
const made: Record<string, string> = {
  'docs/permissions.md': describePermissions(),
  'openapi.json': `${JSON.stringify(await describeApi(), null, 1)}\n`,
  'src/features/contacts/postal-rules.ts': generatePostalRules(),
  'src/features/contacts/postal-states.ts': generateStates(),
}

// Two people who take the same number at the same moment find out here, and not when a server starts.
const numbers = fs.readdirSync(path.join(root, 'migrations')).flatMap((name) => /^\d+/.exec(name)?.[0] ?? [])
const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
if (twice) throw new Error(`migrations/: two files have the number ${twice}. Give the newer one the next free number.`)

const stale = Object.entries(made).filter(([file, text]) => {
  const at = path.join(root, file)
  return !fs.existsSync(at) || fs.readFileSync(at, 'utf8') !== text
})
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is not fresh: run npm run generate`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [file, text] of stale) fs.writeFileSync(path.join(root, file), text)
  console.log(stale.length > 0 ? `wrote ${stale.map(([file]) => file).join(', ')}` : 'everything is fresh')
}
