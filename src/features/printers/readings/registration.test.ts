import { describe, expect, it } from 'vitest'
import { reading } from '../../../../test/support/make.ts'
import { isPlaceholderSerial } from '../../agent-protocol/serial-number.ts'
import { type KnownPrinter, planSighting, registeredIdentity, type SightingContext, usableMac } from './registration.ts'

const MAC = '00:11:22:33:44:55'
const ID = 'serial:acme:ac100200'

const known = (change: Partial<KnownPrinter> = {}): KnownPrinter => ({
  id: 'p1',
  identity: ID,
  registration: 'enrolled',
  manufacturer: 'Acme',
  model: 'Press 100',
  macAddress: MAC,
  address: '10.0.0.1',
  agentId: 'mine',
  addressTaken: false,
  ownerHeard: true,
  passesHere: false,
  unenrolledAt: null,
  lastReadAt: '2026-01-01T00:00:00Z',
  ...change,
})
/** One that never reported a usable serial number. */
const nameless = (change: Partial<KnownPrinter> = {}) =>
  known({ identity: `mac:${MAC}`, registration: 'failed', manufacturer: null, model: null, ...change })

const plan = (
  change: Parameters<typeof reading>[0] = {},
  { address = '10.0.0.1', at = '2026-01-01T00:15:00Z', ...context }: Partial<SightingContext> & { address?: string; at?: string } = {},
) =>
  planSighting(
    { address, at, reading: reading({ macAddress: MAC, ...change }) },
    { agentId: 'mine', enrollsAtOnce: true, discoveryRequestedAt: null, known: [], registeredElsewhere: new Set(), ...context },
  )

describe('a serial number [printers/no-usable-serial]', () => {
  it.each([
    null,
    '',
    '  ',
    '0',
    '00',
    '0000000',
    'XXXXXX',
    'xx-xx-xx',
    'Serial_Number',
    'serial no',
    'unknown',
    'N/A',
    'none',
    '123456789',
    '0123456789',
    'to be filled by O.E.M.',
    '\u0000\u0000\u0000',
  ])('is missing where %j stands', (serial) => expect(isPlaceholderSerial(serial)).toBe(true))
  it.each(['AC100200', '00CNB1234', '1234567', 'A1B', '7 4 0 2'])('is %j', (serial) => expect(isPlaceholderSerial(serial)).toBe(false))

  it('is the same in any case and spacing, and another from another maker [printers/identity]', () => {
    const of = (manufacturer: string, serialNumber: string) => registeredIdentity({ manufacturer, serialNumber })
    expect(of('ACME', ' ac 100 200')).toBe(of('Acme', 'AC100200'))
    expect(of('Acme', 'AC100200')).not.toBe(of('Bcme', 'AC100200'))
    expect(registeredIdentity({ manufacturer: null, serialNumber: 'AC100200' })).toBeNull()
  })
})

it.each([
  ['00:00:00:00:00:00', null],
  ['ff:ff:ff:ff:ff:ff', null],
  ['01:00:5e:00:00:01', null],
  [null, null],
  [MAC, MAC],
  ['02:42:ac:11:00:02', '02:42:ac:11:00:02'],
])('the MAC address %s is one printer’s: %s', (mac, usable) => expect(usableMac(mac)).toBe(usable))

describe('a reading of a printer that nobody knows', () => {
  it('enrolls it at once, or leaves it discovered where the agent is set so', () => {
    expect(plan()).toEqual({ kind: 'record', printerId: null, identity: ID, registration: 'enrolled', failure: null })
    expect(plan({}, { enrollsAtOnce: false })).toMatchObject({ registration: 'discovered', identity: ID })
  })

  it.each([
    [{ serialNumber: null }, `mac:${MAC}`, /serial number/],
    [{ serialNumber: '000000' }, `mac:${MAC}`, /serial number/],
    [{ manufacturer: null }, `mac:${MAC}`, /manufacturer or the model/],
    [{ model: null }, `mac:${MAC}`, /manufacturer or the model/],
    [{ serialNumber: null, macAddress: null }, 'at:mine:10.0.0.1', /serial number/],
    [{ serialNumber: null, macAddress: '00:00:00:00:00:00' }, 'at:mine:10.0.0.1', /serial number/],
  ])('fails registration with %j, kept by MAC address, else by agent and address [printers/no-usable-serial]', (change, identity, why) => {
    expect(plan(change)).toEqual({ kind: 'record', printerId: null, identity, registration: 'failed', failure: expect.stringMatching(why) })
  })

  it('fails where another organization has it, without a word of that [printers/one-registration]', () => {
    const failed = plan({}, { registeredElsewhere: new Set([ID]) })
    expect(failed).toMatchObject({
      registration: 'failed',
      identity: ID,
      failure: 'The printer cannot be registered. Contact Technical Support.',
    })
    const free = plan({}, { known: [known({ registration: 'failed' })] })
    expect(free).toMatchObject({ printerId: 'p1', registration: 'enrolled', failure: null })
  })
})

describe('a reading of a registered printer', () => {
  it.each([
    ['at another address', {}, { address: '10.9.9.9' }],
    ['with another name and MAC address', { hostName: 'new', macAddress: '00:aa:aa:aa:aa:aa' }, {}],
    ['without its serial number this once, by its MAC address', { serialNumber: null }, { address: '10.9.9.9' }],
    ['without serial number and MAC address, by where it stands', { serialNumber: null, macAddress: null }, {}],
    ['that reports nothing of itself', { serialNumber: null, macAddress: null, manufacturer: null, model: null }, {}],
    ['without model and maker', { manufacturer: null, model: null }, {}],
  ])('%s is of the same printer, which stays enrolled [printers/identity]', (_, change, context) => {
    expect(plan(change, { known: [known()], ...context })).toMatchObject({
      printerId: 'p1',
      identity: ID,
      registration: 'enrolled',
      failure: null,
    })
  })

  it.each([
    ['another serial number', { serialNumber: 'OTHER1' }],
    ['another serial number at the same MAC address', { serialNumber: 'OTHER1', macAddress: MAC }],
    ['the same serial number from another maker', { manufacturer: 'Bcme' }],
  ])('is of another printer with %s [printers/identity]', (_, change) => {
    expect(plan(change, { known: [known()] })).toMatchObject({ printerId: null, registration: 'enrolled' })
  })

  it.each([
    ['another MAC address', { macAddress: '00:aa:aa:aa:aa:aa' }],
    ['another model', { macAddress: null, model: 'Press 200' }],
    ['another maker', { macAddress: null, manufacturer: 'Bcme' }],
  ])('that stands at its address without a serial number is of another with %s', (_, change) => {
    expect(plan({ serialNumber: null, ...change }, { known: [known()] })).toMatchObject({ printerId: null, registration: 'failed' })
  })

  it('is not sought at an address that another printer has taken', () => {
    expect(plan({ serialNumber: null, macAddress: null }, { known: [known({ macAddress: null, addressTaken: true })] })).toMatchObject({
      printerId: null,
    })
  })
})

describe('a printer that failed registration', () => {
  it('registers under the same id when it reports its serial number, wherever it is recognised [printers/no-usable-serial]', () => {
    const registered = { kind: 'record', printerId: 'p1', identity: ID, registration: 'enrolled', failure: null }
    expect(plan({}, { known: [nameless()], address: '10.9.9.9' })).toEqual(registered)
    expect(plan({}, { known: [nameless({ identity: 'at:mine:10.0.0.1', macAddress: null })] })).toEqual(registered)
    expect(plan({ macAddress: null }, { known: [nameless()] })).toEqual(registered)
  })

  it('becomes known by its MAC address once it reports that, and stays one', () => {
    const at = nameless({ identity: 'at:mine:10.0.0.1', macAddress: null })
    expect(plan({ serialNumber: null }, { known: [at] })).toMatchObject({ printerId: 'p1', identity: `mac:${MAC}` })
    expect(plan({ serialNumber: null, macAddress: null }, { known: [nameless()] })).toMatchObject({
      printerId: 'p1',
      identity: `mac:${MAC}`,
    })
  })

  it('is another than the one with a serial number of its own', () => {
    const elsewhere = known({ registration: 'failed', identity: 'serial:acme:other1' })
    expect(plan({}, { known: [elsewhere] })).toMatchObject({ printerId: null, registration: 'enrolled' })
  })
})

describe('a printer that another agent owns [agents/owner-keeps-the-printer]', () => {
  it('stays with it while it is heard of, registered or not', () => {
    for (const owned of [
      known({ agentId: 'other' }),
      nameless({ agentId: 'other' }),
      known({ agentId: 'other', registration: 'unenrolled' }),
    ])
      expect(plan({ serialNumber: owned.identity === ID ? 'AC100200' : null }, { known: [owned] })).toMatchObject({ kind: 'ignore' })
  })

  it('passes on when its owner is silent, when there is none any more, or when somebody asked for it', () => {
    for (const change of [{ agentId: 'other', ownerHeard: false }, { agentId: null }, { agentId: 'other', passesHere: true }])
      expect(plan({}, { known: [known(change)] })).toMatchObject({ kind: 'record', printerId: 'p1', registration: 'enrolled' })
  })

  it('does not pass on for what was read before its owner read it last: an agent that was cut off reports old readings', () => {
    for (const change of [{ ownerHeard: false }, { passesHere: true }])
      expect(plan({}, { known: [known({ agentId: 'other', ...change })], at: '2025-12-31T23:59:59Z' })).toMatchObject({ kind: 'ignore' })
  })
})

describe('an unenrolled printer [printers/unenrolled-until-asked]', () => {
  const gone = known({ registration: 'unenrolled', unenrolledAt: '2026-01-02T00:00:00.5Z' })
  it.each([
    [null, 'unenrolled'],
    ['2026-01-01T00:00:00Z', 'unenrolled'],
    ['2026-01-02T00:00:00.6Z', 'enrolled'],
  ])('of a discovery asked for at %s is %s', (discoveryRequestedAt, registration) => {
    expect(plan({}, { known: [gone], discoveryRequestedAt })).toMatchObject({ printerId: 'p1', identity: ID, registration })
  })

  it('does not come back as a failed one without its serial number, nor where another organization has it now', () => {
    expect(plan({ serialNumber: null }, { known: [gone] })).toMatchObject({ printerId: 'p1', registration: 'unenrolled' })
    const asked = { known: [gone], discoveryRequestedAt: '2026-01-03T00:00:00Z' }
    expect(plan({}, { ...asked, registeredElsewhere: new Set([ID]) })).toMatchObject({ printerId: 'p1', registration: 'failed' })
  })
})
