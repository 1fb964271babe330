import pino from 'pino'
import { receiveReport } from '../src/features/agents/reports/receive-report.command.ts'
import { makeScope } from '../src/platform/make-scope.ts'
import { reading, supply } from '../test/support/make.ts'
import { insertReadings } from './baseline/readings.ts'
import type { Figure } from './measure.ts'
import { type PrinterBench, turns } from './printers-parts.ts'

const REPORT = 500

interface Known {
  id: string
  maker: string
  model: string
  serial: string
  address: string
  host: string
  location: string
  firmware: string
  description: string
  mac: string
}

/** What an agent of the large organization reports of some of its printers: readings with four supplies, of which something has changed each time. */
export async function reportsOf(bench: PrinterBench) {
  const { rows: agents } = await bench.owner.query<{ id: string }>(
    'select id from agents where organization_id = $1 order by name limit 1',
    [bench.big.id],
  )
  const agentId = agents[0]!.id
  const { rows: printers } = await bench.owner.query<Known>(
    `select id, manufacturer as maker, model, serial_number as serial, address, host_name as host, location, firmware, description, mac_address as mac
      from printers where organization_id = $1 and agent_id = $2 and registration = 'enrolled' order by id limit $3`,
    [bench.big.id, agentId, REPORT],
  )
  await bench.owner.query('update agents set delivered_through = 0 where id = $1', [agentId])
  let reported = 0
  let sequence = 0
  const scope = makeScope({ organizationId: bench.big.id, actor: { kind: 'agent', id: agentId, name: 'bench' } })
  const next = () => {
    reported++
    return printers.map((printer, i) => ({
      id: printer.id,
      address: printer.address,
      reading: reading({
        manufacturer: printer.maker,
        model: printer.model,
        serialNumber: printer.serial,
        macAddress: printer.mac,
        hostName: printer.host,
        location: printer.location,
        firmware: printer.firmware,
        description: printer.description,
        lifetimePageCount: 1_000_000 + reported,
        monoPageCount: 500_000 + reported,
        supplies: [1, 2, 3, 4].map((n) => {
          const percent = (n * 20 + reported + i) % 100
          return supply({ index: `1.${n}`, name: `Toner ${n}`, level: percent, percent })
        }),
      }),
    }))
  }
  const items = (list: ReturnType<typeof next>, at = new Date().toISOString()) =>
    list.map(({ address, reading: found }) => ({ sequence: ++sequence, kind: 'reading', address, at, reading: found }))
  return { scope, agentId, next, items }
}

/**
 * A report of 500 readings as the server receives it, every item checked, against inserting the 500 from `unnest`: whole ones, as an agent sends them once
 * a day, and what has changed since, as it sends them otherwise.
 */
export async function ingest(bench: PrinterBench): Promise<Figure[]> {
  const { scope, agentId, next, items } = await reportsOf(bench)
  const log = pino({ level: 'silent' })
  const client = await bench.owner.connect()
  const receive = async (report: { sequence: number }[]) => {
    const { setAside, wholeWanted = [] } = await receiveReport(bench.db, scope, agentId, { items: report, compares: true }, log)
    if (setAside.length + wholeWanted.length > 0) throw new Error(JSON.stringify({ setAside, wholeWanted }))
  }
  const baseline = () => insertReadings(client, bench.big.id, new Date().toISOString(), next())
  const whole = await turns(
    `ingest: a report of ${REPORT} whole readings against inserting them from unnest`,
    30,
    () => receive(items(next())),
    baseline,
  )
  const known = items(next())
  await receive(known)
  const changed = () =>
    items(next()).map(({ reading: { lifetimePageCount, monoPageCount, supplies }, ...item }, i) => ({
      ...item,
      kind: 'reading-changes',
      basis: known[i]!.sequence,
      changes: { lifetimePageCount, monoPageCount, supplies },
    }))
  const changes = await turns(
    `ingest: a report of what changed in ${REPORT} against inserting them from unnest`,
    30,
    () => receive(changed()),
    baseline,
  )
  client.release()
  return [whole, changes]
}
