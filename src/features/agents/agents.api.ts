import { z } from 'zod'
import { inOrganization, instant, int32, MEGABYTE, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { SCHEDULE_LIMITS } from './agent-draft.ts'
import { AGENT_STATUS_NAMES } from './agents.ts'
import { whyNotCriterion } from './criteria.ts'
import { agentPrintersContract } from './reports/agent-printers.api.ts'
import { snmpProfilesContract } from './snmp-profiles/snmp-profiles.api.ts'
import { agentUpdatesContract } from './updates/agent-updates.api.ts'

const criterion = z
  .string()
  .trim()
  .max(255)
  .superRefine((entry, ctx) => {
    const why = whyNotCriterion(entry)
    if (why) ctx.addIssue(why)
  })

const within = ({ least, most }: { least: number; most: number }) => z.number().min(least).max(most)

/** How an agent goes about its work; what is left out of an edit stays as it is. */
const settings = {
  enrollsAtOnce: z.boolean().describe('a discovered printer is enrolled at once; otherwise it stays Discovered until it is enrolled'),
  packetsPerSecond: within(SCHEDULE_LIMITS.packetsPerSecond).int().describe('most SNMP packets a second, all printers together'),
  heartbeatSeconds: within(SCHEDULE_LIMITS.heartbeatSeconds),
  readSeconds: within(SCHEDULE_LIMITS.readSeconds).describe('each printer is read once in this time'),
  discoverSeconds: within(SCHEDULE_LIMITS.discoverSeconds).describe('the included addresses are swept once in this time'),
}

export const AgentForm = z.object({
  name: z.string().trim().min(1, 'Name is required.').max(128),
  description: z.string().trim().max(1000).default(''),
  include: z.array(z.object({ entry: criterion, profileId: z.uuid() })).max(10_000),
  exclude: z.array(criterion).max(10_000),
  ...z.object(settings).partial().shape,
})

export const Agent = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  status: z.enum(AGENT_STATUS_NAMES),
  version: z.string().nullable(),
  downLevel: z.boolean().describe('older than the version that the offering requires'),
  requiredVersion: z.string(),
  updateAvailable: z.string().nullable().describe('the version that this server offers, where it is newer'),
  update: z
    .object({ version: z.string(), state: z.enum(['asked', 'done', 'failed']), askedAt: instant, failure: z.string().nullable() })
    .nullable()
    .describe('the last update that was asked for'),
  hostName: z.string().nullable(),
  printers: z.number().int(),
  managed: z.number().int(),
  pending: z.number().int(),
  lastContactAt: instant.nullable(),
  createdAt: instant,
})

export const AgentDetails = Agent.extend({
  edition: int32.describe('send it back with an edit'),
  include: z.array(z.object({ entry: z.string(), profileId: z.uuid() })),
  exclude: z.array(z.string()),
  ...settings,
  discovery: z
    .object({
      state: z.enum(['queued', 'fetched', 'done']),
      queuedBecause: z.string().nullable().describe('why the agent has not fetched it yet'),
      askedAt: instant,
      doneAt: instant.nullable(),
      printersFound: z.number().int().nullable(),
    })
    .nullable()
    .describe('the last discovery that was asked for'),
  configurationFetched: z.boolean().describe('whether the agent has fetched its configuration since the last edit'),
  plainHttp: z.boolean().describe('whether the agent uses plain HTTP: its readings and its credential can be read on the way'),
  refused: z
    .object({ at: instant, address: z.string(), reason: z.string() })
    .nullable()
    .describe('the last new printer of the past day that was not registered, because the criteria do not cover it or too many were new'),
  diskTrouble: z.string().nullable().describe('why the agent cannot write to its disk; until it can, nothing is delivered'),
  clockSkewSeconds: z.number().nullable().describe('how far its clock is ahead of the server’s; the times in its reports are corrected'),
})

const agent = { ...inOrganization, agentId: z.uuid() }

export const agentsContract = {
  list: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/agents', summary: 'Fleet Agents', tags: ['Agents'] })
    .input(z.object({ ...inOrganization, ...paging }))
    .output(pageOf(Agent)),
  get: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/agents/{agentId}',
      summary: 'One agent with its discovery criteria',
      tags: ['Agents'],
    })
    .input(z.object(agent))
    .output(AgentDetails),
  create: operation('manage the fleet', { mostBytes: 8 * MEGABYTE })
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents',
      successStatus: 201,
      summary: 'Create an agent',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use'))
    .input(z.object({ ...inOrganization, ...AgentForm.shape }))
    .output(AgentDetails),
  change: operation('manage the fleet', { mostBytes: 8 * MEGABYTE })
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/agents/{agentId}',
      summary: 'Edit name, description, discovery criteria and schedule',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use', 'edited-by-another', 'criteria-lose-held-printers'))
    .input(
      z.object({
        ...agent,
        edition: int32,
        ...AgentForm.shape,
        losesHeldPrinters: int32
          .optional()
          .describe(
            'confirms that the criteria no longer cover this number of managed or pending printers; without it the edit is refused with the number',
          ),
      }),
    )
    .output(AgentDetails),
  createActivationCode: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents/{agentId}/activation-codes',
      successStatus: 201,
      summary: 'Generate an activation code: one use, expires',
      tags: ['Agents'],
    })
    .input(z.object(agent))
    .output(z.object({ code: z.string(), expiresAt: instant })),
  discover: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents/{agentId}/discoveries',
      successStatus: 202,
      summary: 'Discover now',
      tags: ['Agents'],
    })
    .errors(refusals('agent-deactivated'))
    .input(z.object(agent))
    .output(z.object({ workId: z.uuid() })),
  deactivate: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents/{agentId}/deactivation',
      summary: 'Deactivate: refused while the agent reads managed or pending printers',
      tags: ['Agents'],
    })
    .errors(refusals('agent-has-held-printers'))
    .input(z.object(agent))
    .output(Agent),
  revoke: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents/{agentId}/revocation',
      summary: 'End the credential of the agent at once; its printers stay, and it waits for a new activation',
      tags: ['Agents'],
    })
    .errors(refusals('agent-not-activated'))
    .input(z.object(agent))
    .output(Agent),
  remove: operation('manage the fleet')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/agents/{agentId}',
      successStatus: 204,
      summary: 'Delete: refused while the agent reads managed or pending printers',
      tags: ['Agents'],
    })
    .errors(refusals('agent-has-held-printers'))
    .input(z.object(agent)),
  ...agentUpdatesContract,
  ...agentPrintersContract,
  ...snmpProfilesContract,
}

export type AgentForm = z.output<typeof AgentForm>
export type Agent = z.infer<typeof Agent>
export type AgentDetails = z.infer<typeof AgentDetails>
