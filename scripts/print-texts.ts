import fs from 'node:fs'
import path from 'node:path'
import { findSqlTexts, findTexts, type Text } from './texts.ts'

// `npm run -s texts` prints every text that a person may read, with its place: pages, contract, problems, logs, command lines.
// What printers say of themselves (and tables of the words in which they say it) is data, not a text of ours.

const root = path.dirname(import.meta.dirname)
const DATA = /\.test\.tsx?$|\.d\.ts$|^src\/simulator\/profiles\/|\/(?:postal-rules|postal-states|code-pages|colors|supply-words)\.ts$/

function filesIn(folder: string, suits: RegExp): { file: string; source: string }[] {
  const entries = fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
  const wanted = files.filter((file) => suits.test(file) && !DATA.test(file)).sort()
  return wanted.map((file) => ({ file, source: fs.readFileSync(path.join(root, file), 'utf8') }))
}

/** The texts of the whole product. */
export function listTexts(): Text[] {
  const code = [...filesIn('src', /\.tsx?$/), ...filesIn('scripts', /\.mjs$/)]
  return [
    ...code.flatMap(({ file, source }) => findTexts(file, source)),
    ...filesIn('migrations', /\.sql$/).flatMap(({ file, source }) => findSqlTexts(file, source)),
  ]
}

if (import.meta.main) for (const { file, line, text } of listTexts()) console.log(`${file}:${line}  ${text}`)
