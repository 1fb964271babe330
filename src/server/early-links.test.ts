import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { earlyLinks } from './early-links.ts'

describe('what is asked for with the document', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'mps-console-'))
    mkdirSync(path.join(folder, '.vite'))
    const chunks = {
      'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_shared.js'] },
      '_shared.js': { file: 'assets/shared.js' },
      '_table.js': { file: 'assets/table.js', imports: ['_shared.js'] },
      'printers/console/PrinterList.tsx': { file: 'assets/PrinterList.js', imports: ['index.html', '_table.js'] },
    }
    writeFileSync(path.join(folder, '.vite/manifest.json'), JSON.stringify(chunks))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are the parts of the printer list that the document does not name, and its rows', () => {
    const links = earlyLinks(folder, '/fleet/an-id/printers', '')?.split(', ')
    expect(links?.filter((link) => link.includes('modulepreload')).sort()).toEqual([
      '</assets/PrinterList.js>; rel=modulepreload; crossorigin',
      '</assets/table.js>; rel=modulepreload; crossorigin',
    ])
    expect(links).toContain(
      '</api/v1/organizations/an-id/printers?direction=asc&limit=50&sort=ipAddress>; rel=preload; as=fetch; crossorigin',
    )
  })

  it('are not the first rows where the address asks for others', () => {
    expect(earlyLinks(folder, '/fleet/an-id/printers', '?sort=model')).not.toContain('/printers?')
  })

  it('is nothing for other pages, and for addresses that nobody writes by hand', () => {
    expect(earlyLinks(folder, '/fleet/an-id/tasks', '')).toBeUndefined()
    expect(earlyLinks(folder, '/fleet/a>b/printers', '')).toBeUndefined()
  })

  it('is the data alone where the console was not built', () => {
    expect(earlyLinks(path.join(folder, 'nowhere'), '/fleet/an-id/printers', '')).not.toContain('modulepreload')
  })
})
