import { describe, expect, it } from 'vitest'
import { findFaults, findProofs, findRules, readDocument, writeDocument } from './rules.ts'

describe('rules', () => {
  it('are found in JSDoc, with their sentence and their line', () => {
    const text = [
      '/**',
      ' * Judges.',
      ' * @rule program/order  The first line that',
      ' *   is true counts.',
      ' * Not part of it.',
      ' */',
    ].join('\n')
    expect(findRules('src/a.ts', text)).toEqual([
      { slug: 'program/order', words: 'The first line that is true counts.', file: 'src/a.ts', line: 3 },
    ])
  })

  it.each([
    ['one line of JSDoc', '/** @rule a/b  One. */', 'One.'],
    ['a second line that ends the comment', '/** @rule a/b  One\n * more */\nconst x = 1', 'One more'],
    ['SQL', '  -- @rule a/b  One\n  -- more.\n  -- Other.\n', 'One more.'],
    ['SQL without a full stop', '-- @rule a/b  One\ncreate table t ()', 'One'],
    ['a sentence followed by another tag', '/**\n * @rule a/b  One\n * @rule c/d  Two\n */', 'One'],
    ['no sentence', '/** @rule a/b */', ''],
  ])('reads the words of %s', (_kind, text, words) => {
    expect(findRules('x', text)[0]).toMatchObject({ slug: 'a/b', words })
  })

  it('are proved by titles, also by several in one, and by none that does not run', () => {
    const text = [
      `it('keeps it [a/b]', () => {})`,
      `it.each(rows)("%s both [a/b] [c/d]", run)`,
      `it.skip('not [e/f]', run)`,
      `const type = x[a/b]`,
    ]
    expect(findProofs('x.test.ts', text.join('\n'))).toEqual([
      { slug: 'a/b', title: 'keeps it', file: 'x.test.ts', line: 1 },
      { slug: 'a/b', title: '%s both', file: 'x.test.ts', line: 2 },
      { slug: 'c/d', title: '%s both', file: 'x.test.ts', line: 2 },
    ])
  })

  const rule = { slug: 'a/b', words: 'One | two.', file: 'src/a.ts', line: 3 }
  const proof = { slug: 'a/b', title: 'keeps it', file: 'src/a.test.ts', line: 1 }

  it('must have one home, words and a test', () => {
    expect(findFaults([rule], [proof], ['a/b'])).toEqual([])
    expect(findFaults([rule], [], [])).toEqual(['untested: a/b (src/a.ts:3)'])
    expect(findFaults([rule, { ...rule, line: 9 }], [proof], [])).toEqual(['two homes: a/b (src/a.ts:3, src/a.ts:9)'])
    expect(findFaults([{ ...rule, words: '' }], [proof], [])).toEqual(['without words: a/b (src/a.ts:3)'])
    expect(findFaults([], [proof], ['c/d'])).toEqual(['homeless: a/b (src/a.test.ts:1)', 'homeless: c/d (docs/rules.md)'])
  })

  it('are documented with words that may be edited, and generated homes and tests', () => {
    const first = writeDocument('', [rule], [proof, proof])
    expect(first).toContain('| `a/b` | One \\| two. | [a.ts](../src/a.ts) | [a.test.ts](../src/a.test.ts) |\n')
    expect([...readDocument(first).keys()]).toEqual(['a/b'])
    const edited = first.replace('One \\| two.', 'Three.')
    expect(writeDocument(edited, [{ ...rule, file: 'src/b.ts' }], [])).toContain('| `a/b` | Three. | [b.ts](../src/b.ts) |  |\n')
    expect(writeDocument(first, [rule], [proof])).toBe(first)
  })

  it('may be none at all', () => {
    expect(findFaults([], [], [])).toEqual([])
    expect(readDocument(writeDocument('', [], [])).size).toBe(0)
  })
})
