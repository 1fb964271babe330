import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

// The page people live in all day: its parts and its rows are asked for with the document itself, not when the console has begun to run.
const PRINTER_LIST = /^\/fleet\/([\w-]+)\/printers$/

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

/** The `Link` header of a page of the console: what the browser may ask for while it still reads the document; undefined where nothing gains by it. */
export function earlyLinks(folder: string, pathname: string, search: string): string | undefined {
  const organization = PRINTER_LIST.exec(pathname)?.[1]
  if (organization === undefined) return undefined
  const fleet = `/organizations/${organization}`
  // Somebody whose list opens with a view of their own asks for other rows than these; the browser knows that, the server does not.
  const bare = [`${fleet}/printers?direction=asc&limit=50&sort=ipAddress`, `${fleet}/printer-facets`]
  const asked = ['/session', fleet, `${fleet}/printer-views`, ...(search === '' ? bare : [])]
  return [
    ...partsOf(folder, 'PrinterList').map((file) => `</${file}>; rel=modulepreload; crossorigin`),
    ...asked.map((address) => `</api/v1${address}>; rel=preload; as=fetch; crossorigin`),
  ].join(', ')
}

const known = new Map<string, { builtAt: number; files: string[] }>()

/** The files of a page that the document does not name itself. */
function partsOf(folder: string, page: string): string[] {
  const file = path.join(folder, '.vite/manifest.json')
  const builtAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  if (builtAt === undefined) return []
  const kept = known.get(page)
  if (kept?.builtAt === builtAt) return kept.files
  const chunks = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Chunk>
  const names = Object.keys(chunks)
  const named = reach(
    chunks,
    names.filter((name) => chunks[name]?.isEntry),
  )
  const needed = reach(
    chunks,
    names.filter((name) => name.endsWith(`/${page}.tsx`)),
  )
  const files = [...needed].filter((name) => !named.has(name)).flatMap((name) => chunks[name]?.file ?? [])
  known.set(page, { builtAt, files })
  return files
}

function reach(chunks: Record<string, Chunk>, from: string[]): Set<string> {
  const reached = new Set<string>()
  const pending = [...from]
  for (let name = pending.pop(); name; name = pending.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    pending.push(...(chunks[name]?.imports ?? []))
  }
  return reached
}
