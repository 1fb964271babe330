import { describe, expect, it } from 'vitest'
import { readReport } from './supplier-report.ts'

const file = (...rows: string[]) =>
  ['Order,Line,Status,Reference,Date,Part,Reason,Carrier,Tracking Number,Tracking Link', ...rows].join('\r\n')

describe('a report of a supplier as CSV', () => {
  it('is read by order, kind and reference', () => {
    const report = readReport(
      file(
        '12-aa,1,Accepted,C1,2026-03-02,,,,,',
        '12-aa,2,backordered,C1,2026-03-20,,,,,',
        '12-aa,3,Substituted,C1,,50F2X00,,,,',
        '12-aa,1,Shipped,S1,2026-03-01,,,DHL,00340,https://track.example/00340',
      ),
    )
    expect(report).toEqual({
      rows: [
        {
          notice: {
            kind: 'confirmation',
            notice: {
              reference: 'C1',
              order: '12-aa',
              lines: [
                { line: 1, outcome: 'accepted', expectedOn: '2026-03-02' },
                { line: 2, outcome: 'backordered', backorderedUntil: '2026-03-20' },
                { line: 3, outcome: 'substituted', part: '50F2X00' },
              ],
            },
          },
          rows: [
            { row: 2, order: '12-aa', line: 1 },
            { row: 3, order: '12-aa', line: 2 },
            { row: 4, order: '12-aa', line: 3 },
          ],
        },
        {
          notice: {
            kind: 'shipment',
            notice: {
              reference: 'S1',
              order: '12-aa',
              shippedOn: '2026-03-01',
              carrier: 'DHL',
              trackingNumber: '00340',
              trackingUrl: 'https://track.example/00340',
              lines: [1],
            },
          },
          rows: [{ row: 5, order: '12-aa', line: 1 }],
        },
      ],
    })
  })

  it.each([
    ['', /no row/],
    ['Order,Line\r\n1,1', /Status, Reference is missing/],
    ['Order,Line,Status,Reference\r\n"1,1', /not CSV/],
    [file(...Array.from({ length: 5001 }, () => '1,1,Accepted,C,,,,,,')), /more than 5000 rows/],
  ])('is refused whole where the file is %j', (text, fault) => {
    expect(readReport(text.slice(0, 500_000))).toEqual({ fault: expect.stringMatching(fault) })
  })

  it.each([
    ['12,1,Lost,C1,,,,,,', /Row 2: Status "Lost"/],
    ['12,one,Accepted,C1,,,,,,', /Row 2: line/],
    ['12,1,Shipped,S1,31.12.2026,,,,,', /Row 2: shippedOn/],
    ['12,1,Shipped,S1,2026-12-31,,,,,javascript:alert(1)', /Row 2: trackingUrl/],
    ['12,1,Accepted,,,,,,,', /Row 2: reference/],
  ])('names the row and what is wrong in %j', (row, fault) => {
    const report = readReport(file(row))
    expect('rows' in report && report.rows[0]).toMatchObject({ fault: expect.stringMatching(fault) })
  })
})
