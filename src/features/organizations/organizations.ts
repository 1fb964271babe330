import { z } from 'zod'
import { formatNoun, plural } from '../../platform/numbers.ts'

/**
 * The name of a partner or child organization.
 * @rule organizations/name  A name has letters, digits, spaces and . , ' & ( ) - and is unique under the parent, regardless of case.
 */
export const OrganizationName = z
  .string()
  .transform((s) => s.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'Name is required.')
      .max(128, 'Name has at most 128 characters.')
      .regex(/^[\p{L}\p{M}\p{N} .,'&()-]*$/u, "Name can contain only letters, digits, spaces and . , ' & ( ) -"),
  )

/**
 * Why an organization cannot be deleted; undefined when it can.
 * @rule organizations/held-printers-keep-their-organization  A child organization with managed or pending printers cannot be deleted.
 */
export function whyNotDelete(organization: { managed: number; pending: number; children: number }): string | undefined {
  const held = organization.managed + organization.pending
  const { children } = organization
  // Of a partner, whose figures are those of its children, this is what to do first.
  if (children > 0)
    return `The organization has ${formatNoun(children, 'child organization')}. Delete ${plural(children, 'it', 'them')} first.`
  if (held > 0) return `The organization has ${formatNoun(held, 'managed or pending printer')} and cannot be deleted.`
  return undefined
}
