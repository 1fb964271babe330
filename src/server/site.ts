import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BlockList } from 'node:net'
import path from 'node:path'
import type { HttpBindings } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { sql } from 'kysely'
import type { Services } from '../features/entry-points.routes.ts'
import { createCxmlSite } from './cxml-site.ts'
import { earlyLinks } from './early-links.ts'
import { createSignInSite } from './sign-in-site.ts'

const CONSOLE = path.resolve(import.meta.dirname, '../../dist/console')
const OPENAPI = path.resolve(import.meta.dirname, '../../openapi.json')
const REFERENCE = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

/** All that is not the API: sign-in, health, the description of the API and its reference, the console's files. */
export function createSite(services: Services, proxies: BlockList) {
  const { db } = services
  const site = new Hono<{ Bindings: HttpBindings }>()
  site.route('/', createSignInSite(services, proxies))
  site.route('/', createCxmlSite(services, proxies))
  site.get('/healthz', async (c) => {
    try {
      await sql`select 1`.execute(db)
      return c.json({ status: 'ok' })
    } catch {
      return c.json({ status: 'the database does not answer' }, 503)
    }
  })
  // The checked-in description: `npm test` sees that it is fresh, and a start need not make it.
  site.get('/openapi.json', serveStatic({ path: path.relative(process.cwd(), OPENAPI) }))
  site.get('/reference', (c) => c.redirect('/reference/'))
  site.get('/reference/', (c) => c.html(REFERENCE_PAGE))
  site.get('/reference/start.js', (c) => c.body(REFERENCE_START, 200, { 'Content-Type': 'text/javascript' }))
  site.use('/reference/*', serveStatic({ root: REFERENCE, rewriteRequestPath: (p) => p.replace('/reference', '') }))
  site.use('/assets/*', async (c, next) => {
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
    await next()
  })
  // What the build notes for the server, such as its manifest, is in folders that begin with a dot.
  site.use('*', async (c, next) => (/\/(\.|%2e)/i.test(c.req.path) ? c.notFound() : next()))
  site.use('*', serveStatic({ root: CONSOLE, precompressed: true }))
  // Any other address is a page of the console, which finds its way itself; a file that is missing is missing.
  site.get('*', (c) => {
    if (path.extname(c.req.path)) return c.notFound()
    const links = earlyLinks(CONSOLE, c.req.path, new URL(c.req.url).search)
    if (links) c.header('Link', links)
    return c.html(readFileSync(path.join(CONSOLE, 'index.html'), 'utf8'), 200, { 'Cache-Control': 'no-cache' })
  })
  return site
}

const REFERENCE_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>MPS Express API</title><link rel="stylesheet" href="swagger-ui.css"></head>
  <body><div id="reference"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script></body>
</html>`
const REFERENCE_START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, tryItOutEnabled: true })`
