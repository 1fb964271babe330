import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { whyNotLabel } from '../printers.ts'
import { describeEdit, describeTagging, labelChange, TAGS_PER_PRINTER, Tag, whyNotTag } from './printer-labels.ts'

const Change = z.object(labelChange)

describe('asset tag and location', () => {
  it.each([
    [{}, {}, ''],
    [{ assetTag: '  A  1 ' }, { assetTag: 'A 1' }, 'Asset tag “A 1”'],
    [{ assetTag: null }, { assetTag: null }, 'Asset tag cleared'],
    [{ assetTag: ' ' }, { assetTag: null }, 'Asset tag cleared'],
    [{ assetTag: 'A', location: 'Hall 2' }, { assetTag: 'A', location: 'Hall 2' }, 'Asset tag “A”; Location “Hall 2”'],
  ])('%o is kept as %o: absent leaves alone, null or blank clears', (input, kept, words) => {
    expect(Change.parse(input)).toEqual(kept)
    expect(describeEdit(Change.parse(input))).toBe(words)
  })

  it('that are too long are refused with their limit', () => {
    expect(Change.safeParse({ assetTag: 'x'.repeat(65) }).error?.issues[0]).toMatchObject({
      path: ['assetTag'],
      message: 'At most 64 characters.',
    })
    expect(Change.safeParse({ location: 'x'.repeat(129) }).success).toBe(false)
    expect(Change.parse({ location: 'x'.repeat(128) }).location).toHaveLength(128)
  })
})

describe('a tag', () => {
  it('has 1 to 64 characters, blanks collapsed, no comma, and is kept as it is kept [printers/tag-limits]', () => {
    for (const [text, kept] of [
      ['x', 'x'],
      [' Ground   floor ', 'Ground floor'],
      ['x'.repeat(64), 'x'.repeat(64)],
      ['', undefined],
      ['  ', undefined],
      ['x'.repeat(65), undefined],
      ['a,b', undefined],
    ] as const)
      expect([text, Tag.safeParse(text).data]).toEqual([text, kept])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const kept = Tag.safeParse(text).data
        if (kept !== undefined) expect(Tag.parse(kept)).toBe(kept)
      }),
    )
  })

  it('is one of at most 50 on a printer [printers/tag-limits]', () => {
    expect([whyNotTag(TAGS_PER_PRINTER), whyNotTag(TAGS_PER_PRINTER + 1)]).toEqual([
      undefined,
      'A printer has at most 50 tags; this one would have 51.',
    ])
  })

  it('is described in words: added, removed, both', () => {
    expect(describeTagging({ add: ['a', 'b'], remove: ['c'] })).toBe('Add a, b; Remove c')
    expect(describeTagging({ add: [], remove: ['c'] })).toBe('Remove c')
  })
})

describe('a printer', () => {
  it.each([
    ['enrolled', undefined],
    ['discovered', undefined],
    ['failed', 'Printer failed registration'],
    ['unenrolled', 'No longer on the list'],
    [null, 'No longer on the list'],
  ] as const)('that is %s is written on unless: %s [printers/failed-printers-are-given-nothing]', (registration, why) =>
    expect(whyNotLabel(registration)).toBe(why),
  )
})
