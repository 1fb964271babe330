import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { OffThread } from '../src/platform/off-thread.ts'
import { serve } from '../src/server/serve.ts'
import { HOSTILE_FILES } from '../test/support/hostile-files.ts'
import { makeCast } from '../test/support/make.ts'
import { clientOf, type TestServer } from '../test/support/server.ts'
import { openBenchDatabase, SECRET } from './database.ts'
import type * as Uploads from './hostile-upload.ts'
import { type Figure, median } from './measure.ts'

const ROUNDS = 3
const IDLE_MILLISECONDS = 3000

/** How long the server's event loop is kept (p99) while hostile files are uploaded and others work, against others working alone. */
export async function measureHostile(): Promise<Figure> {
  const database = await openBenchDatabase()
  const running = await serve({ databaseUrl: database.serverUrl, secret: SECRET, port: 0 })
  const server: TestServer = {
    ...running,
    database,
    as: (bearer) => clientOf(running.url, bearer),
  }
  const cast = await makeCast(server)
  // Whoever uploads is elsewhere: what sending costs is not the server's.
  const sender = new OffThread<typeof Uploads>(new URL('./hostile-upload.ts', import.meta.url), { milliseconds: 60_000, megabytes: 1024 })
  const url = `${running.url}/api/v1/organizations/${cast.child}/contact-imports`
  const key = cast.keys['partner-fleet']!
  const others = () => cast.stranger.contacts.list({ organizationId: cast.neighbour, limit: 50 })
  const upload = async () => {
    for (let i = 0; i < HOSTILE_FILES.length; i++) await sender.run('sender', 'upload', url, key, i)
  }
  await kept(upload, others)
  const ours: number[] = []
  const idle: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(await kept(() => setTimeout(IDLE_MILLISECONDS), others))
    ours.push(await kept(upload, others))
  }
  await running.stop()
  await database.close()
  return { name: 'hostile', ours: median(ours), baseline: median(idle), unit: 'ms' }
}

/** The p99 of the event loop's delay in milliseconds while something goes on and others ask one page after another. */
async function kept(going: () => Promise<unknown>, others: () => Promise<unknown>): Promise<number> {
  let goes = true
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const over = going().finally(() => {
    goes = false
  })
  while (goes) {
    await others()
    await setTimeout(5)
  }
  await over
  delay.disable()
  return delay.percentile(99) / 1e6
}
