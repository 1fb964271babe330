import fs from 'node:fs'
import path from 'node:path'
import { describeApi } from '../src/server/openapi.ts'
import { generatePostalRules, generateStates } from './generate-postal-rules.ts'

// `npm run generate` writes what is made from something else and checked in; with --check it only says what is not fresh.

const root = path.dirname(import.meta.dirname)
const made: Record<string, string> = {
  'openapi.json': `${JSON.stringify(await describeApi(), null, 1)}\n`,
  'src/features/contacts/postal-rules.ts': generatePostalRules(),
  'src/features/contacts/postal-states.ts': generateStates(),
}

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
