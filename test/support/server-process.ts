// The server as a process of its own, to be killed: serves and works on DATABASE_URL until then.
import pino from 'pino'
import { outliveDatabase } from '../../src/server/outlive-database.ts'
import { serve } from '../../src/server/serve.ts'
import { TEST_SECRET } from './test-postgres.ts'

outliveDatabase(pino({ level: 'silent' }))
const { url } = await serve({ databaseUrl: process.env.DATABASE_URL!, secret: TEST_SECRET, port: 0 })
console.log(url)
