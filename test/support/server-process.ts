// The server as a process of its own, to be killed: serves and works on DATABASE_URL until then.
import { serve } from '../../src/server/serve.ts'

const { url } = await serve({ databaseUrl: process.env.DATABASE_URL!, secret: 'a secret for tests, 32 characters', port: 0 })
console.log(url)
