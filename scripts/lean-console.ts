import fs from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'

// The design system brings parts to every page that the console never shows. They are left out, so that the printer list opens sooner.
// A part is left out only when that measurably saves compressed JavaScript of the list, and when the part guards nothing. The figure
// beside each part is what the list grows by, of 249.2 KB, when that part alone is kept; keeping all of them makes it 283.9 KB. Measured on
// 25 November 2026 with version 3.0.1383. The versions are pinned; `scripts/bundle-size.test.ts` reports when a part has moved.

const root = path.dirname(import.meta.dirname)
const design = path.join(root, 'node_modules/@cloudscape-design/components')

const nothing = (...names: string[]) => names.map((name) => `export function ${name}() { return null }`).join('\n')

// Their children may be functions that want to know where they stand.
const FUNNEL = `import { useContext } from 'react'
import { FunnelContext, FunnelStepContext, FunnelSubStepContext } from '../context/analytics-context'
const passing = (Context) => ({ children }) => {
  const context = useContext(Context)
  return typeof children === 'function' ? children(context) : children
}
export const AnalyticsFunnel = passing(FunnelContext)
export const AnalyticsFunnelStep = passing(FunnelStepContext)
export const AnalyticsFunnelSubStep = passing(FunnelSubStepContext)`

// Only the line between two headings is left of what makes columns wider.
const RESIZER = `import React from 'react'
import clsx from 'clsx'
import styles from './styles.css.js'
export function Divider({ className, position, isGrouped }) {
  const placed = position && position !== 'default' && styles['divider-position-' + position]
  return React.createElement('span', { className: clsx(styles.divider, placed, isGrouped && styles['divider-grouped'], className) })
}
${nothing('Resizer', 'ResizeTracker')}`

const DRAWER = '/app-layout/visual-refresh-toolbar/drawer'

/** Parts of the design system by the end of their file's name, with what stands in their place. */
export const LEFT_OUT: Record<string, string> = {
  // 20.5 KB. Announcements of features, with drag and drop. The console has no announcements.
  [`${DRAWER}/feature-notifications-drawer-content.js`]: `${nothing('RuntimeContentPart')}\nexport default function Nothing() { return null }`,
  // 7.6, 7.8, 7.5, 4.2 and 1.3 KB. Drawers beside and below the page: the console has none.
  [`${DRAWER}/global-ai-drawer.js`]: nothing('AppLayoutGlobalAiDrawerImplementation'),
  [`${DRAWER}/global-bottom-drawer.js`]: nothing('AppLayoutBottomDrawerWrapper'),
  [`${DRAWER}/global-drawer.js`]: 'export default function Nothing() { return null }',
  [`${DRAWER}/local-drawer.js`]: nothing('AppLayoutDrawerImplementation'),
  '/app-layout/visual-refresh-toolbar/toolbar/drawer-triggers.js': nothing('DrawerTriggers'),
  // 1.3 KB. Measuring how people go through forms: the console does not measure people.
  '/internal/analytics/components/analytics-funnel.js': FUNNEL,
  // 0.4 KB. Hints at new features.
  '/internal/do-not-use/feature-prompt/index.js': 'export default function Nothing() { return null }',
  // 1.7 and 0.2 KB. Editing in the cells of a table: the console edits in windows and on pages.
  '/table/body-cell/inline-editor.js': nothing('InlineEditor'),
  '/table/body-cell/disabled-inline-editor.js': nothing('DisabledInlineEditor'),
  // 2.9 KB. Columns that are made wider by hand, with drag and drop: the console sets the width.
  '/table/resizer/index.js': RESIZER,
  // 1.6 KB. Lists of options that are drawn in part (`virtualScroll`): the console's are short.
  '/internal/vendor/react-virtual.js': `${nothing('defaultRangeExtractor')}\nexport function useVirtual() { throw new Error('left out of the console') }`,
}

/** Takes the parts away that the console never shows. */
export function withoutUnusedParts(): Plugin {
  const parts = Object.entries(LEFT_OUT)
  return {
    name: 'without-unused-parts',
    load: (id) => (id.startsWith(design) ? parts.find(([end]) => id.endsWith(end))?.[1] : undefined),
  }
}

/** Keeps the messages and icons of those parts of the design system that the console can reach. This saves 7.9 KB of the printer list. */
export function withoutUnusedMessagesAndIcons(): Plugin {
  const reached = readReached()
  return {
    name: 'without-unused-messages-and-icons',
    load: (id) => {
      if (id === path.join(design, 'i18n/messages/all.en.js')) return keepMessages(fs.readFileSync(id, 'utf8'), reached)
      return id === path.join(design, 'icon/generated/icons.js') ? keepIcons(fs.readFileSync(id, 'utf8'), reached) : undefined
    },
  }
}

/** All that stands in quotes in the console's files and in those of the design system that they reach: among it, every icon; and the calls for messages. */
function readReached(): Set<string> {
  const words = new Set<string>()
  const seen = new Set<string>()
  const pending = sourcesOfConsole()
  for (let file = pending.pop(); file; file = pending.pop()) {
    if (seen.has(file) || file.endsWith('/icons.js')) continue
    seen.add(file)
    const text = fs.readFileSync(file, 'utf8')
    for (const [, word] of text.matchAll(/['"`]([\w-]{2,60})['"`]/g)) if (word) words.add(word)
    for (const [call] of text.matchAll(/useInternalI18n\('[^']+'\)/g)) words.add(call)
    for (const [, from] of text.matchAll(/from '([^']+)'|import '([^']+)'/g)) {
      const found = from && resolve(file, from)
      if (found) pending.push(found)
    }
  }
  return words
}

function sourcesOfConsole(): string[] {
  const entries = fs.readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  return entries
    .filter(({ name }) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

function resolve(file: string, from: string): string | undefined {
  const inDesign = from.startsWith('@cloudscape-design/components/')
  if (!inDesign && !(from.startsWith('.') && file.startsWith(design))) return undefined
  const target = inDesign ? path.join(root, 'node_modules', from) : path.resolve(path.dirname(file), from)
  return [target, `${target}.js`, `${target}/index.js`].find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile())
}

function keepMessages(source: string, reached: Set<string>): string {
  const all = JSON.parse(source.slice(source.indexOf('{'), source.lastIndexOf('}') + 1)) as Record<string, { en: Record<string, unknown> }>
  const kept = Object.entries(all).map(([name, { en }]) => [
    name,
    { en: Object.fromEntries(Object.entries(en).filter(([part]) => reached.has(`useInternalI18n('${part}')`))) },
  ])
  return `export default ${JSON.stringify(Object.fromEntries(kept))}`
}

function keepIcons(source: string, reached: Set<string>): string {
  const [head = '', ...icons] = source.split(/^(?= {4}"[\w-]+": )/m)
  const last = icons.at(-1) ?? ''
  const end = last.lastIndexOf('};')
  if (icons.length < 50 || end < 0) throw new Error('the icons of the design system are written in another way than before')
  icons[icons.length - 1] = last.slice(0, end)
  const kept = icons.filter((icon) => reached.has(/"([\w-]+)"/.exec(icon)?.[1] ?? ''))
  return [head, ...kept.map((icon) => icon.replace(/,?\s*$/, ',\n')), last.slice(end)].join('')
}
