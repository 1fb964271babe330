import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageBytes } from './bundle-size.ts'
import { LEFT_OUT } from './lean-console.ts'

describe('the console', () => {
  it('loads at most 250 KB of compressed JavaScript for the printer list', { timeout: 120_000 }, async () => {
    expect(await pageBytes('PrinterList')).toBeLessThanOrEqual(250_000)
  })

  it('leaves out parts of the design system that are still where they were', () => {
    const design = path.join(path.dirname(import.meta.dirname), 'node_modules/@cloudscape-design/components')
    for (const part of Object.keys(LEFT_OUT)) expect(fs.existsSync(path.join(design, part)), part).toBe(true)
  })
})
