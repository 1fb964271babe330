import type { Breadcrumb } from '../../../platform/console/frame.ts'

/** The way to a page of Fleet Management: portal, organization, and what lies between. */
export function fleetBreadcrumbs(organization: { id: string; name: string }, ...between: Breadcrumb[]): Breadcrumb[] {
  return [
    { text: 'Fleet Management', href: '/fleet' },
    { text: organization.name, href: `/fleet/${organization.id}/printers` },
    ...between.map(({ text, href }) => ({ text, href: `/fleet/${organization.id}${href}` })),
  ]
}
