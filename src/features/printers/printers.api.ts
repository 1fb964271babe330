import { z } from 'zod'
import { AlertReading, PrinterReading, SupplyReading } from '../agent-protocol/agent-protocol.api.ts'
import { inOrganization, instant, MEGABYTE, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { EligibilityReason } from '../program/program.api.ts'
import { Selection } from '../selections/selections.api.ts'
import { printerActs } from './acts/printer-acts.api.ts'
import { printerHistoryContract } from './history/printer-history.api.ts'
import {
  ALL_SORTABLE_COLUMN_NAMES,
  COLUMN_DECLARATIONS,
  type ColumnType,
  PLAIN_COLUMN_NAMES,
  type PlainColumn,
  SORTABLE_COLUMN_NAMES,
} from './list/printer-columns.ts'
import { printerExportContract } from './list/printer-export.api.ts'
import { allPrintersFilter, Facets, printerFilter } from './list/printer-filter.api.ts'
import { MANAGEMENT_STATES } from './management.ts'
import { COMMUNICATION_NAMES, REGISTRATION_NAMES, SILENCE_REASON_NAMES } from './printers.ts'

const SCHEMAS = {
  text: z.string().nullable(),
  address: z.string().nullable(),
  count: z.number().int().nullable(),
  percent: z.number().nullable(),
  instant: instant.nullable(),
  days: z.string().nullable(),
}
const plainFields = Object.fromEntries(
  PLAIN_COLUMN_NAMES.map((name) => {
    const { type, label } = COLUMN_DECLARATIONS[name]
    return [name, SCHEMAS[type].describe(label)]
  }),
) as { [C in PlainColumn]: (typeof SCHEMAS)[ColumnType<C>] }

export const Printer = z.object({
  id: z.uuid(),
  ...plainFields,
  macAddress: z.string().nullable(),
  tags: z.array(z.string()),
  agentId: z.uuid().nullable(),
  registration: z.enum(REGISTRATION_NAMES),
  registrationFailure: z.string().nullable(),
  communication: z.enum(COMMUNICATION_NAMES),
  silenceReason: z.enum(SILENCE_REASON_NAMES).nullable().describe('why it is not read'),
  silentSince: instant.nullable().describe('since when it is not read; null while it communicates, and when not known'),
  printerStatus: PrinterReading.shape.printerStatus,
  contactId: z.uuid().nullable(),
  management: z.enum(MANAGEMENT_STATES).nullable(),
})

export const PrinterDetails = Printer.extend({
  locationRead: z.string().nullable().describe('the location that the printer reports'),
  locationSet: z.string().nullable().describe('the location that a person set instead'),
  lifetimePageCountUnit: z.string().nullable(),
  lifetimePageCountSource: z.string().nullable(),
  sources: PrinterReading.shape.sources.unwrap(),
  supplies: z.array(
    SupplyReading.extend({
      lastGood: z
        .object({ percent: z.number().nullable(), level: z.number().nullable(), at: instant })
        .optional()
        .describe('while the level is not a number: the last one that was, with its time'),
    }),
  ),
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

const bothWays = { previousCursor: z.string().nullable().describe('the `cursor` of the previous page; null on the first page') }
export const PrinterPage = pageOf(Printer).extend(bothWays)

/** A printer in the list of all children. */
export const ChildPrinter = Printer.extend({ organizationId: z.uuid(), organization: z.string() })

const printerRef = z.object({ organizationId: z.uuid(), printerId: z.uuid() })

const place = { organizationId: z.uuid(), organization: z.string(), partner: z.string(), printerId: z.uuid() }

export const RegistrationConflict = z.object({
  ...place,
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  registeredIn: z
    .object({ ...place, held: z.boolean().describe('managed or pending') })
    .describe('where the printer is registered, or will be at its next reading'),
  settled: z
    .object({ at: instant, by: z.string(), reason: z.string() })
    .nullable()
    .describe('the decision that it stays there; null while nobody has decided'),
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
        sort: z.enum(SORTABLE_COLUMN_NAMES).default('ipAddress'),
        direction: z.enum(['asc', 'desc']).default('asc'),
        ...paging,
      }),
    )
    .output(PrinterPage),
  facets: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printer-facets',
      summary: 'How many printers match, and the values of each facet with counts',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, ...printerFilter }))
    .output(Facets),
  listAll: operation('read the fleets of all children')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/all-printers',
      summary: 'All organizations (view only): the printers of all children of a partner',
      tags: ['Printers'],
    })
    .input(
      z.object({
        ...inOrganization,
        ...allPrintersFilter,
        sort: z.enum(ALL_SORTABLE_COLUMN_NAMES).default('ipAddress'),
        direction: z.enum(['asc', 'desc']).default('asc'),
        ...paging,
      }),
    )
    .output(pageOf(ChildPrinter).extend(bothWays)),
  facetsOfAll: operation('read the fleets of all children')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/all-printer-facets',
      summary: 'The values of each facet with counts, over all children; the organizations too',
      tags: ['Printers'],
    })
    .input(z.object({ ...inOrganization, ...allPrintersFilter }))
    .output(Facets),
  get: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}',
      summary: 'One printer, whole',
      tags: ['Printers'],
    })
    .input(z.object(printer))
    .output(PrinterDetails),
  select: operation('read the fleet', { mostBytes: MEGABYTE })
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
    .output(
      z.object({
        asked: z.number().int().describe('printers whose agent was asked'),
        queued: z.number().int().describe('of these, printers whose agent is not heard: it reads them when it is back'),
        withoutAgent: z.number().int(),
      }),
    ),
  listConflicts: operation('operate the program')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/registration-conflicts',
      summary: 'Printers that cannot be registered because another organization has them (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, ...paging }))
    .output(pageOf(RegistrationConflict)),
  settleConflict: operation('operate the program')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/conflict-settlements',
      summary: 'Settle conflict: decide which organization keeps a serial number (provider)',
      tags: ['Operations'],
    })
    .errors(refusals('conflict-with-held-printer'))
    .input(
      z.object({
        ...inOrganization,
        keeps: printerRef.describe('registered at its next reading'),
        loses: printerRef.describe('fails registration at once'),
        reason: z.string().trim().min(1, 'State a reason.').max(1000).describe('kept in the provider’s audit trail'),
      }),
    )
    .output(z.object({ keeps: printerRef, loses: printerRef })),
  ...printerActs,
  ...printerHistoryContract,
  ...printerExportContract,
}

export type Printer = z.infer<typeof Printer>
export type ChildPrinter = z.infer<typeof ChildPrinter>
export type PrinterDetails = z.infer<typeof PrinterDetails>
export type RegistrationConflict = z.infer<typeof RegistrationConflict>
