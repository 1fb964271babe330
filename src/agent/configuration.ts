import { z } from 'zod'
import { AgentConfiguration } from '../features/agent-protocol/agent-protocol.api.ts'
import { SnmpAccess } from '../features/agent-protocol/snmp-access.api.ts'

/**
 * What the server asks an agent to do. An SNMP profile that this agent does not understand, because it is older than the server, is left
 * out, and the entries that name it lead nowhere until the agent is updated; the others count.
 */
const Lenient = AgentConfiguration.extend({
  profiles: z.array(z.unknown()).transform((profiles) =>
    profiles.flatMap((profile) => {
      const known = SnmpAccess.safeParse(profile)
      return known.success ? [known.data] : []
    }),
  ),
})

/** Reads a configuration. Throws where it is none. */
export function readConfiguration(reported: unknown): AgentConfiguration {
  return Lenient.parse(reported)
}
