// The morning's orders as a process of its own, to be killed: makes them on DATABASE_URL for the instant NOW, and says when it begins and when it is done.
import { runMorning } from '../../src/features/orders/morning/morning.job.ts'
import { serve } from '../../src/server/serve.ts'
import { TEST_SECRET } from './test-postgres.ts'

const server = await serve({ databaseUrl: process.env.DATABASE_URL!, secret: TEST_SECRET, port: 0, worker: false })
console.log('begins')
await runMorning(server.services.db, new Date(process.env.NOW!))
console.log('done')
await server.stop()
