import { once } from 'node:events'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast } from './support/make.ts'
import { operations } from './support/operations.ts'
import { startTestServer, type TestServer } from './support/server.ts'

// More than the buffers between two processes of one machine hold.
const PRINTERS = 40_000

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
  await asOwner(
    server,
    `insert into printers (organization_id, identity, registration, serial_number, location)
      select $1, 'many:' || i, 'enrolled', 'MANY' || i, repeat('x', 900) from generate_series(1, $2::int) as i`,
    [cast.child, PRINTERS],
  )
})
afterAll(() => server.stop())

/** Begins an export and reads nothing of it. */
async function begin(who: string) {
  const address = `${server.url.replace('localhost', '127.0.0.1')}/api/v1/organizations/${cast.child}/printers.csv?columns=serialNumber,location`
  const request = http.get(address, { headers: { authorization: `Bearer ${cast.keys[who]}` } })
  request.on('error', () => {})
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return { response, status: response.statusCode, leave: () => request.destroy() }
}

const transactions = async () => {
  const [row] = await asOwner(
    server,
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'mps-express' and xact_start is not null`,
  )
  return row!.n
}

describe('a download', () => {
  it('that is not read holds no transaction, and no more than 2 of a person are answered [printers/slow-readers-hold-nothing] [files/downloads-are-limited]', async () => {
    const mine = [await begin('partner-fleet'), await begin('partner-fleet')]
    expect(mine.map(({ status }) => status)).toEqual([200, 200])
    await expect.poll(transactions, { timeout: 20_000 }).toBe(0)
    expect((await begin('partner-fleet')).status).toBe(429)
    const another = await begin('partner-viewer')
    expect(another.status).toBe(200)
    const lines = Buffer.concat(await another.response.toArray())
      .toString()
      .trimEnd()
      .split('\r\n')
    expect([lines.length, lines[0]]).toEqual([PRINTERS + 1, '\ufeffSerial number,Location'])
    mine[0]!.leave()
    await expect
      .poll(async () => {
        const { status, leave } = await begin('partner-fleet')
        leave()
        return status
      })
      .toBe(200)
    mine[1]!.leave()
  })

  it('may be refused as busy in every operation that gives one', () => {
    for (const { name, output, refusals } of operations.filter(({ path }) => /\.(csv|jsonl)$/.test(path)))
      expect([name, output !== undefined, refusals.busy ?? (name.endsWith('Sample') && 429)]).toEqual([name, true, 429])
  })
})
