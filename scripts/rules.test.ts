import { describe, expect, it } from 'vitest'
import { findFaults, findLostHomes, findProofs, findRules, readDocument, writeDocument } from './rules.ts'

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

  const documented = new Map([['a/b', 'One \\| two.']])

  it('must have one home, words and a test', () => {
    expect(findFaults([rule], [proof], documented)).toEqual([])
    expect(findFaults([rule], [], new Map())).toEqual(['untested: a/b (src/a.ts:3)'])
    expect(findFaults([rule, { ...rule, line: 9 }], [proof], new Map())).toEqual(['two homes: a/b (src/a.ts:3, src/a.ts:9)'])
    expect(findFaults([{ ...rule, words: '' }], [proof], new Map())).toEqual(['without words: a/b (src/a.ts:3)'])
    expect(findFaults([], [proof], new Map([['c/d', 'One.']]))).toEqual([
      'homeless: a/b (src/a.test.ts:1)',
      'homeless: c/d (docs/rules.md)',
    ])
  })

  it('must have the same sentence in the source and in the document', () => {
    expect(findFaults([{ ...rule, words: 'Three.' }], [proof], documented)).toEqual([
      'two sentences: a/b\n  src/a.ts:3: Three.\n  docs/rules.md: One \\| two.',
    ])
  })

  describe('in a numbered migration', () => {
    const find = (home: string, later = '') => {
      const files = [
        { file: 'migrations/0001_ink.sql', text: `-- @rule a/b  One.\n${home}` },
        { file: 'migrations/0002_ink.sql', text: later },
      ]
      return findLostHomes(findRules(files[0]!.file, files[0]!.text), files)
    }

    it.each([
      ['a constraint', '  constraint black unique (color)', 'alter table ink drop constraint black;'],
      ['an index', 'create unique index black on ink (color);', 'drop index if exists black;'],
      ['a function', '-- Why.\ncreate function black() returns int', 'create or replace function black() returns bigint'],
      ['a table', 'create table black (', 'drop table black;'],
    ])('stand above %s that no later file changes', (_kind, home, later) => {
      expect(find(home, 'select 1;')).toEqual([])
      expect(find(home, later)).toEqual(['lost home: a/b (migrations/0001_ink.sql:1): migrations/0002_ink.sql changes black'])
    })

    it('must stand above something with a name', () => {
      expect(find('  foreign key (color) references colors')).toEqual([
        'no object: a/b (migrations/0001_ink.sql:1) stands above no named constraint, index, function or table',
      ])
    })
  })

  it('are documented with their words, homes and tests', () => {
    const first = writeDocument([rule], [proof, proof])
    expect(first).toContain('| `a/b` | One \\| two. | [a.ts](../src/a.ts) | [a.test.ts](../src/a.test.ts) |\n')
    expect(readDocument(first)).toEqual(documented)
    expect(writeDocument([{ ...rule, words: 'Three.' }], [], documented)).toContain('| `a/b` | One \\| two. | [a.ts](../src/a.ts) |  |\n')
  })

  it('may be none at all', () => {
    expect(findFaults([], [], new Map())).toEqual([])
    expect(readDocument(writeDocument([], [])).size).toBe(0)
  })
})
