import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast } from '../../../test/support/make.ts'
import { idsOf, type OddPrinters, type PrinterQuery, startOddPrinters } from '../../../test/support/odd-printers.ts'
import type { TestServer } from '../../../test/support/server.ts'
import { PRINTER_COLUMN_NAMES, type PrinterColumn } from '../printers/list/printer-columns.ts'
import { MANAGEMENT_LABELS } from '../printers/management.ts'
import type { Printer } from '../printers/printers.api.ts'

let server: TestServer
let cast: Cast
let here: { organizationId: string }
let all: Printer[]
let visit: OddPrinters['visit']

beforeAll(async () => {
  ;({ server, cast, here, visit } = await startOddPrinters())
  all = await visit({ limit: 200 })
})
afterAll(() => server.stop())

describe('an export', () => {
  const read = async (query: PrinterQuery & { columns: PrinterColumn[] }) => {
    const { headers, body } = await cast.fleetViewer.printers.exportCsv({ ...here, ...query })
    expect(headers['content-type']).toMatch(/^text\/csv/)
    const text = await new Response(body as Blob).text()
    return parse(text, { bom: true, relax_column_count: false }) as string[][]
  }

  it('has exactly the rows and columns that are shown, in their order [printers/exports-are-what-is-shown]', async () => {
    const columns: PrinterColumn[] = [
      'serialNumber',
      'ipAddress',
      'tags',
      'registration',
      'management',
      'communication',
      'lowestSupplyPercent',
    ]
    for (const query of [
      { sort: 'model', direction: 'desc' },
      { sort: 'lifetimePageCount', search: 'room_1', manufacturer: ['Maker, 1'] },
      { search: 'nothing like it' },
    ] as PrinterQuery[]) {
      const [heading, ...lines] = await read({ ...query, columns })
      expect(heading).toEqual([
        'Serial number',
        'IP address',
        'Tags',
        'Registration',
        'Lexmark Managed',
        'Communication',
        'Lowest supply level',
      ])
      const shown = await visit(query)
      expect(lines.map(([serialNumber, ipAddress, tags]) => [serialNumber, ipAddress, tags])).toEqual(
        shown.map((p) => [p.serialNumber ?? '', p.ipAddress ?? '', p.tags.join(', ')]),
      )
      expect(lines.map((line) => line[4])).toEqual(shown.map((p) => (p.management ? MANAGEMENT_LABELS[p.management] : '')))
      expect(lines.map((line) => line[5]!.startsWith('Communicating'))).toEqual(shown.map((p) => p.silenceReason === null))
    }
  })

  it('of every column can be had, and of none cannot', async () => {
    const [heading, ...lines] = await read({ columns: [...PRINTER_COLUMN_NAMES] })
    expect([heading!.length, lines.length]).toEqual([PRINTER_COLUMN_NAMES.length, all.length])
    for (const columns of [[], ['nothing'], ['organization']])
      await expect(read({ columns: columns as PrinterColumn[] })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('goes on for the next reader when one leaves in the middle', async () => {
    const address = `${server.url}/api/v1/organizations/${cast.child}/printers.csv?columns=model`
    for (let i = 0; i < 8; i++) {
      const response = await fetch(address, { headers: { authorization: `Bearer ${cast.keys['partner-viewer']}` } })
      await response.body!.cancel()
    }
    await expect.poll(() => read({ columns: ['model'] }).then((lines) => lines.length, String)).toBe(all.length + 1)
  })
})

describe('selecting', () => {
  it('all N that match freezes exactly those that the list shows, search box and all [printers/selections-are-frozen]', async () => {
    for (const filter of [{}, { search: 'room_1' }, { search: 'SN01', registration: ['enrolled'], communication: ['communicating'] }]) {
      const shown = await visit(filter)
      const selection = await cast.fleetAdministrator.printers.select({ ...here, filter })
      expect(selection.printers).toBe(shown.length)
      const frozen = await asOwner(server, 'select unnest(printer_ids) as id from selection_batches where selection_id = $1', [
        selection.id,
      ])
      expect(frozen.map(({ id }) => id).toSorted()).toEqual(idsOf(shown))
    }
  })

  it('takes single printers or a filter, never both, and no foreign or unenrolled printer [printers/selections-are-frozen]', async () => {
    const select = (choice: object) => cast.fleetAdministrator.printers.select({ ...here, ...choice })
    const one = all[0]!.id
    for (const choice of [{}, { printerIds: [one], filter: {} }])
      await expect(select(choice)).rejects.toMatchObject({ code: 'invalid-input', data: { faults: [{ field: 'printerIds' }] } })
    expect(await select({ printerIds: [one, one] })).toMatchObject({ printers: 1, filter: '' })
    const [gone] = await asOwner(server, `select id from printers where registration = 'unenrolled' limit 1`)
    await expect(select({ printerIds: [] })).rejects.toMatchObject({ code: 'nothing-selected' })
    await expect(select({ printerIds: [String(gone!.id)] })).rejects.toMatchObject({
      code: 'nothing-selected',
      message: 'None of the selected printers is on the list any more.',
    })
    const foreign = cast.stranger.printers.select({ organizationId: cast.neighbour, printerIds: [one] })
    await expect(foreign).rejects.toMatchObject({ code: 'nothing-selected' })
  })

  it('is kept in portions of 1,000 that name each printer once', async () => {
    await asOwner(
      server,
      `insert into printers (organization_id, identity, registration, serial_number) select $1, 'many:' || i, 'enrolled', 'MANY' || i from generate_series(1, 2500) as i`,
      [cast.neighbour],
    )
    const selection = await cast.stranger.printers.select({ organizationId: cast.neighbour, filter: { search: 'many' } })
    const batches = await asOwner(
      server,
      'select batch, cardinality(printer_ids) as n from selection_batches where selection_id = $1 order by batch',
      [selection.id],
    )
    expect(batches).toEqual([
      { batch: 0, n: 1000 },
      { batch: 1, n: 1000 },
      { batch: 2, n: 500 },
    ])
  })
})
