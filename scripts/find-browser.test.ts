import { afterEach, expect, it, vi } from 'vitest'
import { findBrowser } from './find-browser.ts'

afterEach(() => vi.unstubAllEnvs())

it('says so when CHROME_PATH names something that does not run', () => {
  vi.stubEnv('CHROME_PATH', '/nowhere/chrome')
  expect(() => findBrowser()).toThrow('CHROME_PATH names /nowhere/chrome, which does not run')
})

it('takes the browser that CHROME_PATH names', () => {
  vi.stubEnv('CHROME_PATH', process.execPath)
  expect(findBrowser()).toBe(process.execPath)
})
