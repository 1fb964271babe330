import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const MAIN = path.join(import.meta.dirname, 'main.ts')
const replay = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' })

describe('npm run replay -- lab', () => {
  it('prints the file through which the laboratory calls the rule and the forecast', () => {
    const { stdout, status } = replay('lab', '--adapter')
    expect([status, path.isAbsolute(stdout.trim()), existsSync(stdout.trim())]).toEqual([0, true, true])
  })

  it.each([
    [['lab', '--lab', '/nowhere'], 'There is no laboratory at /nowhere/run.ts'],
    [['lab', 'printers'], '"printers" is not NAME=VALUE'],
    [['lab', '--unknown'], "Unknown option '--unknown'"],
    [['--organization', 'Somebody'], 'State an organization and a rule.'],
    [['--organization', 'Somebody', '--rule', 'level=200'], 'level is a number from 0 to 100'],
    [['unknown'], 'There is no "unknown" to replay'],
  ])('refuses %j with what is wrong', (args, message) => {
    const { stderr, status } = replay(...args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
