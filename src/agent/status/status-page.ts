import { once } from 'node:events'
import { createServer, type Server as HttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sent } from './sent.ts'

/** What an agent says of itself on its status page. */
export interface AgentFacts {
  name: string
  version: string
  server: string
  waiting: number
  /** Why the disk takes nothing; null where it does. */
  diskTrouble: string | null
  /** Whether what is sent to the server can be read on the way. */
  plainHttp: boolean
}

export interface StatusPage {
  url: string
  stop(): Promise<void>
}

/**
 * Serves the local status page: what the agent sees, what it sent, each payload. On loopback alone, to be read only, without secrets.
 * @rule agents/status-page-is-local  The status page answers on loopback only, to requests that name a loopback host, and changes nothing.
 */
export async function serveStatusPage(port: number, facts: () => AgentFacts, sent: Sent): Promise<StatusPage> {
  const server = createServer((request, response) => answer(request, response, { facts, sent, server }))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const stop = async () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop }
}

interface Page {
  facts: () => AgentFacts
  sent: Sent
  server: HttpServer
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

type Answer = [status: number, type: string, body: string]

function answer({ method, url = '/', headers }: IncomingMessage, response: ServerResponse, page: Page): void {
  const [status, type, body] = answerTo(method, url, headers.host, page)
  response.writeHead(status, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` })
  response.end(method === 'HEAD' ? undefined : body)
}

function answerTo(method: string | undefined, url: string, host: string | undefined, page: Page): Answer {
  // A name that a foreign page had pointed at this computer would come in the Host header.
  const { port } = page.server.address() as AddressInfo
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes((host ?? '').toLowerCase()))
    return [403, 'text/plain', 'Open this page at 127.0.0.1.\n']
  if (method !== 'GET' && method !== 'HEAD') return [405, 'text/plain', 'This page is read-only.\n']
  const payload = /^\/uploads\/(\d+)\.json$/.exec(url)
  const upload = payload && page.sent.uploads.find(({ id }) => id === Number(payload[1]))
  if (upload) return [200, 'application/json', upload.body]
  if (url === '/status.json') return [200, 'application/json', JSON.stringify(statusOf(page))]
  return url === '/' ? [200, 'text/html', html(page)] : [404, 'text/plain', 'This page does not exist.\n']
}

function statusOf({ facts, sent }: Page) {
  const { lastHeard = null, lastError = null } = sent
  const uploads = sent.uploads.map(({ body, ...upload }) => ({ ...upload, octets: Buffer.byteLength(body) }))
  return { ...facts(), lastHeard, lastError, seen: [...sent.seen.values()], uploads }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (value: unknown) => String(value).replace(/[&<>"']/g, (letter) => ENTITIES[letter]!)
const MOST_ROWS = 1000

function html(page: Page): string {
  const { name, version, server, waiting, diskTrouble, plainHttp, lastHeard, lastError, seen, uploads } = statusOf(page)
  const facts = [
    ['Version', version],
    ['Server', server],
    ['Last answer of the server', lastHeard ?? 'not yet'],
    ['Last error', lastError ? `${lastError.at}: ${lastError.message}` : 'none'],
    ['Waiting to be delivered', waiting],
    [
      'Disk',
      diskTrouble === null ? 'Writable' : `The agent cannot write to it (${diskTrouble}). Nothing is delivered until there is free space.`,
    ],
  ]
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(name)} - fleet agent</title><style>${STYLE}</style></head>
<body><main>
<h1>${escaped(name)}</h1>
${plainHttp ? ALARM : ''}
<table>${facts.map(([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`).join('')}</table>
<h2>Addresses (${seen.length})</h2>
${table(
  ['Address', 'Result', 'Time'],
  seen.map((one) => [escaped(one.address), escaped(one.reported), escaped(one.at)]),
)}
<h2>Deliveries</h2>
${table(
  ['Time', 'Items', 'Bytes', 'Content', 'Answer'],
  uploads.map(({ id, at, items, octets, answer: reported }) => [
    escaped(at),
    items,
    octets,
    `<a href="/uploads/${id}.json">delivery ${id}</a>`,
    escaped(reported.slice(0, 300)),
  ]),
)}
</main></body>
</html>
`
}

function table(headings: string[], rows: unknown[][]): string {
  if (rows.length === 0) return '<p>Nothing yet.</p>'
  const more = rows.length > MOST_ROWS ? `<p>${rows.length - MOST_ROWS} more in <a href="/status.json">status.json</a>.</p>` : ''
  const cells = (row: unknown[]) => row.map((cell) => `<td>${cell}</td>`).join('')
  return `<table><thead><tr>${headings.map((heading) => `<th scope="col">${heading}</th>`).join('')}</tr></thead>
<tbody>${rows
    .slice(0, MOST_ROWS)
    .map((row) => `<tr>${cells(row)}</tr>`)
    .join('\n')}</tbody></table>${more}`
}

const ALARM =
  '<p class="alarm" role="alert">This agent uses plain HTTP: readings, SNMP secrets and its credential can be read on the way to the server.</p>'
const STYLE = `.alarm{background:#d91515;color:#fff;font-weight:700;padding:.6rem .8rem}body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#16191f}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d5dbdb;vertical-align:top;overflow-wrap:anywhere}
h2{margin-top:2rem}@media (prefers-color-scheme:dark){body{background:#0f1b2a;color:#e9ebed}a{color:#89bdee}th,td{border-color:#414d5c}}`
