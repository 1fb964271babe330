import { z } from 'zod'
import { idempotencyKey, inOrganization, instant, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { NEED_NAMES } from './attention.ts'
import { linksContract } from './links/links.api.ts'
import { ACTOR_KIND_NAMES, APPROVAL_NAMES, ENDING_NAMES, HOLD_NAMES, ORDER_ACT_NAMES, ORDER_STATE_NAMES } from './order-states.ts'
import { orderRulesContract } from './rules/order-rules.api.ts'
import { shelfContract } from './shelf/shelf.api.ts'
import { SITUATION_NAMES } from './situations.ts'

const state = z.enum(ORDER_STATE_NAMES)
const day = z.iso.date()

/** The delivery contact as it was when ordered. */
export const OrderAddress = z.object({
  firstName: z.string(),
  lastName: z.string(),
  businessName: z.string().nullable(),
  email: z.string(),
  countryCode: z.string(),
  phoneNumber: z.string(),
  addressLine1: z.string(),
  addressLine2: z.string().nullable(),
  city: z.string(),
  state: z.string().nullable(),
  postalCode: z.string().nullable(),
  country: z.string(),
})

export const OrderLine = z.object({
  id: z.uuid(),
  orderId: z.uuid(),
  printerId: z.uuid(),
  serialNumber: z.string().nullable(),
  model: z.string().nullable(),
  supply: z.string().describe('which supply of the printer'),
  name: z.string(),
  kind: z.string(),
  color: z.string().nullable(),
  state,
  approval: z.enum(APPROVAL_NAMES).describe('whose approval a proposed line waits for'),
  hold: z.enum(HOLD_NAMES).nullable(),
  ending: z.enum(ENDING_NAMES).nullable().describe('why a canceled line ended'),
  manufacturer: z.string().nullable(),
  part: z.string().nullable(),
  substitutedFor: z.string().nullable().describe('the part that was ordered, where the supplier sends another'),
  priceCents: z.number().int().nullable(),
  currency: z.string().nullable(),
  reason: z.string().describe('one sentence: why it was ordered, or why it is held'),
  rule: z.string().describe('the rule that decided'),
  express: z.boolean().describe('the printer has run out: goes ahead of everything'),
  orderedAt: instant.nullable(),
  expectedOn: day.nullable(),
  confirmedAt: instant.nullable(),
  backorderedUntil: day.nullable(),
  deliveredAt: instant.nullable(),
  installedAt: instant.nullable(),
  changedAt: instant,
  acts: z.array(z.enum(ORDER_ACT_NAMES)).describe('what the reader may do to it now'),
})

export const OrderLineEvent = z.object({
  id: z.string(),
  lineId: z.uuid(),
  at: instant,
  act: z.string(),
  from: state.nullable(),
  to: state,
  byKind: z.enum(ACTOR_KIND_NAMES),
  by: z.string().describe('the person, the rule, the supplier or what was read'),
  reason: z.string(),
  details: z.record(z.string(), z.unknown()).nullable(),
})

export const Order = z.object({
  organizationId: z.uuid(),
  organization: z.string(),
  id: z.uuid(),
  number: z.string().describe('as people name it'),
  state: state.describe("the least advanced line's"),
  express: z.boolean(),
  contactId: z.uuid(),
  address: OrderAddress,
  lines: z.number().int(),
  parts: z.array(z.string()).describe('what is in it, in short: the names of its lines'),
  attention: z.string().nullable().describe('what needs a person, in one sentence'),
  createdAt: instant,
  createdBy: z.string(),
})

/** One order's story. */
export const OrderDetails = Order.extend({ orderLines: z.array(OrderLine), events: z.array(OrderLineEvent).describe('oldest first') })

/** What needs a person today, and what is under way: counts of lines. */
export const OrderCounts = z.object({
  states: z.record(state, z.number().int()).describe('open lines by state; what ended is not counted'),
  held: z.number().int(),
  awaitingApproval: z.number().int(),
  lost: z.number().int(),
  overdue: z.number().int().describe('expected by a day that is past'),
  bounced: z.number().int().describe('held because nothing can be delivered to the address'),
})

export const LineOutcomes = z.object({
  done: z.number().int(),
  outcomes: z.array(z.object({ lineId: z.uuid(), done: z.boolean(), message: z.string() })),
})

/** What was decided about one supply, and why. */
export const SupplyPlan = z.object({
  supply: z.string(),
  name: z.string(),
  kind: z.string(),
  color: z.string().nullable(),
  part: z.string().nullable().describe('as the printer reports it'),
  cartridge: z.object({ id: z.uuid(), manufacturer: z.string(), part: z.string(), yieldPages: z.number().int().nullable() }).nullable(),
  forecast: z
    .object({
      endsFrom: day,
      endsTo: day.describe('earlier and later than this interval each come true once in ten'),
      words: z.string().describe('the days left, as a page shows them'),
      basis: z.string().describe('what it rests on, in one sentence'),
      percent: z.number().describe('left, as estimated'),
      pagesPerWeekday: z.number(),
    })
    .nullable(),
  decision: z.enum(['order', 'along', 'wait', 'covered', 'unknown', 'held']),
  sentence: z.string().describe('why it is ordered, waits or is held'),
  dueOn: day.nullable().describe('the working day on which it is planned to be ordered'),
  rule: z.string(),
  onTheWay: z.array(z.object({ orderId: z.uuid(), number: z.string(), state, expectedOn: day.nullable() })),
  shelf: z.number().int().describe('cartridges of this kind on the shelf of the address'),
})

export const PrinterPlan = z.object({
  printerId: z.uuid(),
  decidedAt: instant.nullable(),
  managed: z.boolean().describe('supplies are ordered for managed printers only'),
  supplies: z.array(SupplyPlan),
})

export const PlannedPrinter = z.object({
  organizationId: z.uuid(),
  organization: z.string(),
  printerId: z.uuid(),
  serialNumber: z.string().nullable(),
  model: z.string().nullable(),
  contactId: z.uuid().nullable(),
  contact: z.string().nullable(),
  endsFrom: day,
  endsTo: day,
  supplies: z.array(SupplyPlan.omit({ onTheWay: true, shelf: true })),
})

export const RequestOutcome = z.object({
  supply: z.string(),
  name: z.string(),
  answer: z.enum(['on-the-way', 'on-the-shelf', 'planned', 'ordered', 'proposed', 'held']),
  sentence: z.string(),
  expectedOn: day.nullable(),
  orderId: z.uuid().nullable(),
  lineId: z.uuid().nullable(),
})

const printer = { ...inOrganization, printerId: z.uuid() }
const lineActs = z.enum(ORDER_ACT_NAMES)
const stated = z.string().trim().max(1000).optional().describe('why; the acts that need it refuse without')
const filter = {
  state: z
    .array(state)
    .or(state.transform((one) => [one]))
    .optional(),
  attention: z.coerce.boolean().optional().describe('only what needs a person: held, awaiting approval, lost, overdue'),
  need: z.enum(NEED_NAMES).optional().describe('only orders with a line that needs a person for this'),
  contactId: z.uuid().optional(),
  printerId: z.uuid().optional(),
  search: z.string().max(200).optional().describe('an order number, or part of a serial number or part number'),
  ...paging,
}
const tags = ['Supply orders']
const provider = operation('operate the program')

export const ordersContract = {
  ...orderRulesContract,
  ...shelfContract,
  links: linksContract,
  list: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/orders', summary: 'Supply orders, newest first', tags })
    .input(z.object({ ...inOrganization, ...filter }))
    .output(pageOf(Order)),
  listAll: operation('read the fleets of all children')
    .route({ method: 'GET', path: '/organizations/{organizationId}/all-orders', summary: 'Supply orders of all children (partner)', tags })
    .input(z.object({ ...inOrganization, ...filter }))
    .output(pageOf(Order)),
  listOperations: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/orders',
      summary: 'Supply orders of all customers (provider)',
      tags,
    })
    .input(z.object({ ...inOrganization, customerId: z.uuid().optional(), ...filter }))
    .output(pageOf(Order)),
  get: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/orders/{orderId}', summary: "One order's story", tags })
    .input(z.object({ ...inOrganization, orderId: z.uuid() }))
    .output(OrderDetails),
  getOperations: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/orders/{orderId}',
      summary: "One order's story, of any customer (provider)",
      tags,
    })
    .input(z.object({ ...inOrganization, orderId: z.uuid() }))
    .output(OrderDetails),
  counts: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/order-counts',
      summary: 'What needs a person today, in counts of order lines',
      tags,
    })
    .input(z.object(inOrganization))
    .output(OrderCounts),
  countsOfAll: operation('read the fleets of all children')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/all-order-counts',
      summary: 'What needs a person today, over all children (partner)',
      tags,
    })
    .input(z.object(inOrganization))
    .output(OrderCounts),
  countsOfOperations: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/order-counts',
      summary: 'What needs a person today, over all customers (provider)',
      tags,
    })
    .input(z.object(inOrganization))
    .output(OrderCounts),
  act: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/order-line-acts',
      summary: 'Approve, hold, cancel, confirm receipt, report as not arrived, record a return: one outcome per line',
      tags,
    })
    .errors(refusals('reason-missing'))
    .input(z.object({ ...inOrganization, act: lineActs, reason: stated, lineIds: z.array(z.uuid()).min(1).max(1000) }))
    .output(LineOutcomes),
  steer: provider
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/order-line-acts',
      summary: 'The same over all customers, with what a provider may do besides: release, ship, refuse (provider)',
      tags,
    })
    .errors(refusals('reason-missing'))
    .input(z.object({ ...inOrganization, act: lineActs, reason: stated, lineIds: z.array(z.uuid()).min(1).max(1000) }))
    .output(LineOutcomes),
  plan: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}/supply-plan',
      summary: 'The supplies of a printer: forecast, decision with its reason, what is on its way, shelf',
      tags,
    })
    .input(z.object(printer))
    .output(PrinterPlan),
  decide: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/{printerId}/supply-decisions',
      summary: 'Decide about the supplies of one printer now, and order what is due',
      tags,
    })
    .errors(refusals('printer-not-managed'))
    .input(z.object(printer))
    .output(PrinterPlan),
  listPlans: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/supply-plans',
      summary: 'What is coming: printers by the day their next supply is forecast to end',
      tags,
    })
    .input(z.object({ ...inOrganization, until: day.optional(), contactId: z.uuid().optional(), ...paging }))
    .output(pageOf(PlannedPrinter)),
  request: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/supply-requests',
      inputStructure: 'detailed',
      successStatus: 201,
      summary: 'Request supplies: what is on its way is named first; a request at "low" is answered with the planned date',
      tags,
    })
    .errors(refusals('printer-not-managed', 'supply-not-known', 'key-reused'))
    .input(
      z.object({
        params: z.object(inOrganization),
        headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
        body: z.object({
          printerId: z.uuid(),
          supplies: z.array(z.string().max(256)).min(1).max(20),
          situation: z
            .enum(SITUATION_NAMES)
            .describe('low: the printer says so; empty: it has run out; none-on-shelf: the spare that should be there is not'),
        }),
      }),
    )
    .output(z.object({ outcomes: z.array(RequestOutcome) })),
  replacePrinter: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/{printerId}/replacements',
      summary: 'Replace printer: another one takes over contact, place in the program, shelf and open orders',
      tags,
    })
    .errors(refusals('printer-not-managed', 'printer-cannot-replace'))
    .input(z.object({ ...printer, newPrinterId: z.uuid() }))
    .output(z.object({ moved: z.number().int().describe('order lines that go to the new printer'), canceled: z.number().int() })),
}

export type Order = z.infer<typeof Order>
export type OrderLine = z.infer<typeof OrderLine>
export type OrderLineEvent = z.infer<typeof OrderLineEvent>
export type OrderDetails = z.infer<typeof OrderDetails>
export type OrderAddress = z.infer<typeof OrderAddress>
export type OrderCounts = z.infer<typeof OrderCounts>
export type LineOutcomes = z.infer<typeof LineOutcomes>
export type SupplyPlan = z.infer<typeof SupplyPlan>
export type PrinterPlan = z.infer<typeof PrinterPlan>
export type PlannedPrinter = z.infer<typeof PlannedPrinter>
export type RequestOutcome = z.infer<typeof RequestOutcome>
