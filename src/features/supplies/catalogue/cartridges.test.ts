import { describe, expect, it } from 'vitest'
import { cartridgeFor, type FittingCartridge, orderedFor, partKey } from './cartridges.ts'

const cartridge = (part: string, change: Partial<FittingCartridge> = {}): FittingCartridge => ({
  id: part,
  manufacturer: 'Acme',
  part,
  name: '',
  kind: 'toner',
  color: 'black',
  yieldPages: 5000,
  yieldClass: 'standard',
  family: 'AC',
  priceCents: null,
  currency: null,
  orderable: true,
  ...change,
})

describe('the cartridge for a supply', () => {
  const fitting = [cartridge('AC-100'), cartridge('AC-100X', { yieldClass: 'high' }), cartridge('AC-200', { color: 'cyan', family: 'ACC' })]

  it.each([
    ['AC-100', 'AC-100'],
    ['ac 100x', 'AC-100X'],
    ['AC_100', 'AC-100'],
  ])('is the part that the printer reports: %s [supplies/parts-are-matched]', (part, id) => {
    expect(cartridgeFor({ kind: 'toner', color: 'black', part }, fitting)?.id).toBe(id)
    expect(partKey(part)).toBe(partKey(id))
  })

  it('is found by kind and color where no part is known, of the high yield first [supplies/parts-are-matched] [supplies/yields-replace-each-other]', () => {
    expect(cartridgeFor({ kind: 'tonerCartridge', color: 'black', part: null }, fitting)?.id).toBe('AC-100X')
    expect(cartridgeFor({ kind: 'toner', color: 'cyan', part: 'UNKNOWN' }, fitting)?.id).toBe('AC-200')
    expect(cartridgeFor({ kind: 'toner', color: 'magenta', part: null }, fitting)).toBeNull()
  })

  it('is none where two families fit and nobody can say which', () => {
    expect(cartridgeFor({ kind: 'toner', color: 'black', part: null }, [...fitting, cartridge('B-1', { family: 'B' })])).toBeNull()
  })

  it('that is no longer sold is ordered in another yield of its family [supplies/yields-replace-each-other]', () => {
    const gone = cartridge('AC-100', { orderable: false })
    expect(orderedFor(gone, [gone, ...fitting.slice(1)])?.id).toBe('AC-100X')
    expect(orderedFor(gone, [gone, cartridge('AC-200', { family: 'ACC' })])).toBeNull()
  })
})
