import type { SnmpUserAccess } from '../../features/agent-protocol/snmp-access.api.ts'
import type { CommunityVersion } from './message.ts'
import type { Pdu } from './pdu.ts'
import type { Varbind } from './value.ts'

export type SnmpVersion = CommunityVersion | 'v3'

/** Who asks: a community, or a user of version 3. */
export type Credentials =
  | { version: CommunityVersion; community: string }
  | Pick<SnmpUserAccess, 'version' | 'userName' | 'authentication' | 'privacy' | 'contextName'>

/** Where a printer is asked. `address` is an IPv4 address. */
interface Place {
  address: string
  port: number
  timeoutMilliseconds: number
  retries: number
}

/** Where and how a printer is asked. */
export type SnmpTarget = Place & Credentials
export type UserTarget = Extract<SnmpTarget, { version: 'v3' }>

/** What became of a request. `error-status` other than 0 (RFC 3416, 3) is an answer too. */
export type Answer =
  | { kind: 'answer'; errorStatus: number; errorIndex: number; varbinds: Varbind[] }
  | { kind: 'no-answer' }
  | { kind: 'no-route' }
  /** A report of version 3 said so; `details` in its words. */
  | { kind: 'wrong-credentials'; details: string }

export type Question = Omit<Pdu, 'requestId'>
