import fs from 'node:fs'
import path from 'node:path'
import { findFaults, findLostHomes, findProofs, findRules, readDocument, writeDocument } from './rules.ts'

// `npm run rules` lists every rule with its home and its tests, fails when one is homeless or untested, and writes docs/rules.md. Where a
// sentence there differs from the one in the source, it fails and leaves both; `--from-source` takes those of the source.
// With `--check` it writes nothing and fails when the document is not what it would write.

const root = path.dirname(import.meta.dirname)
const document = path.join(root, 'docs', 'rules.md')

function filesIn(folder: string, suits: (name: string) => boolean): { file: string; text: string }[] {
  const place = path.join(root, folder)
  if (!fs.existsSync(place)) return []
  const entries = fs.readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && suits(entry.name))
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  return files.map((file) => ({ file: path.relative(root, file).replaceAll(path.sep, '/'), text: fs.readFileSync(file, 'utf8') }))
}

const isTest = (name: string) => /\.test\.tsx?$/.test(name)
const migrations = filesIn('migrations', (name) => name.endsWith('.sql'))
const sources = [...filesIn('src', (name) => /\.tsx?$/.test(name) && !isTest(name)), ...migrations]
const rules = sources.flatMap(({ file, text }) => findRules(file, text))
const proofs = [...filesIn('src', isTest), ...filesIn('test', isTest)].flatMap(({ file, text }) => findProofs(file, text))
const former = fs.existsSync(document) ? fs.readFileSync(document, 'utf8') : ''
const documented = process.argv.includes('--from-source') ? new Map<string, string>() : readDocument(former)
const faults = [...findFaults(rules, proofs, documented), ...findLostHomes(rules, migrations)]
const current = writeDocument(rules, proofs, documented)

if (process.argv.includes('--check')) {
  if (rules.length > 0 && current !== former) faults.push('docs/rules.md is out of date: npm run rules')
} else {
  for (const rule of rules) {
    console.log(`${rule.slug}  ${rule.file}:${rule.line}`)
    for (const proof of proofs.filter(({ slug }) => slug === rule.slug)) console.log(`    ${proof.file}:${proof.line}  ${proof.title}`)
  }
  fs.mkdirSync(path.dirname(document), { recursive: true })
  fs.writeFileSync(document, current)
}
for (const fault of faults) console.error(fault)
console.log(`${rules.length} rules, ${proofs.length} titles that name one, ${faults.length} faults`)
process.exitCode = faults.length > 0 ? 1 : 0
