import { oc } from '@orpc/contract'
import { z } from 'zod'
import { SnmpAccess } from './snmp-access.api.ts'

/**
 * What a fleet agent and the server say to each other: with `snmp-access.api.ts` the only code they share.
 *
 * The agent connects outwards only. It activates once with a one-use code and from then on carries its own credential
 * (`Authorization: Bearer …`). Every thing it has to send gets a number that only grows; the server ignores what it already has,
 * so that an agent may send again whatever it is not sure of.
 */

const text = z.string().max(1024)
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const instant = z.iso.datetime({ offset: true })

/** How well a level is known. `level`: a number. The others are RFC 3805's special values: -3, -2 and -1. */
export const LEVEL_STATES = ['level', 'some-left', 'unknown', 'other'] as const

/** One supply or receptacle of a printer (prtMarkerSuppliesTable, or a row of a maker's private block). */
export const SupplyReading = z.object({
  index: z.string().max(64).nullable().describe('hrDeviceIndex.prtMarkerSuppliesIndex; null for a supply that only a private block knows'),
  name: text.nullable().describe('prtMarkerSuppliesDescription'),
  kind: z.string().max(64).describe("a word of RFC 3805's PrtMarkerSuppliesTypeTC (toner, opc, wasteToner, …) or the part's plain name"),
  class: z.enum(['consumed', 'receptacle', 'other']).describe('prtMarkerSuppliesClass; a receptacle is filled, its level is the room left'),
  color: z
    .string()
    .max(64)
    .nullable()
    .describe('prtMarkerColorantValue, else the color in the name; null when neither is known: never assumed black'),
  part: z.string().max(128).nullable().describe('part number, where the printer reports one'),
  serialNumber: z.string().max(128).nullable().describe('serial number of the cartridge, where the printer reports one'),
  unit: z.string().max(64).nullable().describe("a word of RFC 3805's PrtMarkerSuppliesSupplyUnitTC"),
  capacity: count.nullable().describe('prtMarkerSuppliesMaxCapacity in `unit`; null when unknown'),
  level: count.nullable().describe('prtMarkerSuppliesLevel in `unit`; null unless state is level'),
  state: z.enum(LEVEL_STATES),
  percent: z.number().min(0).max(100).nullable().describe('left, in percent (room left for a receptacle); null unless state is level'),
  step: z
    .number()
    .positive()
    .max(100)
    .nullable()
    .describe('the largest step between two levels that the printer can report, in percent; null when fine-grained or not known'),
  source: z.string().max(128).describe('the OID that gave the level'),
})

/** One row of prtAlertTable. */
export const AlertReading = z.object({
  severity: z.enum(['critical', 'warning', 'other']).describe('prtAlertSeverityLevel'),
  code: z.number().int().nullable().describe('prtAlertCode'),
  group: z.string().max(64).optional().describe("prtAlertGroup, a word of RFC 3805's PrtAlertGroupTC: what part it is about"),
  groupIndex: z.number().int().optional().describe('prtAlertGroupIndex: which of these parts, where it is one of several'),
  training: z.string().max(64).optional().describe('prtAlertTrainingLevel, a word of PrtAlertTrainingLevelTC: who can repair it'),
  text: text.describe('prtAlertDescription, decoded'),
})

/** Values of which a reading says which object gave them, beside the lifetime page count and the levels. */
const SOURCED = ['model', 'serialNumber', 'firmware', 'monoPageCount', 'colorPageCount'] as const

/** What one reading of one printer found. A value the printer does not report is null. */
export const PrinterReading = z.object({
  manufacturer: z.string().max(128).nullable(),
  model: z.string().max(128).nullable().describe("without the maker's name in front"),
  serialNumber: z.string().max(128).nullable().describe('without suffixes, blanks and NULs; a placeholder counts as missing'),
  macAddress: z
    .string()
    .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
    .nullable(),
  hostName: text.nullable().describe('sysName'),
  location: text.nullable().describe('sysLocation'),
  firmware: z.string().max(256).nullable(),
  description: z.string().max(2048).nullable().describe('sysDescr, decoded'),
  lifetimePageCount: count.nullable(),
  lifetimePageCountUnit: z.enum(['impressions', 'sheets', 'other']).nullable().describe('prtMarkerCounterUnit'),
  lifetimePageCountSource: z.string().max(128).nullable().describe('the OID that gave the count'),
  monoPageCount: count.nullable(),
  colorPageCount: count.nullable(),
  sources: z
    .partialRecord(z.enum(SOURCED), z.string().max(128))
    .optional()
    .describe('the OID that gave each of these values; of several that were added, the first'),
  supplies: z.array(SupplyReading).max(256),
  deviceStatus: z.enum(['unknown', 'running', 'warning', 'testing', 'down']).nullable().describe('hrDeviceStatus'),
  printerStatus: z.enum(['other', 'unknown', 'idle', 'printing', 'warmup']).nullable().describe('hrPrinterStatus'),
  errorState: z.array(z.string().max(64)).max(32).describe('names of the bits set in hrPrinterDetectedErrorState'),
  statusText: text.nullable().describe('prtConsoleDisplayBufferText, lines joined by a blank'),
  alerts: z.array(AlertReading).max(256),
})

/** Why a known printer could not be read. */
export const NO_READING_REASONS = ['no-answer', 'wrong-credentials', 'no-route', 'excluded'] as const

const item = { sequence: count.positive(), address: z.string().max(255), at: instant }

/** One step of a diagnosis: what was asked, how long it took, what came of it. */
export const DiagnosisStep = z.object({
  step: z.string().max(128).describe('what was tried, in a few words'),
  milliseconds: z.number().nonnegative(),
  outcome: z.enum(['ok', 'trouble', 'no-answer', 'no-route', 'wrong-credentials']),
  details: z.string().max(2000).describe('what was answered, or what went wrong'),
})

/** One thing an agent has to send. */
export const ReportItem = z.discriminatedUnion('kind', [
  z.object({ ...item, kind: z.literal('reading'), reading: PrinterReading }),
  z.object({
    ...item,
    kind: z.literal('reading-changes'),
    basis: count
      .optional()
      .describe(
        'sequence of the full reading of this address that this one is compared with. A server that does not have it asks for a full reading',
      ),
    changes: PrinterReading.partial().describe('the values that differ from it. Sent only to a server that accepts `changes`'),
  }),
  z.object({ ...item, kind: z.literal('no-reading'), reason: z.enum(NO_READING_REASONS) }),
  z.object({ ...item, kind: z.literal('work-done'), workId: z.uuid(), printersFound: count }),
  z.object({
    ...item,
    kind: z.literal('diagnosis'),
    workId: z.uuid(),
    outcome: z.enum(['reading', 'not-a-printer', ...NO_READING_REASONS]),
    steps: z.array(DiagnosisStep).max(50),
  }),
])

/** What an agent is asked to do. */
export const AgentConfiguration = z.object({
  revision: z.number().int(),
  include: z
    .array(z.object({ entry: z.string(), profileId: z.uuid() }))
    .describe('each entry a single address, a range a-b, a subnet in CIDR form or a host name'),
  exclude: z.array(z.string()),
  profiles: z.array(SnmpAccess),
  packetsPerSecond: z.number().int().positive(),
  heartbeatSeconds: z.number().positive(),
  readSeconds: z.number().positive().describe('each known printer is read once in this time'),
  discoverSeconds: z.number().positive().describe('the included addresses are swept once in this time'),
})

/** Something asked of an agent out of turn. */
export const AgentWork = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), kind: z.literal('discover') }),
  z.object({ id: z.uuid(), kind: z.literal('read'), addresses: z.array(z.string()).max(1000) }),
  z.object({ id: z.uuid(), kind: z.literal('diagnose'), address: z.string() }),
])

/** A newer bundle of the agent (or an older one, where somebody asked for that), signed for this agent alone. */
export const UpdateOffer = z.object({
  workId: z.uuid(),
  version: z.string().max(64),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  downgrade: z.boolean(),
  nonce: z.string().describe('that of the heartbeat which this answers: an offer that was recorded answers no other'),
  at: instant.describe('when it was signed'),
  signature: z.string().max(200).describe('Ed25519, base64, over the result of `updateStatement`'),
})

/** What the signature of an offer stands for: this bundle, for this agent, whether it may be older than what the agent has, and which heartbeat it answers when. */
export const updateStatement = (
  agentId: string,
  { version, sha256, downgrade, nonce, at }: Pick<UpdateOffer, 'version' | 'sha256' | 'downgrade' | 'nonce' | 'at'>,
) => `MPS Express fleet agent ${version} ${sha256} for ${agentId}${downgrade ? ', a downgrade' : ''}, answering ${nonce} at ${at}`

/**
 * The header that identifies the installation, in every request of an agent: the same after a restart. Two installations with one credential are copies of one
 * folder.
 */
export const INSTANCE_HEADER = 'mps-agent-instance'

// Worded by the server.
const everywhere = {
  'invalid-input': { status: 400, message: 'Part of the request is missing or not valid.' },
  'too-large': { status: 413, message: 'The request is too large.' },
} as const

const bearer = {
  ...everywhere,
  'agent-instance-missing': {
    status: 400,
    message: `The request does not say which installation of the agent sends it. Send the header ${INSTANCE_HEADER}.`,
  },
  'agent-used-elsewhere': {
    status: 409,
    message: 'Another installation is using the credential of this agent. Stop it, or create another agent for this installation.',
  },
  'agent-not-known': { status: 401, message: 'The credential is not known or was withdrawn. Activate the agent again with a new code.' },
} as const

/**
 * By how much the sequence of an item may exceed that of the item before it. An agent that had to drop readings leaves gaps; a jump beyond this would let nothing
 * of the agent count as new for ever.
 */
export const MAX_SEQUENCE_JUMP = 1_000_000

/** Most items one report may carry. */
export const MAX_REPORT_ITEMS = 500

// A report of 500 readings is about 1.5 MB.
const REPORT_BYTES = 8 * 1024 * 1024

/** An operation of an agent, which carries its credential. */
const ofAgent = oc.$meta({ access: 'agent' })

export const agentProtocol = {
  activate: oc
    .$meta({ access: 'anyone' })
    .route({
      method: 'POST',
      path: '/agent/activations',
      successStatus: 201,
      summary: 'Exchange an activation code for a credential',
      tags: ['Agent protocol'],
    })
    .errors({
      ...everywhere,
      'activation-code-invalid': {
        status: 403,
        message: 'The activation code is not valid, was used or has expired. Generate a new one on the page of the agent.',
      },
    })
    .input(z.object({ code: z.string().min(1).max(64), version: z.string().max(64), hostName: z.string().max(255) }))
    .output(
      z.object({
        agentId: z.uuid(),
        name: z.string(),
        credential: z.string(),
        updateKey: z.string().optional().describe('public key that signs updates: Ed25519, SPKI, base64'),
      }),
    ),
  heartbeat: ofAgent
    .route({
      method: 'POST',
      path: '/agent/heartbeats',
      summary: 'Heartbeat: report that the agent is running, and fetch work',
      tags: ['Agent protocol'],
    })
    .errors(bearer)
    .input(
      z.object({
        version: z.string().max(64),
        clock: instant,
        waiting: count.describe('items not yet delivered'),
        diskTrouble: z.string().max(200).optional().describe('why it cannot write to its disk; until it can, nothing is delivered'),
        updates: z.boolean().optional().describe('whether the agent can update itself: it runs from a bundle and knows the key'),
        nonce: z
          .string()
          .regex(/^[0-9a-f]{32}$/)
          .optional()
          .describe('new with each heartbeat; an update is offered only to an agent that sends one, and signed together with it'),
        plainHttp: z.boolean().optional().describe('whether it speaks plain HTTP with a server that is not on its own computer'),
        trial: z
          .boolean()
          .optional()
          .describe('whether this is a bundle on trial: an update is complete at the first heartbeat without this'),
      }),
    )
    .output(
      z.object({
        serverTime: instant,
        configurationRevision: z.number().int(),
        work: z.array(AgentWork),
        deliveredThrough: count.optional().describe('the highest sequence that the server has of this agent'),
        update: UpdateOffer.optional(),
        takes: z
          .array(z.string())
          .optional()
          .describe(
            'formats that the server accepts beyond full readings in plain JSON: `changes` (reading-changes items), `gzip` (compressed reports)',
          ),
      }),
    ),
  configuration: ofAgent
    .route({
      method: 'GET',
      path: '/agent/configuration',
      summary: 'Fetch discovery criteria, SNMP profiles and schedule',
      tags: ['Agent protocol'],
    })
    .errors(bearer)
    .output(AgentConfiguration),
  bundle: ofAgent
    .route({ method: 'GET', path: '/agent/bundles/{sha256}', summary: 'Download a bundle that was offered', tags: ['Agent protocol'] })
    .errors({ ...bearer, 'bundle-not-here': { status: 404, message: 'This server no longer offers that bundle.' } })
    .input(z.object({ sha256: z.string().max(64) }))
    .output(z.object({ version: z.string(), base64: z.string() })),
  updateOutcome: ofAgent
    .route({
      method: 'POST',
      path: '/agent/update-outcomes',
      successStatus: 204,
      summary: 'Report that an update failed, and why; a successful update shows in the version of the next heartbeat',
      tags: ['Agent protocol'],
    })
    .errors(bearer)
    .input(z.object({ workId: z.uuid(), failure: z.string().min(1).max(1000) })),
  report: oc
    .$meta({ access: 'agent', mostBytes: REPORT_BYTES })
    .route({ method: 'POST', path: '/agent/reports', summary: 'Deliver readings and other reports', tags: ['Agent protocol'] })
    .errors({
      ...bearer,
      'sequence-jump': {
        status: 409,
        message: 'The numbers of the items jump too far. Number what waits again, from the number after deliveredThrough.',
        data: z.object({ deliveredThrough: count }),
      },
    })
    .input(
      z.object({
        items: z
          .array(z.looseObject({ sequence: count.positive() }))
          .min(1)
          .max(MAX_REPORT_ITEMS)
          .describe('ReportItem; each is checked on its own, so that one invalid value does not affect the others'),
        compares: z
          .boolean()
          .optional()
          .describe('whether later reports may contain only what changed since the readings of this one, which the agent keeps for that'),
      }),
    )
    .output(
      z.object({
        deliveredThrough: count.describe('the highest sequence that the server has; the agent deletes it and all below'),
        setAside: z.array(z.object({ sequence: count, reason: z.string() })).describe('items that the server could not read'),
        wholeWanted: z
          .array(z.string())
          .optional()
          .describe(
            'addresses for which the server has no full reading: it stopped before the first item with changes to one, and needs that item again as a full reading',
          ),
      }),
    ),
}

export type SupplyReading = z.infer<typeof SupplyReading>
export type AlertReading = z.infer<typeof AlertReading>
export type PrinterReading = z.infer<typeof PrinterReading>
export type ReportItem = z.infer<typeof ReportItem>
export type DiagnosisStep = z.infer<typeof DiagnosisStep>
export type AgentConfiguration = z.infer<typeof AgentConfiguration>
export type AgentWork = z.infer<typeof AgentWork>
export type UpdateOffer = z.infer<typeof UpdateOffer>
