import { describe, expect, it } from 'vitest'
import { OrganizationName, whyNotDelete } from './organizations.ts'
import { figureHref } from './portals.ts'

describe('the name of an organization', () => {
  it.each([
    ["St. Mary's Clinic, Ward (2) & Co-op", "St. Mary's Clinic, Ward (2) & Co-op"],
    ['Köln Ärztehaus 3', 'Köln Ärztehaus 3'],
    ['  two   blanks ', 'two blanks'],
    ['Ko\u0308ln', 'Köln'],
  ])('%j becomes %j [organizations/name]', (typed, name) => {
    expect(OrganizationName.parse(typed)).toBe(name)
  })

  it.each(['', '   ', 'a/b', 'a<b>', 'a;b', 'x\u0000y', 'smile \u{1F600}', 'n'.repeat(129)])('is not %j [organizations/name]', (typed) => {
    expect(OrganizationName.safeParse(typed).success).toBe(false)
  })
})

describe('deleting an organization', () => {
  it('is free where nothing is held and nothing is below [organizations/held-printers-keep-their-organization]', () => {
    expect(whyNotDelete({ managed: 0, pending: 0, children: 0 })).toBeUndefined()
  })

  it.each([
    [{ managed: 1, pending: 0, children: 0 }, '1 managed or pending printer and'],
    [{ managed: 0, pending: 1, children: 0 }, '1 managed or pending printer and'],
    [{ managed: 2, pending: 3, children: 1 }, '1 child organization. Delete it first'],
    [{ managed: 0, pending: 0, children: 2 }, '2 child organizations'],
  ])('is refused with %o, and says why [organizations/held-printers-keep-their-organization]', (organization, why) => {
    expect(whyNotDelete(organization)).toContain(why)
  })
})

describe('a figure of the dashboard', () => {
  const id = '7'
  it('opens to what it counts, where one page shows that', () => {
    expect(figureHref('fleet-management', 'Managed', { id, kind: 'partner' })).toBe('/fleet/7/all-printers?management=managed')
    expect(figureHref('fleet-management', 'Printers', { id, kind: 'child' })).toBe('/fleet/7/printers')
    expect(figureHref('fleet-management', 'Tasks running', { id, kind: 'partner' })).toBeUndefined()
    expect(figureHref('fleet-management', 'Printers', { id, kind: 'provider' })).toBeUndefined()
    expect(figureHref('operations', 'Pending requests', { id, kind: 'provider' })).toBe('/operations/pending')
  })
})
