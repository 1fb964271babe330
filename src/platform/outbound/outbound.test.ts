import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { mayConnectTo, readRange } from './address-rules.ts'
import { createOutbound, OutboundGaveUp, OutboundRefused } from './outbound.ts'

const servers: Server[] = []
afterAll(() => Promise.all(servers.map((server) => (server.closeAllConnections(), server.close()))))

/** A real server on 127.0.0.1 that counts who connects. */
async function serve(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  servers.push(server)
  let connections = 0
  server.on('connection', () => connections++)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, connections: () => connections }
}

const loopback = { allowed: [readRange('127.0.0.0/8')!] }

describe('an outbound request [platform/outbound-is-bounded]', () => {
  it('connects to no private, loopback or link-local address, however it is written', async () => {
    const { port, connections } = await serve((_, response) => response.end('secret'))
    const outbound = createOutbound()
    const hosts = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '0.0.0.0', '127.1']
    for (const host of hosts) await expect(outbound({ url: `http://${host}:${port}/` }), host).rejects.toBeInstanceOf(OutboundRefused)
    for (const url of [
      'http://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/',
      'http://[fe80::1]/',
      'http://[fd00::1]/',
      'http://100.64.0.1/',
    ])
      await expect(outbound({ url }), url).rejects.toBeInstanceOf(OutboundRefused)
    expect(connections()).toBe(0)
  })

  it('takes no other scheme', async () => {
    for (const url of ['file:///etc/passwd', 'ftp://example.com/', 'gopher://example.com', 'nonsense'])
      await expect(createOutbound()({ url }), url).rejects.toBeInstanceOf(OutboundRefused)
  })

  it('connects to a range that the provider allows, by address and by name, and sends what it is given', async () => {
    const { port } = await serve(async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      response.setHeader('x-seen', `${request.method} ${request.url} ${request.headers['x-mark']} ${Buffer.concat(parts)}`)
      response.writeHead(201).end('done')
    })
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await createOutbound(loopback)({
        url: `http://${host}:${port}/a?b`,
        method: 'POST',
        headers: { 'x-mark': 'm' },
        body: 'héllo',
      })
      expect(answer).toMatchObject({ status: 201, headers: { 'x-seen': expect.stringContaining('POST /a?b m h') } })
      expect(answer.body.toString()).toBe('done')
    }
  })

  it('follows no redirect', async () => {
    const behind = await serve((_, response) => response.end('secret'))
    const { port } = await serve((_, response) => response.writeHead(302, { location: `http://127.0.0.1:${behind.port}/` }).end())
    expect(await createOutbound(loopback)({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ status: 302 })
    expect(behind.connections()).toBe(0)
  })

  it('gives up on an answer that is too large, one that never ends, and one that never begins', async () => {
    const large = await serve((_, response) => response.end('x'.repeat(5000)))
    await expect(createOutbound({ ...loopback, maxAnswerBytes: 4999 })({ url: `http://127.0.0.1:${large.port}/` })).rejects.toBeInstanceOf(
      OutboundGaveUp,
    )
    const endless = await serve((_, response) => void response.writeHead(200).write('x'))
    const silent = await serve(() => {})
    for (const { port } of [endless, silent])
      await expect(createOutbound({ ...loopback, milliseconds: 200 })({ url: `http://127.0.0.1:${port}/` })).rejects.toBeInstanceOf(
        OutboundGaveUp,
      )
  })

  it('sends nothing to a TLS server whose certificate does not prove its name', async () => {
    const folder = new URL('../../../test/support/tls/', import.meta.url)
    const https = await import('node:https')
    const read = (name: string) => readFileSync(new URL(name, folder))
    let requests = 0
    const server = https.createServer({ key: read('server.key'), cert: read('server.pem') }, (_, response) => {
      requests++
      response.end()
    })
    server.listen(0, '127.0.0.1')
    servers.push(server as unknown as Server)
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(createOutbound(loopback)({ url: `https://localhost:${port}/` })).rejects.toThrow(/certificate|self.signed/i)
    expect(requests).toBe(0)
  })
})

describe('an address', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.0.1', false],
    ['169.254.0.1', false],
    ['100.64.0.1', false],
    ['192.0.2.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['fe80::1', false],
    ['fc00::1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['::ffff:10.0.0.1', false],
    ['localhost', false],
    ['', false],
  ])('%s: of the public internet %s [platform/outbound-is-bounded]', (address, expected) => {
    expect(mayConnectTo(address, [])).toBe(expected)
  })

  it('is in an allowed range whichever way it is written, and in no other', () => {
    const allowed = [readRange('10.1.0.0/16')!, readRange('fd00::/8')!, readRange('192.168.0.7')!]
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd12::1', '192.168.0.7'].map((address) => mayConnectTo(address, allowed))).not.toContain(false)
    expect(['10.2.0.1', 'fe80::1', '192.168.0.8'].map((address) => mayConnectTo(address, allowed))).not.toContain(true)
    expect(['10.0.0.0/33', 'all', '', '10.0.0.0/8/9'].map(readRange)).toEqual([undefined, undefined, undefined, undefined])
  })
})
