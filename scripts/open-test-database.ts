import { setTimeout as wait } from 'node:timers/promises'
import { runStatement, startTestPostgres, urlOf } from '../test/support/test-postgres.ts'

// Opens what failed tests kept: prints the address of each of their databases and serves them until Ctrl-C.

const postgres = await startTestPostgres()
const kept = await runStatement(postgres.url, `select datname from pg_database where datname like 'test\\_%' order by datname`)
for (const { datname } of kept) console.log(urlOf(postgres.url, `${datname}`))
console.log(kept.length > 0 ? 'open until Ctrl-C' : 'no failed test kept a database')
const asked = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => new Promise((resolve) => process.once(signal, resolve))))
if (kept.length > 0) await Promise.race([asked, wait(2 ** 31 - 1)])
await postgres.stop()
