import { z } from 'zod'
import { inOrganization, instant, open, operation } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { ORDER_STATE_NAMES } from '../order-states.ts'
import { SITUATION_NAMES } from '../situations.ts'

/** What a person with a link may do to a line. */
export const LINK_ACT_NAMES = ['deliver', 'lose'] as const

const day = z.iso.date()
const state = z.enum(ORDER_STATE_NAMES)

export const LinkedLine = z.object({
  id: z.uuid(),
  name: z.string(),
  state,
  order: z.string().describe('the number of the order'),
  expectedOn: day.nullable(),
  acts: z.array(z.enum(LINK_ACT_NAMES)).describe('what the holder of the link may do to it now'),
})

/** The supplies of one printer, and nothing else. */
export const LinkedPrinter = z.object({
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  location: z.string().nullable(),
  managed: z.boolean(),
  lines: z.array(LinkedLine).describe('what is on its way, and what arrived and is not installed'),
  supplies: z.array(
    z.object({
      supply: z.string(),
      name: z.string(),
      color: z.string().nullable(),
      percent: z.number().nullable().describe('left, as estimated'),
      endsFrom: day.nullable(),
      endsTo: day.nullable(),
      sentence: z.string().describe('what was decided, and why'),
      onTheWay: z.number().int(),
      shelf: z.number().int(),
    }),
  ),
})

export const LinkAnswer = z.object({ name: z.string(), sentence: z.string(), expectedOn: day.nullable() })

const link = z.object({ token: z.string().min(1).max(200) })
const printer = { ...inOrganization, printerId: z.uuid() }
const path = '/organizations/{organizationId}/printers/{printerId}/supply-link'
const tags = ['Supply links']

export const linksContract = {
  get: operation('read the fleet')
    .route({ method: 'GET', path, summary: 'Whether a printer has a link for people without an account', tags })
    .input(z.object(printer))
    .output(z.object({ link: z.object({ createdAt: instant, createdBy: z.string() }).nullable() })),
  renew: operation('manage the fleet')
    .route({
      method: 'POST',
      path,
      successStatus: 201,
      summary: 'Create the link of a printer; the former one, and every label with it, ends',
      tags,
    })
    .input(z.object(printer))
    .output(z.object({ token: z.string().describe('open /supplies/{token} in a browser; shown once') })),
  withdraw: operation('manage the fleet')
    .route({ method: 'DELETE', path, successStatus: 204, summary: 'Withdraw the link of a printer: its labels lead nowhere', tags })
    .input(z.object(printer)),
  open: open
    .route({ method: 'GET', path: '/supply-links/{token}', summary: 'The supplies of the printer that a link is of', tags })
    .errors(refusals('link-not-known', 'busy'))
    .input(link)
    .output(LinkedPrinter),
  request: open
    .route({
      method: 'POST',
      path: '/supply-links/{token}/requests',
      successStatus: 201,
      summary: 'Ask for supplies of that printer; what is on its way is not ordered again',
      tags,
    })
    .errors(refusals('link-not-known', 'busy', 'printer-not-managed', 'supply-not-known'))
    .input(
      z.object({
        ...link.shape,
        supplies: z.array(z.string().max(256)).min(1).max(20),
        situation: z.enum(SITUATION_NAMES),
      }),
    )
    .output(z.object({ answers: z.array(LinkAnswer) })),
  act: open
    .route({
      method: 'POST',
      path: '/supply-links/{token}/line-acts',
      summary: 'Confirm a receipt, or report a parcel as not arrived',
      tags,
    })
    .errors(refusals('link-not-known', 'busy'))
    .input(z.object({ ...link.shape, act: z.enum(LINK_ACT_NAMES), lineId: z.uuid() }))
    .output(z.object({ done: z.boolean(), message: z.string() })),
  count: open
    .route({
      method: 'POST',
      path: '/supply-links/{token}/shelf-counts',
      summary: 'State how many cartridges for a supply of that printer are on the shelf',
      tags,
    })
    .errors(refusals('link-not-known', 'busy', 'supply-not-known', 'printer-not-managed'))
    .input(z.object({ ...link.shape, supply: z.string().max(256), count: z.number().int().min(0).max(1000) }))
    .output(z.object({ count: z.number().int() })),
}

export type LinkedPrinter = z.infer<typeof LinkedPrinter>
export type LinkedLine = z.infer<typeof LinkedLine>
export type LinkAnswer = z.infer<typeof LinkAnswer>
