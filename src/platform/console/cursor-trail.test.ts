import { describe, expect, it } from 'vitest'
import { forgetTrail, pageOfCursor, readTrail, rememberNext } from './cursor-trail.ts'

describe('the pages of a list read by keyset', () => {
  it('begins on page 1, with nothing before it', () => {
    expect(pageOfCursor(readTrail('fresh'), undefined)).toBe(1)
  })

  it('knows the way back over the pages seen', () => {
    rememberNext('back', readTrail('back'), 1, undefined, 'b')
    const trail = rememberNext('back', readTrail('back'), 2, 'b', 'c')
    expect(trail).toEqual([undefined, 'b', 'c'])
    expect(pageOfCursor(readTrail('back'), 'b')).toBe(2)
    expect(pageOfCursor(readTrail('back'), 'c')).toBe(3)
  })

  it('takes a page opened by a link for the second: the first page is before it', () => {
    expect(pageOfCursor(readTrail('linked'), 'somewhere')).toBe(2)
    expect(rememberNext('linked', readTrail('linked'), 2, 'somewhere', 'next')).toEqual([undefined, 'somewhere', 'next'])
  })

  it('forgets the later pages once the list is at its beginning again', () => {
    rememberNext('again', readTrail('again'), 1, undefined, 'b')
    forgetTrail('again')
    expect(readTrail('again')).toEqual([undefined])
  })

  it('keeps each list apart', () => {
    rememberNext('one', readTrail('one'), 1, undefined, 'b')
    expect(readTrail('other')).toEqual([undefined])
  })
})
