import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttpsClient, type Transport } from './https-client.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, '../../../test/support/tls', name), 'utf8')

describe('the way to the server', () => {
  let server: Server
  let proxy: Server
  let tunnels: string[]
  const portOf = (listening: Server) => (listening.address() as AddressInfo).port

  beforeAll(async () => {
    server = createTlsServer({ key: pem('server.key'), cert: pem('server.pem') }, (_request, response) => response.end('hello'))
    proxy = createServer((_request, response) => response.writeHead(405).end())
    tunnels = []
    proxy.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '')
      const [host, port] = (request.url ?? '').split(':')
      const onwards = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        onwards.pipe(socket).pipe(onwards)
      })
      socket.on('error', () => onwards.destroy())
      onwards.on('error', () => socket.destroy())
    })
    for (const listening of [server, proxy]) {
      const { promise, resolve } = Promise.withResolvers<void>()
      listening.listen(0, '127.0.0.1', resolve)
      await promise
    }
  })
  afterAll(() => {
    server.closeAllConnections()
    proxy.closeAllConnections()
    server.close()
    proxy.close()
  })

  async function ask(transport: Transport, host = '127.0.0.1'): Promise<string> {
    const client = createHttpsClient({ environment: {}, ...transport })
    try {
      const request = new Request(`https://${host}:${portOf(server)}/`)
      const answer = await client.fetch(request, { signal: AbortSignal.timeout(5000), compress: false })
      return await answer.text()
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      client.close()
    }
  }

  it('trusts an authority that it is asked to trust, and nobody unknown', async () => {
    expect(await ask({})).toMatch(/certificate|self-signed|verify/)
    expect(await ask({ ca: pem('ca.pem') })).toBe('hello')
    expect(() => createHttpsClient({ ca: 'nothing of the kind' })).toThrow(/PEM/)
  })

  it('trusts a pinned certificate, whatever its name, and no other', async () => {
    expect(await ask({ pin: pem('server.pem') })).toBe('hello')
    expect(await ask({ pin: pem('ca.pem') })).toMatch(/not the pinned one/)
  })

  it('goes through the proxy of the environment, unless configured not to', async () => {
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` }
    expect(await ask({ ca: pem('ca.pem'), environment })).toBe('hello')
    expect(tunnels).toEqual([`127.0.0.1:${portOf(server)}`])
    expect(await ask({ ca: pem('ca.pem'), environment: { ...environment, NO_PROXY: '127.0.0.1' } })).toBe('hello')
    expect(tunnels).toHaveLength(1)
  })
})
