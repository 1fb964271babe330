/** A rule of the product where it lives: `@rule area/slug  sentence`. */
export interface Rule {
  slug: string
  words: string
  file: string
  line: number
}

/** A test whose title names the rule that it proves, in brackets. */
export interface Proof {
  slug: string
  title: string
  file: string
  line: number
}

const slugPattern = '[a-z0-9-]+/[a-z0-9-]+'

/** Finds the rules in a source file, be they in JSDoc or in SQL comments. A sentence goes on until its full stop. */
export function findRules(file: string, text: string): Rule[] {
  const lines = text.split('\n')
  return lines.flatMap((line, index) => {
    const [, slug, start] = line.match(`@rule\\s+(${slugPattern})(?:\\s+(.*))?$`) ?? []
    return slug ? [{ slug, words: sentence(start ?? '', lines.slice(index + 1)), file, line: index + 1 }] : []
  })
}

function sentence(start: string, following: string[]): string {
  let words = start.replace(/\s*\*\/.*$/, '').trim()
  if (start.includes('*/')) return words
  for (const line of following) {
    const [, more] = line.match(/^\s*(?:\*(?!\/)|--)\s*([^@\s].*)$/) ?? []
    if (!more || /[.!?]$/.test(words)) break
    words = `${words} ${more.replace(/\s*\*\/.*$/, '')}`.trim()
    if (more.includes('*/')) break
  }
  return words
}

/** Finds the titles in a test file that name rules. Tests that do not run prove nothing. */
export function findProofs(file: string, text: string): Proof[] {
  return text.split('\n').flatMap((line, index) => {
    if (/\.(skip|todo)\(/.test(line)) return []
    const literals = [...line.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/g)].map((match) => match[2]!)
    return literals.flatMap((title) => {
      const slugs = [...title.matchAll(new RegExp(`\\[(${slugPattern})\\]`, 'g'))].map((match) => match[1]!)
      return slugs.map((slug) => ({ slug, title: title.replaceAll(/\s*\[[^\]]*\]/g, ''), file, line: index + 1 }))
    })
  })
}

/**
 * What is wrong: a rule without a test, with two homes or without words, or whose sentence in the document is another; a test or a line of the
 * document whose rule lives nowhere.
 */
export function findFaults(rules: Rule[], proofs: Proof[], documented: Map<string, string>): string[] {
  const homes = Map.groupBy(rules, (rule) => rule.slug)
  const proved = new Set(proofs.map((proof) => proof.slug))
  return [
    ...[...homes].filter(([slug]) => !proved.has(slug)).map(([slug, [rule]]) => `untested: ${slug} (${rule!.file}:${rule!.line})`),
    ...[...homes]
      .filter(([, all]) => all.length > 1)
      .map(([slug, all]) => `two homes: ${slug} (${all.map((rule) => `${rule.file}:${rule.line}`).join(', ')})`),
    ...rules.filter((rule) => rule.words === '').map((rule) => `without words: ${rule.slug} (${rule.file}:${rule.line})`),
    ...proofs.filter(({ slug }) => !homes.has(slug)).map(({ slug, file, line }) => `homeless: ${slug} (${file}:${line})`),
    ...[...documented.keys()].filter((slug) => !homes.has(slug)).map((slug) => `homeless: ${slug} (docs/rules.md)`),
    ...rules.flatMap(({ slug, words, file, line }) => {
      const other = documented.get(slug)
      return other === undefined || other === inTable(words)
        ? []
        : [`two sentences: ${slug}\n  ${file}:${line}: ${words}\n  docs/rules.md: ${other}`]
    }),
  ]
}

const inTable = (words: string) => words.replaceAll('|', '\\|')

/**
 * Rules in numbered migrations whose home is not what runs. Such a rule stands above the constraint, index, function or table that holds it, by
 * name; a later numbered file that drops, renames or replaces it takes the rule's home away. A live file is what runs.
 */
export function findLostHomes(rules: Rule[], migrations: { file: string; text: string }[]): string[] {
  const numbered = migrations.filter(({ file }) => /\/\d{4}_[^/]*\.sql$/.test(file))
  return rules.flatMap(({ slug, file, line }) => {
    const home = numbered.find((each) => each.file === file)
    if (!home) return []
    const object = objectBelow(home.text.split('\n').slice(line))
    if (!object) return [`no object: ${slug} (${file}:${line}) stands above no named constraint, index, function or table`]
    const later = numbered.find((each) => each.file > file && changes(each.text, object))
    return later ? [`lost home: ${slug} (${file}:${line}): ${later.file} changes ${object}`] : []
  })
}

function objectBelow(lines: string[]): string | undefined {
  const first = lines.find((line) => line.trim() !== '' && !line.trim().startsWith('--'))
  return first?.match(/(?:\bconstraint|\bcreate (?:unique )?(?:index|function|table))\s+(\w+)/)?.[1]
}

const changes = (text: string, object: string) =>
  new RegExp(
    `(\\bdrop (constraint|index|function|table)( if exists)?|\\bcreate or replace function|\\brename constraint|\\balter index)\\s+${object}\\b`,
  ).test(text)

const heading = `# Every rule of the product

The words are those of the source. \`npm run rules\` adds new rules and writes where each lives and which tests prove it; it fails where a
sentence here and the one in the source differ. Correct the wrong one; \`npm run rules -- --from-source\` takes those of the source.

| rule | the product's words | home | tests |
|---|---|---|---|
`

/** The rules that the document holds, with the words it has for them. */
export function readDocument(text: string): Map<string, string> {
  const rows = text.split('\n').map((line) => line.match(`^\\| \`(${slugPattern})\` \\| (.*?) \\| `))
  return new Map(rows.filter((row) => row !== null).map(([, slug, words]) => [slug!, words!]))
}

/** The document, written again: the words it had, else those of the source. */
export function writeDocument(rules: Rule[], proofs: Proof[], former = new Map<string, string>()): string {
  const link = (file: string) => `[${file.split('/').at(-1)}](../${file})`
  const row = ({ slug, words: own, file }: Rule) => {
    const tests = new Set(proofs.filter((proof) => proof.slug === slug).map((proof) => proof.file))
    return `| \`${slug}\` | ${former.get(slug) ?? inTable(own)} | ${link(file)} | ${[...tests].sort().map(link).join(', ')} |\n`
  }
  return (
    heading +
    rules
      .toSorted((a, b) => a.slug.localeCompare(b.slug, 'en'))
      .map(row)
      .join('')
  )
}
