export interface TestCounts {
  passed: number
  failed: number
  /** What the counts hold beyond failed tests. */
  remarks: string[]
}

interface Report {
  testResults: { name: string; status: string; message?: string; assertionResults: { fullName: string; status: string }[] }[]
}

/**
 * Counts the tests of Vitest's JSON report. A test that is skipped counts as failed, since it proves nothing; so does a file that does not
 * load, a run that ends badly although no test failed, and one in which no test ran.
 */
export function countTests(report: string | undefined, endedWell: boolean): TestCounts {
  if (report === undefined) return { passed: 0, failed: 1, remarks: ['the tests wrote no report'] }
  const files = (JSON.parse(report) as Report).testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const notRun = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'))
  const remarks = [...notRun.map((test) => `did not run: ${test.fullName}`), ...broken.map((file) => `failed as a whole: ${file.name}`)]
  const failed = tests.length - passed + broken.length
  if (failed === 0 && tests.length === 0) return { passed, failed: 1, remarks: ['no test ran'] }
  if (failed === 0 && !endedWell) return { passed, failed: 1, remarks: ['the run ended badly although no test failed'] }
  return { passed, failed, remarks }
}
