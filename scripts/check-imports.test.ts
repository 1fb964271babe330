import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkImports } from './check-imports.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true })
})

function project(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'imports-')))
  folders.push(folder)
  const packages = ['pg', 'kysely', 'react', 'hono'].map((name) => [`node_modules/${name}/index.js`, 'export default 1'])
  for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...Object.fromEntries(packages), ...files })) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text as string)
  }
  return folder
}

const plain = 'export const one = 1\n'

// Each a way to break one rule: the file that does it, its import, what else must stand there.
const breaches: [rule: string, file: string, imported: string, between?: Record<string, string>][] = [
  ['plain-names-are-pure', 'src/features/orders/when.ts', './orders.queries.ts'],
  ['plain-names-take-only-types-of-contracts', 'src/features/orders/when.ts', './orders.api.ts'],
  ['contacts-know-no-printers', 'src/features/contacts/contacts.queries.ts', '../printers/printers.queries.ts'],
  ['the-task-engine-knows-no-kind', 'src/features/tasks/change-task.command.ts', '../program/add-printers.command.ts'],
  ['scopes-are-made-at-entry-points', 'src/features/orders/order.command.ts', '../../platform/make-scope.ts'],
  ['plain-names-are-pure', 'src/features/orders/when.ts', 'kysely'],
  ['plain-names-are-pure', 'src/features/orders/when.ts', '../../platform/db/pool.ts'],
  ['plain-names-are-pure-of-the-system', 'src/features/orders/when.ts', 'node:fs'],
  ['stores-are-private', 'src/features/orders/order.command.ts', '../tasks/tasks.store.ts'],
  ['stores-are-private-to-features', 'src/server/main.ts', '../features/tasks/tasks.store.ts'],
  ['the-console-is-a-client', 'src/features/orders/console/Orders.tsx', '../orders.queries.ts'],
  [
    'the-console-is-a-client',
    'src/console/main.tsx',
    './shell.ts',
    { 'src/console/shell.ts': `import '../platform/db/pool.ts'`, 'src/platform/db/pool.ts': plain },
  ],
  ['nothing-imports-the-console', 'src/features/orders/console/Orders.tsx', '../../../console/links.ts'],
  ['the-agent-travels-light', 'src/agent/main.ts', './sweep.ts', { 'src/agent/sweep.ts': `import pg from 'pg'\nexport default pg` }],
  ['the-agent-travels-light', 'src/agent/main.ts', 'hono'],
  ['platform-knows-no-feature', 'src/platform/clock.ts', '../features/orders/when.ts'],
  ['routes-have-no-sql', 'src/features/orders/orders.routes.ts', 'kysely'],
  ['routes-have-no-sql', 'src/features/orders/orders.routes.ts', './orders.store.ts'],
  ['queries-only-read', 'src/features/orders/orders.queries.ts', './orders.store.ts'],
  ['commands-have-no-sql', 'src/features/orders/order.command.ts', 'kysely'],
  ['commands-know-no-http', 'src/features/orders/order.command.ts', 'hono'],
  [
    'no-cycles',
    'src/features/orders/a.ts',
    './b.ts',
    { 'src/features/orders/b.ts': `import { two } from './a.ts'\nexport const one = two` },
  ],
  ['no-missing', 'src/server/main.ts', './nowhere.ts', { 'src/server/nowhere.ts': '' }],
]

describe('the import rules', () => {
  it.each(breaches)('%s: %s must not import %s', async (rule, file, imported, between = {}) => {
    const target = path.join(path.dirname(file), imported)
    const others = imported.startsWith('.') ? { [target]: plain, ...between } : between
    if (rule === 'no-missing') delete others[target]
    const folder = project({ ...others, [file]: `import { one } from '${imported}'\nexport const two = one\n` })
    expect((await checkImports(folder)).broken).toContain(rule)
  })

  it('counts imports of types: a plain file takes them from a contract, from nothing that touches the system, and never in a circle', async () => {
    const contract = {
      'src/features/orders/orders.api.ts': 'export type One = 1',
      'src/features/orders/orders.store.ts': 'export type One = 1',
    }
    const circle = `import type { Two } from './two.ts'\nexport type One = Two`
    const of = async (text: string) =>
      (
        await checkImports(
          project({ ...contract, 'src/features/orders/when.ts': text, 'src/features/orders/two.ts': `export type Two = 1` }),
        )
      ).broken
    expect(await of(`import type { One } from './orders.api.ts'\nexport const one: One = 1`)).toEqual([])
    expect(await of(`import type { One } from './orders.store.ts'\nexport const one: One = 1`)).toContain('plain-names-are-pure')
    const back = {
      'src/features/orders/when.ts': circle,
      'src/features/orders/two.ts': `import type { One } from './when.ts'\nexport type Two = One`,
    }
    expect((await checkImports(project(back))).broken).toContain('no-cycles')
  })

  it('lets a feature be written as it should be', async () => {
    const folder = project({
      'src/features/orders/when.ts': plain,
      'src/features/orders/orders.api.ts': `export { one } from './when.ts'`,
      'src/features/orders/orders.store.ts': `import { sql } from 'kysely'\nexport const store = sql`,
      'src/features/orders/order.command.ts': `import { one } from './when.ts'\nimport { store } from './orders.store.ts'\nexport const order = [one, store]`,
      'src/features/orders/orders.routes.ts': `import { order } from './order.command.ts'\nexport const routes = order`,
      'src/features/orders/console/Orders.tsx': `import { one } from '../orders.api.ts'\nimport React from 'react'\nexport const page = [one, React]`,
    })
    const { broken, modules } = await checkImports(folder)
    expect(broken).toEqual([])
    expect(modules).toBeGreaterThan(5)
  })
})
