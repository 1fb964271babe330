import { createOTP } from '@better-auth/utils/otp'

/**
 * Codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds). The step of a code is kept once it is accepted: neither it nor an older one
 * counts again.
 */

export const STEP_SECONDS = 30
// Clocks differ: the step before and the one after count too.
const STEPS = [0, -1, 1]

/** The step whose code this is, around a moment; undefined where it is none of them. */
export async function stepOf(key: string, code: string, at: Date): Promise<number | undefined> {
  const now = Math.floor(at.getTime() / 1000 / STEP_SECONDS)
  for (const offset of STEPS) if ((await createOTP(key).hotp(now + offset)) === code) return now + offset
  return undefined
}

/** The code of a moment, as the app shows it. */
export const codeAt = (key: string, at: Date): Promise<string> => createOTP(key).hotp(Math.floor(at.getTime() / 1000 / STEP_SECONDS))

/** What an app reads from a QR code. */
export const setupAddress = (key: string, issuer: string, account: string): string => createOTP(key).url(issuer, account)

/** A code as typed: with blanks or dashes, in either case. */
export const typedCode = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase()
