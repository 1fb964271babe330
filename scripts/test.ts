import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { countTests } from './count-tests.ts'
import { inParallel, type Outcome, runStep, type Step } from './steps.ts'

// `npm test` runs everything there is to run and ends with `N passed, N failed`: each check counts as one, and each test.
// `npm test -- --only=types,tests` runs some of the steps; `npm test -- src/features/orders` the tests of some files.

const root = path.dirname(import.meta.dirname)
const within = (...parts: string[]) => path.join(root, ...parts)
const script = (name: string, ...args: string[]) => [within('scripts', name), ...args]
const program = (file: string, ...args: string[]) => [within('node_modules', file), ...args]

const checks: Step[] = [
  { name: 'types', args: program('typescript7/bin/tsc', '--noEmit', '-p', root) },
  { name: 'console', args: script('build-console.ts') },
  { name: 'imports', args: script('check-imports.ts') },
  { name: 'unused', args: program('knip/bin/knip.js') },
  { name: 'biome', args: program('@biomejs/biome/bin/biome', 'ci', `--colors=${process.stdout.isTTY ? 'force' : 'off'}`, '.') },
  { name: 'rules', args: script('check-rules.ts', '--check') },
  { name: 'generated', args: script('generate.ts', '--check') },
  { name: 'lockfile', args: script('complete-lock.mjs', '--check') },
  { name: 'browser', args: script('find-browser.ts') },
]

const { values, positionals: paths } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const only = values.only?.split(',')
const wanted = (name: string) => only?.includes(name) ?? true
const started = performance.now()
const outcomes: Outcome[] = []

function show(outcome: Outcome): void {
  const took = `${(outcome.milliseconds / 1000).toFixed(1)} s`
  const counted = outcome.counted ? `, ${outcome.passed} passed, ${outcome.failed} failed` : ''
  console.log(`${outcome.failed > 0 ? 'FAILED' : 'ok    '} ${outcome.step} (${took}${counted})`)
  if (outcome.failed > 0) console.log(outcome.output)
  outcomes.push(outcome)
}

async function runTests(project: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const report = path.join(os.tmpdir(), `mps-express-${project}-${process.pid}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = program('vitest/vitest.mjs', 'run', '--root', root, '--project', project, ...reporters, ...paths)
  const outcome = await runStep({ name: project, args, env })
  const counts = countTests(fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : undefined, outcome.failed === 0)
  fs.rmSync(report, { force: true })
  show({ ...outcome, passed: counts.passed, failed: counts.failed, output: [outcome.output, ...counts.remarks].join('\n'), counted: true })
}

// Paths choose tests: then what looks at the whole project is left out.
const isStory = (file: string) => file.includes('stories')
const someTests = paths.length > 0
const needed = checks.filter(({ name }) => wanted(name) && (!someTests || ['console', 'browser'].includes(name)))
if (!someTests || paths.some(isStory) || only) await inParallel(2, needed, async (step) => show(await runStep(step)))

// The tests have both processors to themselves, and so have the browsers after them.
if (wanted('tests') && !(someTests && paths.every(isStory))) await runTests('tests')
const browser = outcomes.find((outcome) => outcome.step === 'browser' && outcome.failed === 0)?.output.trim()
if (wanted('stories') && (!someTests || paths.some(isStory))) await runTests('stories', { ...(browser && { CHROME_PATH: browser }) })

const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
console.log(`took ${((performance.now() - started) / 60_000).toFixed(1)} minutes`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
