import fs from 'node:fs'
import path from 'node:path'
import pino from 'pino'
import { buildAgentIfStale } from '../../scripts/build-agent.ts'
import { buildConsoleIfStale } from '../../scripts/build-console.ts'
import { renewSetupCode } from '../features/accounts/setup.command.ts'
import { readSettings } from '../features/settings/settings.queries.ts'
import { type Config, readConfig } from '../platform/config.ts'
import { defaultDataDir } from '../platform/db/data-folder.ts'
import { dropPrivileges } from '../platform/db/drop-privileges.ts'
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts'
import { migrate } from '../platform/db/migrate.ts'
import { serverUrlOf } from '../platform/db/server-login.ts'
import { runSample } from '../sample/run-sample.ts'
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS } from '../sample/sample-data.ts'
import { installationSecrets } from './installation.ts'
import { outliveDatabase } from './outlive-database.ts'
import { serve } from './serve.ts'

const say = (line: string) => console.log(line)

/** The database: for the user that the server signs in as, and, where it is known, for the one that owns the tables. */
async function openDatabase(config: Config, dataDir: string, secret: string, onLost: () => void) {
  if (config.databaseUrl) return { url: config.databaseUrl, ownerUrl: config.migrationUrl, stop: async () => {} }
  // It may hold statements, and so what stands in them.
  const log = fs.createWriteStream(path.join(dataDir, 'postgresql.log'), { flags: 'a', mode: 0o600 })
  const { url, stop } = await startEmbeddedPostgres({ dataDir, log: (line) => log.write(`${line}\n`), onUnexpectedEnd: onLost })
  return { url: serverUrlOf(url, secret), ownerUrl: url, stop }
}

async function start(config: Config) {
  const dataDir = path.resolve(config.dataDir ?? defaultDataDir())
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const log = pino({ level: config.logLevel })
  outliveDatabase(log)
  const built = Promise.all([buildConsoleIfStale(say), buildAgentIfStale(say)])
  const secrets = installationSecrets(dataDir)
  const { secret } = secrets
  const database = await openDatabase(config, dataDir, secret, () => {
    console.error(`PostgreSQL stopped unexpectedly. Its log is ${path.join(dataDir, 'postgresql.log')}. Start again.`)
    process.exit(1)
  })
  const stops = [() => database.stop()]
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      for (const each of stops.reverse()) await each()
    })()
    return stopped
  }
  stopOnSignals(stop)
  try {
    if (database.ownerUrl) await migrate({ ownerUrl: database.ownerUrl, serverUrl: database.url, secret })
    await built
    const sample = { password: SAMPLE_PASSWORD, people: SAMPLE_SIGN_INS }
    goOnWithoutRoot(dataDir)
    const server = await serve({ ...config, ...secrets, databaseUrl: database.url, dataDir, log, sample })
    stops.push(() => server.stop())
    const { isSample, setupNeeded } = await readSettings(server.services.db)
    if (isSample || (config.sample && setupNeeded)) {
      const running = await runSample(server.services, server.url, dataDir, say)
      stops.push(() => running.stop())
      say(`Sample people sign in with the password ${SAMPLE_PASSWORD}:`)
      for (const { email, role } of SAMPLE_SIGN_INS) say(`  ${email.padEnd(40)} ${role}`)
    }
    const code = await renewSetupCode(server.services.db)
    if (code) say(`The first visit creates the provider's first administrator with this one-time code: ${code}`)
    say(`MPS Express answers at ${server.url}`)
  } catch (error) {
    await stop()
    throw error
  }
}

// What is read while it runs: the program, the libraries, the console and the description of the API.
const NEEDED = ['package.json', 'openapi.json', 'src/server/start.ts', 'node_modules/hono/package.json', 'dist/console/index.html']
const CHECKOUT = path.resolve(import.meta.dirname, '../..')

function goOnWithoutRoot(dataDir: string) {
  const needed = NEEDED.map((file) => path.join(CHECKOUT, file))
  const why = dropPrivileges(dataDir, needed, say)
  if (why) console.error(`The server keeps running as root. ${why}`)
}

function stopOnSignals(stop: () => Promise<void>) {
  let stopping = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(1)
      stopping = true
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
}

try {
  await start(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
