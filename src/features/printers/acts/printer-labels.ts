import { z } from 'zod'

/**
 * What people write on printers: asset tag, location and tags.
 *
 * Open in the specification is how long they may be and when two tags are one. We keep texts short enough to be read in a column, collapse blanks as a reader
 * does, and take a tag that differs from an existing one in its letters' case alone for that one.
 */

/** @rule printers/tag-limits  A tag has 1 to 64 characters; a printer has at most 50. */
export const TAG_LENGTH = 64
export const TAGS_PER_PRINTER = 50
export const ASSET_TAG_LENGTH = 64
export const LOCATION_LENGTH = 128

const collapsed = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim()
const line = z.string().max(2000).transform(collapsed)

export const Tag = line.pipe(
  z
    .string()
    .min(1, 'A tag has at least one character.')
    .max(TAG_LENGTH, `A tag has at most ${TAG_LENGTH} characters.`)
    .regex(/^[^,]*$/, 'A tag cannot contain a comma: commas separate tags.'),
)

const optionalText = (length: number) =>
  z
    .union([z.null(), line.pipe(z.string().max(length, `At most ${length} characters.`))])
    .transform((text) => text || null)
    .optional()

/** Absent leaves alone, null (or nothing but blanks) clears. */
export const labelChange = {
  assetTag: optionalText(ASSET_TAG_LENGTH).describe('absent: unchanged; null: cleared'),
  location: optionalText(LOCATION_LENGTH).describe(
    'absent: unchanged; null: cleared, so that the location that the printer reports is shown',
  ),
}

/** Why a printer cannot have so many tags; undefined when it can. */
export function whyNotTag(tags: number): string | undefined {
  return tags > TAGS_PER_PRINTER ? `A printer has at most ${TAGS_PER_PRINTER} tags; this one would have ${tags}.` : undefined
}

/** Whether these are the same tags, in whatever order. */
export const sameTags = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((tag) => other.includes(tag))

/** What an edit writes, in words: the details of its task. */
export function describeEdit({ assetTag, location }: { assetTag?: string | null; location?: string | null }): string {
  const part = (label: string, text: string | null | undefined) =>
    text === undefined ? [] : [text === null ? `${label} cleared` : `${label} “${text}”`]
  return [...part('Asset tag', assetTag), ...part('Location', location)].join('; ')
}

/** What a change of tags does, in words: the details of its task. */
export function describeTagging({ add, remove }: { add: readonly string[]; remove: readonly string[] }): string {
  return [add.length > 0 && `Add ${add.join(', ')}`, remove.length > 0 && `Remove ${remove.join(', ')}`].filter(Boolean).join('; ')
}
