// The least a server does to answer a signed-in person with a page of printers: hono on node:http, one pool of `pg`, a session looked up, and the
// same statement as ours in a transaction under the same settings. The environment has DATABASE_URL; SCOPE, a JSON of the settings of a scope; and
// STATEMENTS, a JSON of text and values.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { createPool } from '../../src/platform/db/database.ts'
import { SET_SCOPE } from '../../src/platform/db/scope-seal.ts'

const pool = createPool(process.env.DATABASE_URL!, { max: 12 })
const settings = JSON.parse(process.env.SCOPE!) as string[]
const [statement] = JSON.parse(process.env.STATEMENTS!) as { text: string; values: unknown[] }[]
const app = new Hono()

app.get('/printers', async (c) => {
  const token = c.req.header('cookie')?.split('=')[1]
  const client = await pool.connect()
  try {
    const session = await client.query({
      name: 'session',
      text: 'select u.id from auth.session s join auth."user" u on u.id = s."userId" where s.token = $1 and s."expiresAt" > now()',
      values: [token],
    })
    if (session.rows.length === 0) return c.json({}, 401)
    await client.query('begin')
    await client.query({
      name: 'scope',
      text: SET_SCOPE,
      values: settings,
    })
    const { rows } = await client.query(statement!)
    await client.query('commit')
    return c.json({ items: rows })
  } finally {
    client.release()
  }
})

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
