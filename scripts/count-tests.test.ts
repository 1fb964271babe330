import { expect, it } from 'vitest'
import { countTests } from './count-tests.ts'

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: tests.map((each) => ({ fullName: 'it works', status: each })),
})
const report = (...files: object[]) => JSON.stringify({ testResults: files })

it.each([
  ['all well', report(file('passed', 'passed', 'passed')), true, { passed: 2, failed: 0 }],
  ['one failed', report(file('failed', 'passed', 'failed'), file('passed', 'passed')), false, { passed: 2, failed: 1 }],
  ['one skipped', report(file('passed', 'passed', 'skipped')), true, { passed: 1, failed: 1 }],
  ['a file that does not load', report(file('failed'), file('passed', 'passed')), false, { passed: 1, failed: 1 }],
  ['an error outside every test', report(file('passed', 'passed')), false, { passed: 1, failed: 1 }],
  ['no test at all', report(), true, { passed: 0, failed: 1 }],
  ['no report', undefined, true, { passed: 0, failed: 1 }],
])('counts %s', (_case, text, endedWell, counts) => {
  expect(countTests(text, endedWell)).toMatchObject(counts)
})
