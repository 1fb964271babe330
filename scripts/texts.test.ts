import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listTexts } from './print-texts.ts'
import { findSqlTexts, findTexts, findWords, readWordList } from './texts.ts'

const textsOf = (source: string) => findTexts('a.tsx', source).map(({ text }) => text)

describe('texts', () => {
  it('are found in JSX, with what is filled in', () => {
    expect(textsOf('const a = <p>Read <b>{n}</b> of {count} printers {"today"}.</p>')).toEqual(['Read {…} of {…} printers today.'])
    expect(textsOf('const a = <Box><Header description="Last read">Printers</Header>Some left</Box>')).toEqual([
      'Some left',
      'Printers',
      'Last read',
    ])
  })

  it.each([
    ['properties', `const a = { header: 'Model', label: \`\${count} printers\` }`, ['Model', '{…} printers']],
    ['aria labels', '<Table ariaLabel="Printers" aria-label="CSV" />', ['Printers', 'CSV']],
    [
      'descriptions of the contract',
      `z.string().min(1, 'State a reason.').describe('kept in the audit trail')`,
      ['State a reason.', 'kept in the audit trail'],
    ],
    ['refusals', `throw new Problem('contact-in-use', \`\${name} is in use.\`)`, ['{…} is in use.']],
    ['log lines', `log.warn({ host }, 'no answer')`, ['no answer']],
    ['templates in templates', '`Of $' + '{n > 0 ? `at most $' + '{n}` : "none"} pages`', ['Of {…} pages', 'at most {…}']],
  ])('are found in %s', (_place, source, texts) => {
    expect(textsOf(source)).toEqual(texts)
  })

  it.each([
    ['imports', `import a from './Some file.ts'; export * from 'Two words'`],
    ['types', `type A = 'Some type' | 'Other'`],
    ['SQL', 'sql<Row>`select name from printers`; sql`now() at time zone`; db.selectFrom("printers as p").select("p.id as id")'],
    [
      'names for machines',
      `const a = <Box className="a b" variant="awsui-key-label" href="/printers" />; rows['Some key']; f({ 'Some key': 1 })`,
    ],
    ['identifiers', `f('managed', 'contact-in-use', 'lifetimePageCount', 'GET', 'Content-Type', '1.3.6.1.2')`],
  ])('are not found in %s', (_place, source) => {
    expect(textsOf(source)).toEqual([])
  })

  it('are found in what the database refuses', () => {
    expect(findSqlTexts('a.sql', "begin\n  raise exception 'it''s % printers', n;")).toEqual([
      { file: 'a.sql', line: 2, text: "it's {…} printers" },
    ])
  })

  it('have places', () => {
    expect(findTexts('src/a.ts', `\n\nconst a = 'Two words'`)).toEqual([{ file: 'src/a.ts', line: 3, text: 'Two words' }])
  })

  it('are held against whole words of the list', () => {
    const words = readWordList('x\n| write | not |\n|---|---|\n| read | `told`, `came to pass` |\n| door | |\n\n| other | `read` |\n')
    expect(words).toEqual(['told', 'came to pass'])
    expect(findWords('As Told by it', words)).toEqual(['told'])
    expect(findWords('It came to pass', words)).toEqual(['came to pass'])
    expect(findWords('Toldo, re-told, read', words)).toEqual([])
  })

  it('use no word that the style page replaces', () => {
    const root = path.dirname(import.meta.dirname)
    const words = readWordList(fs.readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'))
    const texts = listTexts()
    expect(words.length).toBeGreaterThan(20)
    expect(texts.length).toBeGreaterThan(2000)
    const found = texts.flatMap(({ file, line, text }) => findWords(text, words).map((word) => `${file}:${line}  ${word}: ${text}`))
    expect(found).toEqual([])
  })
})
