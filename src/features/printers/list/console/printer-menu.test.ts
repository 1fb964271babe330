import { describe, expect, it } from 'vitest'
import { printerMenu, WORKS_IN_CHILD } from './printer-menu.ts'

const flat = (...[standing]: Parameters<typeof printerMenu>) =>
  printerMenu(standing).flatMap((item) => ('items' in item ? [item, ...item.items] : [item]))
const texts = (...args: Parameters<typeof printerMenu>) => flat(...args).map((item) => item.text)
const why = (id: string, ...args: Parameters<typeof printerMenu>) => flat(...args).find((item) => item.id === id)?.disabledReason

describe('the Printer menu', () => {
  it('has its items in their order', () => {
    expect(texts({ mayChange: true, exported: { whyNot: undefined } })).toEqual([
      'Refresh information',
      'Unenroll',
      'Edit asset tag and location',
      'Tags',
      'Enroll',
      'Transfer to another agent',
      'Export',
      'Managed Print Services',
      'Manage Contacts',
      'Create and assign new supplies delivery contact',
      'Assign supplies delivery contact',
      'Add to MPS Express',
    ])
  })

  it('has nothing that changes for a reader, and no unenrolling of a held printer [printers/no-unenroll-on-held-page]', () => {
    expect(texts({ mayChange: false })).toEqual(['Managed Print Services', 'Manage Contacts'])
    expect(texts({ mayChange: true, held: true })).not.toContain('Unenroll')
  })

  it('says why an item cannot be used: nothing selected first, then what the selection lacks', () => {
    const standing = { mayChange: true, whyNotEnroll: 'Waits not.' }
    expect([why('enroll', standing), why('transfer', standing)]).toEqual(['Waits not.', undefined])
    const failed = { mayChange: true, whyNotLabel: 'Printer failed registration' }
    expect([why('edit', failed), why('tags', failed), why('unenroll', failed)]).toEqual([failed.whyNotLabel, failed.whyNotLabel, undefined])
    const nothing = { ...standing, whyNot: 'Select at least one printer.' }
    expect([why('enroll', nothing), why('transfer', nothing), why('tags', nothing)]).toEqual(Array(3).fill(nothing.whyNot))
    expect(why('contacts', { mayChange: true, whyNot: WORKS_IN_CHILD })).toBe(WORKS_IN_CHILD)
  })
})
