import type { PrinterColumn } from './printer-columns.ts'
import type { PrinterView } from './printer-views.api.ts'

/** The views that every printer list has. They can be copied, not edited. */

const view = (id: string, name: string, columns: PrinterColumn[], change: Partial<PrinterView> = {}): PrinterView => ({
  id,
  name,
  columns,
  sort: 'ipAddress',
  direction: 'asc',
  filter: {},
  shared: true,
  kind: 'system',
  owner: null,
  version: 1,
  ...change,
})

const IDENTITY = ['ipAddress', 'manufacturer', 'model', 'serialNumber'] as const

/** @rule printers/system-views  Standard, Managed, Counters and Supplies can be copied, not edited. */
export const SYSTEM_VIEWS: readonly PrinterView[] = [
  view('standard', 'Standard', [...IDENTITY, 'management', 'communication', 'lifetimePageCount', 'lowestSupplyPercent', 'contact']),
  view('managed', 'Managed', [...IDENTITY, 'management', 'contact', 'communication', 'lowestSupplyPercent', 'lastReadAt'], {
    filter: { management: ['managed', 'pending'] },
  }),
  view(
    'counters',
    'Counters',
    [...IDENTITY, 'location', 'lifetimePageCount', 'monoPageCount', 'colorPageCount', 'lifetimePageCountReadAt', 'lastReadAt'],
    {
      sort: 'lifetimePageCount',
      direction: 'desc',
    },
  ),
  view('supplies', 'Supplies', [...IDENTITY, 'location', 'daysLeft', 'lowestSupplyPercent', 'worstAlert', 'contact', 'lastReadAt'], {
    sort: 'lowestSupplyPercent',
  }),
]

/** The view that the list opens with until a person chooses another. */
export const STANDARD_VIEW = 'standard'
