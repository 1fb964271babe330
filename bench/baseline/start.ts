// A process that imports the libraries of the server, makes one query, and answers one request with it; then rests until it is asked to end.
import '@hono/node-server'
import '@orpc/contract'
import '@orpc/openapi'
import '@orpc/openapi/node'
import '@orpc/server'
import '@orpc/server/node'
import '@orpc/zod/zod4'
import '@better-auth/utils/password'
import 'graphile-worker'
import 'hono'
import 'kysely'
import 'pino'
import 'semver'
import 'zod'
import 'i18n-iso-countries'
import 'libphonenumber-js/min'
import pg from 'pg'

const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('select 1')
console.log('ready')
process.stdin.resume().on('end', () => process.exit())
