import { z } from 'zod'
import { inOrganization, instant, operation, pageOf, paging } from '../contract.ts'
import { refusals } from '../problems.ts'
import { SnmpCommunityAccess } from './agent-protocol.api.ts'
import { AGENT_STATUS_NAMES } from './agents.ts'
import { whyNotCriterion } from './criteria.ts'

const criterion = z
  .string()
  .trim()
  .max(255)
  .superRefine((entry, ctx) => {
    const why = whyNotCriterion(entry)
    if (why) ctx.addIssue(why)
  })

export const AgentForm = z.object({
  name: z.string().trim().min(1, 'Name is required.').max(128),
  description: z.string().trim().max(1000).default(''),
  include: z.array(z.object({ entry: criterion, profileId: z.uuid() })).max(10_000),
  exclude: z.array(criterion).max(10_000),
})

export const Agent = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  status: z.enum(AGENT_STATUS_NAMES),
  version: z.string().nullable(),
  downLevel: z.boolean().describe('older than the version that the offering requires'),
  requiredVersion: z.string(),
  hostName: z.string().nullable(),
  printers: z.number().int(),
  managed: z.number().int(),
  pending: z.number().int(),
  lastContactAt: instant.nullable(),
  createdAt: instant,
})

export const AgentDetails = Agent.extend({
  include: z.array(z.object({ entry: z.string(), profileId: z.uuid() })),
  exclude: z.array(z.string()),
})

/** An SNMP profile as the console sees it: the community is never shown again. */
export const SnmpProfile = SnmpCommunityAccess.omit({ community: true })

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
  create: operation('manage the fleet')
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
  change: operation('manage the fleet')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/agents/{agentId}',
      summary: 'Edit name, description and discovery criteria',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use'))
    .input(z.object({ ...agent, ...AgentForm.shape }))
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
  listProfiles: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/snmp-profiles', summary: 'SNMP profiles', tags: ['Agents'] })
    .input(z.object(inOrganization))
    .output(z.array(SnmpProfile)),
  createProfile: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/snmp-profiles',
      successStatus: 201,
      summary: 'Create an SNMP profile; its community is kept encrypted and never shown again',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use'))
    .input(z.object({ ...inOrganization, ...SnmpCommunityAccess.omit({ id: true }).shape }))
    .output(SnmpProfile),
}

export type AgentForm = z.output<typeof AgentForm>
export type Agent = z.infer<typeof Agent>
export type AgentDetails = z.infer<typeof AgentDetails>
export type SnmpProfile = z.infer<typeof SnmpProfile>
