import { describe, expect, it } from 'vitest'
import { parseCommand, UsageError } from './usage.ts'

describe('the command line', () => {
  it('says what to inspect', () => {
    expect(parseCommand(['inspect', '--walk', 'a.snmprec'])).toEqual({ command: 'inspect-recordings', path: 'a.snmprec' })
    expect(parseCommand(['inspect', 'printer.example.com:1161', '--community', 'secret', '--version', 'v1'])).toEqual({
      command: 'inspect-host',
      host: 'printer.example.com',
      port: 1161,
      credentials: { version: 'v1', community: 'secret' },
      explain: false,
      timeoutMilliseconds: 2000,
      retries: 1,
    })
    expect(parseCommand(['inspect', '10.0.0.1'])).toMatchObject({ port: 161, credentials: { community: 'public', version: 'v2c' } })
    const secrets = ['--auth', 'sha-256', '--auth-password', 'long enough', '--priv', 'aes-256-cisco', '--priv-password', 'long too, yes']
    expect(parseCommand(['inspect', 'a', '--user', 'reader', ...secrets, '--explain'])).toMatchObject({
      explain: true,
      credentials: {
        version: 'v3',
        userName: 'reader',
        authentication: { protocol: 'sha-256', password: 'long enough' },
        privacy: { protocol: 'aes-256-cisco', password: 'long too, yes' },
        contextName: '',
      },
    })
    expect(parseCommand(['inspect', 'a', '--user', 'nobody'])).toMatchObject({ credentials: { authentication: null, privacy: null } })
  })

  it('says how to run', () => {
    expect(
      parseCommand(['run', '--server', 'https://mps.example.com/', '--data', 'd', '--code', 'ABC', '--report-version', '0.9.1']),
    ).toEqual({
      command: 'run',
      server: 'https://mps.example.com',
      data: 'd',
      code: 'ABC',
      outboxItems: 1_000_000,
      trialSeconds: 120,
      reportVersion: '0.9.1',
    })
  })

  it('speaks plain HTTP beyond this computer only when asked to [agents/plain-http-is-asked-for]', () => {
    const run =
      (server: string, ...more: string[]) =>
      () =>
        parseCommand(['run', '--server', server, '--data', 'd', ...more])
    for (const server of [
      'http://mps.example.com',
      'http://10.0.0.1:3000',
      'http://127.0.0.1.example.com',
      'HTTP://localhost.example.com',
    ]) {
      expect(run(server), server).toThrow('is not encrypted')
      expect(run(server, '--insecure-http'), server).not.toThrow()
    }
    for (const server of [
      'https://mps.example.com',
      'http://localhost:3000',
      'http://127.0.0.1:3000',
      'http://127.8.0.1',
      'http://[::1]:3000',
    ])
      expect(run(server), server).not.toThrow()
  })

  it.each([
    [[], /inspect or run/],
    [['frobnicate'], /no command "frobnicate"/],
    [['inspect'], /Name one host/],
    [['inspect', 'a', 'b'], /Name one host/],
    [['inspect', 'a', '--walk', 'b'], /not both/],
    [['inspect', 'a:0'], /The port/],
    [['inspect', ':161'], /is not a host/],
    [['inspect', 'a', '--version', 'v3'], /v1 or v2c/],
    [['inspect', 'a', '--user', 'u', '--auth', 'sha-3', '--auth-password', 'long enough'], /--auth is one of md5/],
    [['inspect', 'a', '--user', 'u', '--auth', 'md5', '--auth-password', 'short'], /at least 8/],
    [['inspect', 'a', '--user', 'u', '--priv', 'des', '--priv-password', 'long enough'], /--priv needs --auth/],
    [['inspect', 'a', '--timeout', 'soon'], /--timeout is a whole number/],
    [['inspect', 'a', '--colour'], /--colour/],
    [['run', '--data', 'd'], /--server/],
    [['run', '--server', 'mps', '--data', 'd'], /--server/],
    [['run', '--server', 'https://mps.example.com'], /--data/],
    [['run', '--server', 'https://mps.example.com', '--data', 'd', '--report-version', 'old'], /X.Y.Z/],
  ])('is refused: %j', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError)
    expect(() => parseCommand(args)).toThrow(message)
  })
})
