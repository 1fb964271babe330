import { z } from 'zod'
import { isStorable } from '../../platform/text.ts'
import { AlertReading, SupplyReading } from '../agents/agent-protocol.api.ts'
import { inOrganization, instant, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { MANAGEMENT_STATES } from '../program/management.ts'
import { EligibilityReason } from '../program/program.api.ts'
import { COMMUNICATION_NAMES, PRINTER_SORTS, REGISTRATION_NAMES, SILENCE_REASON_NAMES } from './printers.ts'

/** Several values of one facet stand in the address separated by commas; a value holds a comma as `%2C`. */
const facet = z
  .union([z.string().max(2000), z.array(z.string().max(200)).max(100)])
  .transform((value, ctx) => {
    const values = typeof value === 'string' ? split(value) : value
    if (!values?.every(isStorable)) {
      ctx.addIssue('Values stand separated by commas; inside a value, a comma is written %2C and a percent sign %25.')
      return z.NEVER
    }
    return values.filter((one) => one !== '')
  })
  .optional()

function split(text: string): string[] | undefined {
  try {
    return text.split(',').map(decodeURIComponent)
  } catch {
    return undefined
  }
}

export const printerFilter = {
  search: z.string().max(200).optional().describe('part of serial number, model, IP address, host name, location, asset tag, or contact'),
  management: facet.describe('managed, pending, none'),
  registration: facet.describe('enrolled, discovered, failed'),
  communication: facet.describe('communicating, noncommunicating'),
  manufacturer: facet,
  model: facet,
  agent: facet.describe('ids of agents'),
  contact: facet.describe('ids of supplies delivery contacts; none: printers without one'),
}

export const Printer = z.object({
  id: z.uuid(),
  ipAddress: z.string().nullable(),
  hostName: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  macAddress: z.string().nullable(),
  location: z.string().nullable(),
  assetTag: z.string().nullable(),
  firmware: z.string().nullable(),
  agentId: z.uuid().nullable(),
  agent: z.string().nullable(),
  agentVersion: z.string().nullable(),
  registration: z.enum(REGISTRATION_NAMES),
  registrationFailure: z.string().nullable(),
  communication: z.enum(COMMUNICATION_NAMES),
  silenceReason: z.enum(SILENCE_REASON_NAMES).nullable(),
  printerStatus: z.string().nullable(),
  worstAlert: z.string().nullable(),
  lifetimePageCount: z.number().int().nullable(),
  lifetimePageCountReadAt: instant.nullable(),
  lowestSupplyPercent: z.number().nullable(),
  contactId: z.uuid().nullable(),
  contact: z.string().nullable(),
  lastReadAt: instant.nullable().describe('last communicated'),
  management: z.enum(MANAGEMENT_STATES).nullable(),
})

export const PrinterDetails = Printer.extend({
  lifetimePageCountUnit: z.string().nullable(),
  lifetimePageCountSource: z.string().nullable(),
  monoPageCount: z.number().int().nullable(),
  colorPageCount: z.number().int().nullable(),
  supplies: z.array(SupplyReading),
  alerts: z.array(AlertReading),
  errorState: z.array(z.string()),
  statusText: z.string().nullable(),
  enrolledAt: instant.nullable(),
  program: z
    .object({
      management: z.enum(MANAGEMENT_STATES).nullable(),
      requestedAt: instant.nullable(),
      requestedBy: z.string().nullable(),
      decidedAt: instant.nullable(),
      decidedBy: z.string().nullable(),
      taskId: z.string().nullable(),
      rejection: z
        .object({ at: instant, by: z.string(), reason: z.string(), act: z.string() })
        .nullable()
        .describe('the last rejection or removal, while unmanaged'),
      reasons: z.array(EligibilityReason),
    })
    .describe('MPS Express: state and every eligibility reason'),
})

export const PrinterPage = pageOf(Printer).extend({ total: z.number().int().describe('all that match') })

export const Selection = z.object({
  id: z.uuid(),
  printers: z.number().int().describe('frozen: the act treats exactly these'),
  filter: z.string().describe('the filter in words; empty when single printers were picked'),
  createdAt: instant,
})

const place = { organizationId: z.uuid(), organization: z.string(), partner: z.string(), printerId: z.uuid() }

export const RegistrationConflict = z.object({
  ...place,
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  registeredIn: z.object(place).describe('where the printer is registered'),
})

const printer = { ...inOrganization, printerId: z.uuid() }

export const printersContract = {
  list: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers',
      summary: 'The printer list: filter, sort, page by keyset',
      tags: ['Printers'],
    })
    .input(
      z.object({
        ...inOrganization,
        ...printerFilter,
        sort: z.enum(PRINTER_SORTS).default('ipAddress'),
        direction: z.enum(['asc', 'desc']).default('asc'),
        ...paging,
      }),
    )
    .output(PrinterPage),
  facets: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printer-facets',
      summary: 'The values of each facet with counts',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, ...printerFilter }))
    .output(
      z.object({
        facets: z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string(), printers: z.number().int() }))),
      }),
    ),
  get: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}',
      summary: 'One printer, whole',
      tags: ['Printers'],
    })
    .input(z.object(printer))
    .output(PrinterDetails),
  select: operation('read the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-selections',
      successStatus: 201,
      summary: 'Freeze a counted selection: single printers, or all N that match',
      tags: ['Printers'],
    })
    .errors(refusals('nothing-selected'))
    .input(
      z
        .object({
          ...inOrganization,
          printerIds: z.array(z.uuid()).max(1000).optional(),
          filter: z.object(printerFilter).optional().describe('all that match; {} is all of the organization'),
        })
        .refine(({ printerIds, filter }) => (printerIds === undefined) !== (filter === undefined), {
          path: ['printerIds'],
          error: 'State either printerIds or filter.',
        }),
    )
    .output(Selection),
  refresh: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-refreshes',
      successStatus: 202,
      summary: 'Refresh information: the agents read these printers at once',
      tags: ['Printers'],
    })
    .errors(refusals('nothing-selected'))
    .input(z.object({ ...inOrganization, selectionId: z.uuid() }))
    .output(z.object({ asked: z.number().int().describe('printers whose agent was asked'), withoutAgent: z.number().int() })),
  listConflicts: operation('operate the program')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/registration-conflicts',
      summary: 'Printers that cannot be registered because another organization has them (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, ...paging }))
    .output(pageOf(RegistrationConflict)),
}

export type Printer = z.infer<typeof Printer>
export type PrinterDetails = z.infer<typeof PrinterDetails>
export type Selection = z.infer<typeof Selection>
export type RegistrationConflict = z.infer<typeof RegistrationConflict>
