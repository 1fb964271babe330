import ts from 'typescript'

/** A text that a person may read, where it stands. What is filled in at run time shows as `{…}`. */
export interface Text {
  file: string
  line: number
  text: string
}

/** JSX attributes and properties whose values are names for machines. */
const TECHNICAL = new Set(
  (
    'className id key type variant name href to style color size colSpan rowSpan autoComplete inputMode rel target iconName fontSize fontWeight ' +
    'display alignItems justifyContent padding margin method path code errorCode cursor'
  ).split(' '),
)
/** Functions whose arguments are names for machines: queries, events, addresses, headers of HTTP. */
const TECHNICAL_CALLS = new Set(
  (
    'select selectFrom where whereRef orderBy groupBy innerJoin leftJoin onRef on off once ref column table returning insertInto updateTable ' +
    'deleteFrom querySelector querySelectorAll getElementById addEventListener header getHeader setHeader createElement raw lit split replaceAll ' +
    'toLocaleString getEnv exec prepare'
  ).split(' '),
)
const TECHNICAL_TAGS = new Set(['sql', 'css', 'raw', 'String.raw'])

/** Finds the texts of a TypeScript file: at least two words, or a word that starts with a capital letter. */
export function findTexts(file: string, source: string): Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const texts: Text[] = []
  const add = (node: ts.Node, text: string, shown: boolean) => {
    const plain = text.replace(/\s+/g, ' ').trim()
    const start = node.getStart(tree)
    if (isText(plain, shown)) texts.push({ file, line: tree.getLineAndCharacterOfPosition(start).line + 1, text: plain })
  }
  const visit = (node: ts.Node): void => {
    if (isTechnical(node)) return
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) add(node, node.text, isShown(node))
    else if (ts.isTemplateExpression(node)) add(node, templateText(node), isShown(node))
    else if (ts.isJsxElement(node) || ts.isJsxFragment(node)) for (const [first, text] of runsOf(node)) add(first, text, true)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return texts
}

/** What the database says when it refuses: `raise exception '…'`. */
export function findSqlTexts(file: string, source: string): Text[] {
  return source.split('\n').flatMap((line, index) => {
    const text = line.match(/raise exception '((?:[^']|'')*)'/)?.[1]
    return text ? [{ file, line: index + 1, text: text.replaceAll("''", "'").replaceAll('%', '{…}') }] : []
  })
}

/** Words of the list that a text contains. */
export function findWords(text: string, words: readonly string[]): string[] {
  return words.filter((word) => new RegExp(`(?<![\\p{L}\\d-])${word}(?![\\p{L}\\d-])`, 'iu').test(text))
}

/** The words that the style page replaces: the second column of the table whose heading is `| write | not |`. */
export function readWordList(page: string): string[] {
  const [, table] = page.match(/\n\| write \| not \|\n\|[-|]+\n((?:\|.*\n)+)/) ?? []
  return (table ?? '').split('\n').flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, word]) => word!))
}

function isTechnical(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isImportTypeNode(node) || ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike((node as ts.ElementAccessExpression).argumentExpression)
  if (ts.isTaggedTemplateExpression(node)) return TECHNICAL_TAGS.has(node.tag.getText().replace(/<.*$/s, '').split('.')[0]!)
  if (ts.isJsxAttribute(node)) return TECHNICAL.has(node.name.getText())
  if (ts.isPropertyAssignment(node)) return TECHNICAL.has(node.name.getText()) && ts.isStringLiteralLike(node.initializer)
  const parent = node.parent
  if (!ts.isStringLiteralLike(node) || !parent) return false
  // A literal between tags belongs to the sentence around it.
  if (ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent)) return true
  if (ts.isPropertyAssignment(parent)) return parent.name === node
  return ts.isCallExpression(parent) && TECHNICAL_CALLS.has(parent.expression.getText().split('.').at(-1)!.replace(/<.*$/s, ''))
}

/** Whether a literal is shown as it stands, so that a single abbreviation counts too. */
function isShown(node: ts.Node): boolean {
  return ts.isJsxAttribute(node.parent) || ts.isJsxExpression(node.parent)
}

function isText(text: string, shown: boolean): boolean {
  if (!/\p{L}{2}/u.test(text) || /^(?:https?:|\.{0,2}\/|#|--?[a-z])\S*$/.test(text)) return false
  if (/^[\w.":]+ as \w+$/.test(text) || /^(?:select|insert|update|delete|create|alter|begin|commit|pragma|set) .*[a-z_]+/.test(text))
    return false
  const words = text.match(/\{…\}|[\p{L}\d'’.,:;()-]*\p{L}[\p{L}\d'’.,:;()-]*/gu) ?? []
  const spaced = text.split(' ').filter((word) => /\p{L}|\{…\}/u.test(word))
  if (spaced.length >= 2 && words.length >= 2) return true
  if (/^[A-Z]+$/.test(text) || /^[A-Z][\w-]*[A-Z-]\w*$/.test(text)) return shown
  return /^\p{Lu}\p{L}/u.test(text) || shown
}

function templateText(node: ts.TemplateExpression): string {
  return node.head.text + node.templateSpans.map((span) => `{…}${span.literal.text}`).join('')
}

/** The texts between the tags of an element: what is written and what is filled in between, as one. */
function runsOf(element: ts.JsxElement | ts.JsxFragment): [ts.Node, string][] {
  const runs: [ts.Node, string][] = []
  let run: [ts.Node, string] | undefined
  const end = () => {
    if (run && /\p{L}/u.test(run[1].replaceAll('{…}', ''))) runs.push(run)
    run = undefined
  }
  for (const child of element.children) {
    if (ts.isJsxText(child)) run = [run?.[1].trim() ? run[0] : child, (run?.[1] ?? '') + child.text]
    else if (ts.isJsxExpression(child) && child.expression)
      run = [run?.[0] ?? child, `${run?.[1] ?? ''}${expressionText(child.expression)}`]
    else if (isInline(child)) run = [run?.[0] ?? child, `${run?.[1] ?? ''}{…}`]
    else end()
  }
  end()
  return runs
}

function expressionText(expression: ts.Expression): string {
  return ts.isStringLiteralLike(expression) ? expression.text : '{…}'
}

/** Elements that stand within a sentence. */
function isInline(node: ts.JsxChild): boolean {
  const name = ts.isJsxElement(node)
    ? node.openingElement.tagName.getText()
    : ts.isJsxSelfClosingElement(node)
      ? node.tagName.getText()
      : ''
  return /^(Link|CountLink|b|strong|em|code|a|i)$/.test(name)
}
