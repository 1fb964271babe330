import fs from 'node:fs'
import path from 'node:path'
import { buildConsoleIfStale } from './build-console.ts'

// `node scripts/bundle-size.ts [PAGE...]`: how much compressed JavaScript a page of the console loads on a first visit.

const folder = path.join(path.dirname(import.meta.dirname), 'dist', 'console')

interface Chunk {
  file: string
  isEntry?: boolean
  imports?: string[]
}

/** The bytes of JavaScript, as sent to browsers (Brotli), that a page needs to be shown: the console's root, the page and what both import. */
export async function pageBytes(page: string): Promise<number> {
  await buildConsoleIfStale()
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const names = Object.keys(manifest)
  const found = names.find((name) => name.endsWith(`/${page}.tsx`))
  if (!found) throw new Error(`the console has no page ${page}`)
  const needed = new Set<string>()
  const pending = [...names.filter((name) => manifest[name]?.isEntry), found]
  for (let name = pending.pop(); name; name = pending.pop()) {
    if (needed.has(name)) continue
    needed.add(name)
    pending.push(...(manifest[name]?.imports ?? []))
  }
  const files = new Set([...needed].map((name) => manifest[name]?.file).filter((file) => file !== undefined))
  return [...files].reduce((sum, file) => sum + sizeOf(file), 0)
}

// What is too small to gain from compression stands there as it is.
function sizeOf(file: string): number {
  const compressed = path.join(folder, `${file}.br`)
  return fs.statSync(fs.existsSync(compressed) ? compressed : path.join(folder, file)).size
}

if (import.meta.main) {
  const pages = process.argv.length > 2 ? process.argv.slice(2) : ['SignIn', 'Dashboard', 'PrinterList', 'PrinterDetails']
  for (const page of pages) console.log(`${page}: ${((await pageBytes(page)) / 1000).toFixed(1)} KB`)
}
