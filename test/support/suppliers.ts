import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
}

/** A supplier's web server on loopback: it keeps what it gets, and answers as it is told to. */
export async function startSupplierServer() {
  const received: Received[] = []
  let answer: (request: Received) => { status?: number; body: string } = () => ({ body: '{"accepted":true,"reference":"R-1"}' })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const one = { headers: request.headers, body }
    received.push(one)
    const { status = 200, body: text } = answer(one)
    response.writeHead(status).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
    received,
    answerWith: (next: typeof answer) => {
      answer = next
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** A real SMTP server on loopback that keeps the mails it takes; it refuses while it is away. */
export async function startSmtpServer() {
  const mails: string[] = []
  let isAway = false
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = ''
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8')
      })
      stream.on('end', () => {
        if (isAway) return done(Object.assign(new Error('Try again later'), { responseCode: 451 }))
        mails.push(text)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    setAway: (away: boolean) => {
      isAway = away
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
