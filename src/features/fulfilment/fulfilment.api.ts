import { z } from 'zod'
import { inOrganization, instant, int32, operation, pageOf, paging, supplierOperation } from '../contract.ts'
import { OrderAddress } from '../orders/orders.api.ts'
import { refusals } from '../problems.ts'
import { ConfirmationNotice, DeliveryNotice, NoticeOutcome, ShipmentNotice } from './notices.ts'
import { CHANNEL_NAMES, CHANNELS, type Channel } from './suppliers.ts'

const country = z.string().regex(/^[A-Z]{2}$/, 'Use the two-letter code of the country, such as DE.')

const common = {
  name: z.string().trim().min(1, 'Name the supplier.').max(128),
  manufacturers: z.array(z.string().trim().min(1).max(128)).max(100).describe('empty: every maker'),
  countries: z.array(country).max(250).describe('empty: addresses in every country'),
  priority: z.number().int().min(0).max(1000).describe('the first that fits gets the line'),
  offersExpress: z.boolean(),
  active: z.boolean(),
  secret: z
    .string()
    .max(500)
    .nullable()
    .optional()
    .describe('absent: leave it as it is. A webhook signs with it, cXML sends and expects it as the shared secret'),
}
const channelForm = <C extends Channel>(channel: C) =>
  z.object({ ...common, channel: z.literal(channel), settings: CHANNELS[channel].settings as (typeof CHANNELS)[C]['settings'] })

export const SupplierForm = z.discriminatedUnion('channel', [
  channelForm('email'),
  channelForm('webhook'),
  channelForm('folder'),
  channelForm('pull'),
  channelForm('cxml'),
])

export const Supplier = z.object({
  id: z.uuid(),
  name: z.string(),
  channel: z.enum(CHANNEL_NAMES),
  settings: z.record(z.string(), z.string()),
  manufacturers: z.array(z.string()),
  countries: z.array(z.string()),
  priority: z.number().int(),
  offersExpress: z.boolean(),
  active: z.boolean(),
  hasSecret: z.boolean(),
  hasToken: z.boolean().describe('whether the supplier can send requests'),
  version: int32.describe('send it back with an edit'),
  waiting: z.number().int().describe('messages that it does not have yet'),
  trouble: z.string().nullable().describe('why the oldest of them did not reach it'),
})

export const DISPATCH_STATES = {
  unrouted: 'No supplier fits',
  waiting: 'Waiting',
  sent: 'Sent',
  accepted: 'Accepted by the supplier',
  withdrawn: 'Withdrawn before it was sent',
} as const
const dispatchState = z.enum(Object.keys(DISPATCH_STATES) as [keyof typeof DISPATCH_STATES, ...(keyof typeof DISPATCH_STATES)[]])

export const Dispatch = z.object({
  organizationId: z.uuid(),
  organization: z.string(),
  id: z.uuid(),
  orderId: z.uuid(),
  code: z.string(),
  supplier: z.string().nullable(),
  state: dispatchState,
  lines: z.number().int(),
  attempts: z.number().int(),
  trouble: z.string().nullable(),
  reference: z.string().nullable().describe('the number that the supplier gave it'),
  createdAt: instant,
  sentAt: instant.nullable(),
  nextAttemptAt: instant.nullable(),
})

export const Shipment = z.object({
  id: z.uuid(),
  supplier: z.string().nullable(),
  reference: z.string(),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  shippedOn: z.iso.date(),
  expectedOn: z.iso.date().nullable(),
  lineIds: z.array(z.uuid()),
})

/** An order as a supplier reads it. */
export const SupplierOrder = z.object({
  messageId: z.uuid().describe('acknowledge it by this id'),
  order: z.string().describe('the code to use in reports'),
  orderedOn: z.iso.date(),
  express: z.boolean(),
  shipTo: OrderAddress,
  lines: z.array(
    z.object({
      line: z.number().int(),
      manufacturer: z.string(),
      part: z.string(),
      name: z.string(),
      quantity: z.number().int(),
      serialNumber: z.string().nullable(),
    }),
  ),
})

const tags = ['Suppliers']
const provider = operation('operate the program')
const supplier = { ...inOrganization, supplierId: z.uuid() }
const outcomes = z.object({ outcomes: z.array(NoticeOutcome) })
const path = '/organizations/{organizationId}/operations/suppliers'

export const fulfilmentContract = {
  listSuppliers: provider
    .route({ method: 'GET', path, summary: 'Suppliers, with what waits for them (provider)', tags })
    .input(z.object(inOrganization))
    .output(z.object({ items: z.array(Supplier) })),
  createSupplier: provider
    .route({ method: 'POST', path, successStatus: 201, summary: 'Create a supplier (provider)', tags })
    .errors(refusals('name-in-use', 'secret-missing'))
    .input(z.object({ ...inOrganization, supplier: SupplierForm }))
    .output(Supplier),
  updateSupplier: provider
    .route({ method: 'PUT', path: `${path}/{supplierId}`, summary: 'Change a supplier (provider)', tags })
    .errors(refusals('name-in-use', 'secret-missing', 'edited-by-another'))
    .input(z.object({ ...supplier, version: int32, supplier: SupplierForm }))
    .output(Supplier),
  createSupplierToken: provider
    .route({
      method: 'POST',
      path: `${path}/{supplierId}/tokens`,
      successStatus: 201,
      summary: 'Create the token with which a supplier sends requests; a former one ends (provider)',
      tags,
    })
    .input(z.object(supplier))
    .output(z.object({ token: z.string().describe('shown once') })),
  listDispatches: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/dispatches',
      summary: 'What suppliers were sent, newest first (provider)',
      tags,
    })
    .input(
      z.object({
        ...inOrganization,
        state: dispatchState.optional(),
        supplierId: z.uuid().optional(),
        orderId: z.uuid().optional(),
        ...paging,
      }),
    )
    .output(pageOf(Dispatch)),
  retryDispatch: provider
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/dispatches/{dispatchId}/attempts',
      successStatus: 202,
      summary: 'Send a waiting message now (provider)',
      tags,
    })
    .input(z.object({ ...inOrganization, dispatchId: z.uuid() }))
    .output(Dispatch),
  importReport: provider
    .route({
      method: 'POST',
      path: `${path}/{supplierId}/reports`,
      summary: 'Import a CSV file in which a supplier confirms, ships or delivers (provider)',
      tags,
    })
    .errors(refusals('report-not-readable'))
    .input(z.object({ ...supplier, csv: z.string().max(1_000_000) }))
    .output(z.object({ rows: z.array(NoticeOutcome.extend({ order: z.string() })) })),
  listShipments: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/orders/{orderId}/shipments',
      summary: 'The parcels of an order',
      tags: ['Supply orders'],
    })
    .input(z.object({ ...inOrganization, orderId: z.uuid() }))
    .output(z.object({ items: z.array(Shipment) })),
  supplier: {
    listOrders: supplierOperation
      .route({ method: 'GET', path: '/supplier/orders', summary: 'Orders for this supplier, oldest first', tags: ['For suppliers'] })
      .input(
        z.object({
          state: z.enum(['ordered', 'all']).default('ordered').describe('ordered: those that you have not acknowledged'),
          ...paging,
        }),
      )
      .output(pageOf(SupplierOrder)),
    acknowledge: supplierOperation
      .route({
        method: 'POST',
        path: '/supplier/acknowledgements',
        summary: 'Acknowledge orders: they are not listed as ordered any more',
        tags: ['For suppliers'],
      })
      .input(z.object({ messageIds: z.array(z.uuid()).min(1).max(200), reference: z.string().trim().max(200).optional() }))
      .output(z.object({ acknowledged: z.array(z.uuid()), unknown: z.array(z.uuid()) })),
    confirm: supplierOperation
      .route({
        method: 'POST',
        path: '/supplier/confirmations',
        summary: 'Confirm, backorder, substitute or refuse lines',
        tags: ['For suppliers'],
      })
      .errors(refusals('order-not-known', 'key-reused'))
      .input(ConfirmationNotice)
      .output(outcomes),
    ship: supplierOperation
      .route({ method: 'POST', path: '/supplier/shipments', summary: 'Report a parcel', tags: ['For suppliers'] })
      .errors(refusals('order-not-known', 'key-reused'))
      .input(ShipmentNotice)
      .output(outcomes),
    deliver: supplierOperation
      .route({ method: 'POST', path: '/supplier/deliveries', summary: 'Report a delivery', tags: ['For suppliers'] })
      .errors(refusals('order-not-known', 'key-reused'))
      .input(DeliveryNotice)
      .output(outcomes),
  },
}

export type SupplierForm = z.infer<typeof SupplierForm>
export type Supplier = z.infer<typeof Supplier>
export type Dispatch = z.infer<typeof Dispatch>
export type Shipment = z.infer<typeof Shipment>
export type SupplierOrder = z.infer<typeof SupplierOrder>
