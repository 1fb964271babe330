import { z } from 'zod'

const place = {
  id: z.uuid(),
  name: z.string(),
  port: z.number().int().min(1).max(65535),
  timeoutMilliseconds: z.number().int().min(50).max(60_000),
  retries: z.number().int().min(0).max(5),
}

/** How to speak SNMP to an address in versions 1 and 2c. */
export const SnmpCommunityAccess = z.object({ ...place, version: z.enum(['v1', 'v2c']), community: z.string() })

/** How version 3 proves who asks (RFC 3414, 7860). */
export const AUTHENTICATION_PROTOCOLS = ['md5', 'sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'] as const

/**
 * How version 3 encrypts (RFC 3414, 3826). For AES-192 and AES-256 two ways to lengthen the key are in use: that of the draft by
 * Blumenthal, and that of the draft by Reeder, which printers and routers often call `AES-256-C`, "Cisco" or "3DES extension".
 */
export const PRIVACY_PROTOCOLS = ['des', 'aes-128', 'aes-192', 'aes-256', 'aes-192-cisco', 'aes-256-cisco'] as const

/** As RFC 3414 (11.2) demands of passwords. */
const password = z.string().min(8).max(255)

/** How to speak SNMP to an address in version 3. Privacy needs authentication. */
export const SnmpUserAccess = z.object({
  ...place,
  version: z.literal('v3'),
  userName: z.string().min(1).max(32),
  authentication: z.object({ protocol: z.enum(AUTHENTICATION_PROTOCOLS), password }).nullable(),
  privacy: z.object({ protocol: z.enum(PRIVACY_PROTOCOLS), password }).nullable(),
  contextName: z.string().max(32).describe('empty for the default context, which is what printers have'),
})

/** How to speak SNMP to an address. */
export const SnmpAccess = z.discriminatedUnion('version', [SnmpCommunityAccess, SnmpUserAccess])

export type SnmpCommunityAccess = z.infer<typeof SnmpCommunityAccess>
export type SnmpUserAccess = z.infer<typeof SnmpUserAccess>
export type SnmpAccess = z.infer<typeof SnmpAccess>
