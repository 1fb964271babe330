// Our server in a process of its own, on a database that stands: its memory is that of the server alone.
import { serve } from '../src/server/serve.ts'
import { SECRET } from './database.ts'

const server = await serve({ databaseUrl: process.env.DATABASE_URL!, secret: SECRET, port: 0, worker: process.env.WORKER === 'on' })
console.log(server.url.replace('localhost', '127.0.0.1'))
