import { describe, expect, it } from 'vitest'
import { parseCommand, UsageError } from './usage.ts'

describe('the command line', () => {
  it('says what to inspect', () => {
    expect(parseCommand(['inspect', '--walk', 'a.snmprec'])).toEqual({ command: 'inspect-recordings', path: 'a.snmprec' })
    expect(parseCommand(['inspect', 'printer.example.com:1161', '--community', 'secret', '--version', 'v1'])).toEqual({
      command: 'inspect-host',
      host: 'printer.example.com',
      port: 1161,
      community: 'secret',
      version: 'v1',
      timeoutMilliseconds: 2000,
      retries: 1,
    })
    expect(parseCommand(['inspect', '10.0.0.1'])).toMatchObject({ port: 161, community: 'public', version: 'v2c' })
  })

  it('says how to run', () => {
    expect(
      parseCommand(['run', '--server', 'https://mps.example.com/', '--data', 'd', '--code', 'ABC', '--report-version', '0.9.1']),
    ).toEqual({
      command: 'run',
      server: 'https://mps.example.com',
      data: 'd',
      code: 'ABC',
      outboxItems: 200_000,
      reportVersion: '0.9.1',
    })
  })

  it.each([
    [[], /inspect or run/],
    [['frobnicate'], /no command "frobnicate"/],
    [['inspect'], /Name one host/],
    [['inspect', 'a', 'b'], /Name one host/],
    [['inspect', 'a', '--walk', 'b'], /not both/],
    [['inspect', 'a:0'], /The port/],
    [['inspect', ':161'], /names no host/],
    [['inspect', 'a', '--version', 'v3'], /v1 or v2c/],
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
