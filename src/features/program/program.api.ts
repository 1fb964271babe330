import { z } from 'zod'
import { idempotencyKey, inOrganization, instant, int32, MEGABYTE, operation, pageOf, paging, reason } from '../contract.ts'
import { MANAGEMENT_STATES, REMOVAL_ACTS } from '../printers/management.ts'
import { refusals } from '../problems.ts'
import { ELIGIBILITY_STATUSES, INELIGIBILITIES, type IneligibleStatus, REMEDIES, type Remedy } from './eligibility.ts'

const status = z.enum(ELIGIBILITY_STATUSES)
const ineligible = z.enum(INELIGIBILITIES.map((i) => i.status) as [IneligibleStatus, ...IneligibleStatus[]])

export const EligibilityReason = z.object({
  status: ineligible,
  evidence: z.object({
    value: z.string().nullable(),
    limit: z.string().optional(),
    readAt: instant.nullable().optional(),
    agent: z.string().nullable().optional(),
  }),
  remedy: z.enum(Object.keys(REMEDIES) as [Remedy, ...Remedy[]]),
})

export const PrinterEligibility = z.object({
  id: z.uuid(),
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  status,
  reasons: z.array(EligibilityReason),
})

export const EligibilityReport = z.object({
  selectionId: z.uuid(),
  printers: z.number().int(),
  lines: z
    .array(z.object({ status, label: z.string(), printers: z.number().int(), models: z.number().int() }))
    .describe('all nine, in order'),
  beforeYouBegin: z.object({
    printersEnrolled: z.number().int().describe('in this organization'),
    entitled: z.boolean(),
    contacts: z.number().int(),
    selectedWithoutContact: z.number().int(),
  }),
  support: z
    .object({ technicalSupport: z.string(), customerOperations: z.string() })
    .describe('the contacts that the remedies name: settings of the provider'),
})

export const Terms = z.object({
  version: int32,
  title: z.string(),
  text: z.string(),
  hash: z.string().describe('SHA-256 of the text, hexadecimal'),
  publishedAt: instant,
})

const printerRefs = z
  .array(z.object({ organizationId: z.uuid(), printerId: z.uuid() }))
  .min(1)
  .max(1000)

/** One outcome per printer of a provider's act. */
export const OperationOutcomes = z.object({
  done: z.number().int(),
  outcomes: z.array(
    z.object({
      organizationId: z.uuid(),
      printerId: z.uuid(),
      serialNumber: z.string().nullable(),
      done: z.boolean(),
      message: z.string(),
    }),
  ),
})

export const HeldPrinter = z.object({
  organizationId: z.uuid(),
  organization: z.string(),
  partner: z.string(),
  printerId: z.uuid(),
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  ipAddress: z.string().nullable(),
  management: z.enum(MANAGEMENT_STATES),
  requestedAt: instant,
  requestedBy: z.string(),
  termsVersion: int32,
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  contact: z.string().describe('name and city of the supplies delivery contact'),
  agent: z.string().nullable(),
  agentVersion: z.string().nullable(),
  lifetimePageCount: z.number().int().nullable(),
  lifetimePageCountReadAt: instant.nullable(),
  lifetimePageCountLimit: z.number().int(),
  reasonsNow: z.array(EligibilityReason).describe('why the printer would be refused today, apart from being managed or pending'),
})

export const Offering = z.object({
  requiredAgentVersion: z.string().regex(/^\d+\.\d+\.\d+$/, 'A version has three numbers, such as 1.2.0.'),
  lifetimePageCountLimit: z.number().int().positive(),
  automaticAcceptance: z.boolean(),
})

export const SupportedModel = z.object({
  manufacturer: z.string().trim().min(1).max(128),
  model: z.string().trim().min(1).max(128),
  lifetimePageCountLimit: z.number().int().positive().nullable().describe("null: the offering's limit"),
})

const provider = operation('operate the program')

export const programContract = {
  checkEligibility: operation('read the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/program/eligibility-checks',
      summary: 'Check the eligibility of the printers of a selection: the nine lines of Printer Eligibility Status',
      tags: ['MPS Express'],
    })
    .input(z.object({ ...inOrganization, selectionId: z.uuid() }))
    .output(EligibilityReport),
  listEligibility: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/program/eligibility-checks/{selectionId}/printers',
      summary: 'The printers behind one line, each with every reason and its evidence',
      tags: ['MPS Express'],
    })
    .input(z.object({ ...inOrganization, selectionId: z.uuid(), status: status.optional(), ...paging }))
    .output(pageOf(PrinterEligibility)),
  getTerms: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/program/terms',
      summary: 'The terms of service in force',
      tags: ['MPS Express'],
    })
    .input(z.object(inOrganization))
    .output(Terms),
  add: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/program/additions',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Add to MPS Express: the eligible printers of a selection. Cannot be undone by partner or customer',
      tags: ['MPS Express'],
    })
    .errors(refusals('not-entitled', 'nothing-selected', 'terms-not-accepted', 'terms-changed', 'key-reused'))
    .input(
      z.object({
        params: z.object(inOrganization),
        headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
        body: z.object({ selectionId: z.uuid(), termsAccepted: z.boolean(), termsVersion: int32, termsHash: z.string() }),
      }),
    )
    .output(z.object({ taskId: z.string() })),
  listHeldPrinters: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/held-printers',
      summary: 'Pending requests or managed printers of all customers, with evidence (provider)',
      tags: ['Operations'],
    })
    .input(
      z.object({
        ...inOrganization,
        management: z.enum(MANAGEMENT_STATES),
        search: z.string().max(200).optional().describe('part of a serial number, model or organization name'),
        ...paging,
      }),
    )
    .output(pageOf(HeldPrinter).extend({ total: z.number().int() })),
  decide: operation('operate the program', { mostBytes: MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/decisions',
      summary: 'Accept or reject pending requests (provider)',
      tags: ['Operations'],
    })
    .errors(refusals('reason-missing'))
    .input(
      z.object({
        ...inOrganization,
        decision: z.enum(['accept', 'reject']),
        reason: z.string().trim().max(1000).optional().describe('required to reject; the partner sees it'),
        printers: printerRefs,
      }),
    )
    .output(OperationOutcomes),
  remove: operation('operate the program', { mostBytes: MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/removals',
      summary: 'Remove from program, Unenroll or Delete held printers (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, act: z.enum(REMOVAL_ACTS), reason, printers: printerRefs }))
    .output(OperationOutcomes),
  getOffering: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/offering',
      summary: 'The offering: limits, required agent version, acceptance (provider)',
      tags: ['Operations'],
    })
    .input(z.object(inOrganization))
    .output(Offering.extend({ terms: Terms.nullable(), supportedModels: z.number().int() })),
  changeOffering: operation('manage the offering')
    .route({
      method: 'PATCH',
      path: '/organizations/{organizationId}/operations/offering',
      summary: 'Change the offering (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, ...Offering.partial().shape }))
    .output(Offering),
  listSupportedModels: provider
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/supported-models',
      summary: 'The catalogue of supported models (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, search: z.string().max(200).optional(), ...paging }))
    .output(pageOf(SupportedModel.extend({ id: z.string() }))),
  putSupportedModel: operation('manage the offering')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/supported-models',
      summary: 'Add a supported model, or change its page count limit (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, ...SupportedModel.shape }))
    .output(SupportedModel.extend({ id: z.string() })),
  deleteSupportedModel: operation('manage the offering')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/operations/supported-models/{id}',
      successStatus: 204,
      summary: 'Remove a model from the catalogue; managed printers stay managed (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, id: z.string() })),
  publishTerms: operation('manage the offering', { mostBytes: MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/operations/terms-versions',
      successStatus: 201,
      summary: 'Publish a new version of the terms of service (provider)',
      tags: ['Operations'],
    })
    .input(z.object({ ...inOrganization, title: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(200_000) }))
    .output(Terms),
}

export type EligibilityReport = z.infer<typeof EligibilityReport>
export type PrinterEligibility = z.infer<typeof PrinterEligibility>
export type HeldPrinter = z.infer<typeof HeldPrinter>
export type OperationOutcomes = z.infer<typeof OperationOutcomes>
export type Terms = z.infer<typeof Terms>
export type Offering = z.infer<typeof Offering>
export type SupportedModel = z.infer<typeof SupportedModel>
