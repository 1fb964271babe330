import { z } from 'zod'
import { inOrganization, operation } from '../../contract.ts'
import { refusals } from '../../problems.ts'

export const agentUpdatesContract = {
  update: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agent-updates',
      successStatus: 202,
      summary: 'Update agents to the version that this server offers: one, many, or all outdated ones',
      tags: ['Agents'],
    })
    .errors(refusals('agent-bundle-missing'))
    .input(
      z
        .object({
          ...inOrganization,
          agentIds: z.array(z.uuid()).min(1).max(1000).optional(),
          allBehind: z.literal(true).optional().describe('every agent of the organization whose version is older'),
          downgrade: z.boolean().default(false).describe('also where the agent has a newer version than this server offers'),
        })
        .refine(({ agentIds, allBehind }) => (agentIds === undefined) !== (allBehind === undefined), {
          path: ['agentIds'],
          error: 'State either agentIds or allBehind.',
        }),
    )
    .output(
      z.object({
        version: z.string(),
        outcomes: z.array(
          z.object({ agentId: z.uuid(), name: z.string(), outcome: z.enum(['asked', 'refused']), reason: z.string().nullable() }),
        ),
      }),
    ),
  createPackage: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/agents/{agentId}/packages',
      successStatus: 201,
      summary: 'Make an installation package: the agent, a systemd unit, and a new activation code filled in',
      tags: ['Agents'],
    })
    .errors(refusals('agent-bundle-missing'))
    .input(
      z.object({
        ...inOrganization,
        agentId: z.uuid(),
        server: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .describe('address at which the agent reaches this server'),
      }),
    )
    .output(z.object({ fileName: z.string(), base64: z.string().describe('tar.gz'), code: z.string() })),
}
