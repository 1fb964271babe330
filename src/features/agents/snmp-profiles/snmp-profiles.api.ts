import { z } from 'zod'
import { SnmpCommunityAccess, SnmpUserAccess } from '../../agent-protocol/snmp-access.api.ts'
import { inOrganization, int32, operation } from '../../contract.ts'
import { refusals } from '../../problems.ts'
import { whyNotProfile } from './snmp-profile.ts'

const place = {
  name: z.string().trim().min(1, 'Name is required.').max(128),
  port: SnmpCommunityAccess.shape.port.default(161),
  timeoutMilliseconds: SnmpCommunityAccess.shape.timeoutMilliseconds.default(2000),
  retries: SnmpCommunityAccess.shape.retries.default(1),
}

const secret = z.string().max(255).optional().describe('never shown again; leave out of an edit to keep it')
const protocolOf = <T extends z.ZodType>(protocol: T) => z.object({ protocol, password: secret }).nullable()
const { authentication, privacy } = SnmpUserAccess.shape

const CommunityForm = z.object({ ...place, version: z.enum(['v1', 'v2c']), community: secret })
const UserForm = z.object({
  ...place,
  version: z.literal('v3'),
  userName: z.string().trim().min(1, 'User name is required.').max(32),
  contextName: SnmpUserAccess.shape.contextName.default(''),
  authentication: protocolOf(authentication.unwrap().shape.protocol),
  privacy: protocolOf(privacy.unwrap().shape.protocol),
})

/** An SNMP profile as a person enters it: a community for v1 and v2c, a user for v3. */
export const SnmpProfileForm = z.discriminatedUnion('version', [CommunityForm, UserForm]).superRefine((form, ctx) => {
  for (const { field, message } of whyNotProfile(form)) ctx.addIssue({ code: 'custom', path: field.split('.'), message })
})

const shown = {
  edition: int32.describe('send it back with an edit'),
  agents: z.number().int().describe('agents with an entry that uses it'),
}
const withoutPassword = <T extends z.ZodType>(protocol: T) => z.object({ protocol }).nullable()

/** An SNMP profile as the console sees it: its secrets are never shown again. */
export const SnmpProfile = z.discriminatedUnion('version', [
  SnmpCommunityAccess.omit({ community: true }).extend(shown),
  SnmpUserAccess.extend({
    ...shown,
    authentication: withoutPassword(authentication.unwrap().shape.protocol),
    privacy: withoutPassword(privacy.unwrap().shape.protocol),
  }),
])

const profile = { ...inOrganization, profileId: z.uuid() }

export const snmpProfilesContract = {
  listProfiles: operation('read the fleet')
    .route({ method: 'GET', path: '/organizations/{organizationId}/snmp-profiles', summary: 'SNMP profiles', tags: ['Agents'] })
    .input(z.object(inOrganization))
    .output(z.array(SnmpProfile)),
  createProfile: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/snmp-profiles',
      successStatus: 201,
      summary: 'Create an SNMP profile; its secrets are kept encrypted and never shown again',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use', 'too-many-profiles'))
    .input(z.object({ ...inOrganization, profile: SnmpProfileForm }))
    .output(SnmpProfile),
  changeProfile: operation('manage the fleet')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/snmp-profiles/{profileId}',
      summary: 'Edit an SNMP profile; its agents fetch it, and no printer is unenrolled',
      tags: ['Agents'],
    })
    .errors(refusals('name-in-use', 'edited-by-another'))
    .input(z.object({ ...profile, edition: int32, profile: SnmpProfileForm }))
    .output(SnmpProfile),
  removeProfile: operation('manage the fleet')
    .route({
      method: 'DELETE',
      path: '/organizations/{organizationId}/snmp-profiles/{profileId}',
      successStatus: 204,
      summary: 'Delete an SNMP profile: refused while an agent uses it',
      tags: ['Agents'],
    })
    .errors(refusals('profile-in-use'))
    .input(z.object(profile)),
}

export type SnmpProfileForm = z.output<typeof SnmpProfileForm>
export type SnmpProfile = z.infer<typeof SnmpProfile>
