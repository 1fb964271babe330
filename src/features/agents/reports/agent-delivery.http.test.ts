import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from '../../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../../test/support/server.ts'
import { PORT, SUBNET, startPrinters } from '../../../../test/support/simulated-network.ts'
import { type Agent, startAgent } from '../../../agent/agent.ts'
import type { Server as AgentServer } from '../../../agent/delivery/server-client.ts'
import type { Simulator } from '../../../simulator/simulator.ts'

// The agent itself and the server itself: what goes over the wire, and what the list then shows.

const PRINTERS = 40
const MODELS = ['MS622de', 'CX725de', 'IM C3000', 'MX-3061']
const MOST_OCTETS = 3000

let server: TestServer
let cast: Cast
let printers: Simulator
let wire: Wire
let agent: Agent
let folder: string
let agentId: string
/** what the agent sent, by kind of item, report by report */
const sent: string[][] = []

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  const fleet = Array.from({ length: PRINTERS }, (_, i) => ({ host: i + 1, model: MODELS[i % MODELS.length]! }))
  // Counters and levels change from reading to reading.
  printers = await startPrinters(fleet, { speed: 7200 })
  wire = await tap(new URL(server.url).port)
  folder = mkdtempSync(join(tmpdir(), 'delivery-'))
  const organizationId = cast.child
  const { id: profileId } = await cast.fleetAdministrator.agents.createProfile({
    organizationId,
    profile: { name: 'P', version: 'v2c', community: 'public', port: PORT },
  })
  const include = [{ entry: `${SUBNET}.1-${SUBNET}.${PRINTERS}`, profileId }]
  const made = await cast.fleetAdministrator.agents.create({ organizationId, name: 'Wire', include, exclude: [], packetsPerSecond: 5000 })
  agentId = made.id
  await asOwner(server, 'update agents set heartbeat_seconds = 0.2, read_seconds = 1 where id = $1', [agentId])
  const { code } = await cast.fleetAdministrator.agents.createActivationCode({ organizationId, agentId })
  agent = await startAgent({ server: wire.url, data: folder, code, log: () => {}, gatherMilliseconds: 700, watch: noting })
})
afterAll(async () => {
  await agent?.stop()
  await wire?.close()
  await printers?.stop()
  await server?.stop()
  if (folder) rmSync(folder, { recursive: true })
})

const count = (kind: string) => sent.flat().filter((each) => each === kind).length
const listed = async () => (await cast.fleetAdministrator.printers.list({ organizationId: cast.child, limit: 200 })).items

it('sends each printer whole once and then what has changed, packed; never more than 3 KB a printer and reading, heartbeats and headers included [agents/only-what-changed] [agents/changes-belong-to-a-reading]', async () => {
  await expect.poll(() => count('reading'), { timeout: 20_000 }).toBe(PRINTERS)
  const whole = wire.octets() / PRINTERS
  await expect.poll(async () => (await listed()).length).toBe(PRINTERS)
  const [before, reported] = [wire.octets(), count('reading-changes')]
  await expect.poll(() => count('reading-changes') - reported, { timeout: 20_000 }).toBeGreaterThanOrEqual(PRINTERS)
  const changes = (wire.octets() - before) / (count('reading-changes') - reported)
  expect(count('reading')).toBe(PRINTERS)
  expect(whole).toBeLessThan(MOST_OCTETS / 5)
  expect(changes).toBeLessThan(MOST_OCTETS / 5)
})

it('sends the whole again where the server has lost what was reported, as from an older backup, and goes on [agents/changes-belong-to-a-reading]', async () => {
  const before = count('reading')
  await asOwner(server, 'delete from told_readings where agent_id = $1', [agentId])
  await expect.poll(() => count('reading') - before, { timeout: 20_000 }).toBeGreaterThanOrEqual(PRINTERS)
  const reported = count('reading-changes')
  await expect.poll(() => count('reading-changes') - reported, { timeout: 20_000 }).toBeGreaterThan(PRINTERS)
  expect((await listed()).every(({ communication }) => communication === 'communicating')).toBe(true)
})

const noting = (to: AgentServer): AgentServer =>
  new Proxy(to, {
    get: (target, name) =>
      name === 'report'
        ? async (...[input, ...rest]: Parameters<AgentServer['report']>) => {
            const answer = await target.report(input, ...rest)
            sent.push(input.items.map(({ kind }) => String(kind)))
            return answer
          }
        : Reflect.get(target, name),
  })

interface Wire {
  url: string
  /** everything in both directions so far */
  octets(): number
  close(): Promise<void>
}

/** A way to the server that counts. */
async function tap(port: string): Promise<Wire> {
  let octets = 0
  const open = new Set<Socket>()
  const relay: Server = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (data) => {
        octets += data.length
        to.write(data)
      })
      from.on('error', () => to.destroy()).on('close', () => to.destroy())
    }
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  relay.listen(0, '127.0.0.1', resolve)
  await promise
  const address = relay.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    octets: () => octets,
    close: async () => {
      for (const socket of open) socket.destroy()
      const closed = Promise.withResolvers<void>()
      relay.close(() => closed.resolve())
      await closed.promise
    },
  }
}
