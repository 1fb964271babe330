import type { Breadcrumb } from '../../../platform/console/frame.ts'
import { type OrganizationPage, PAGES, pathTo } from '../../paths.ts'

/** The way to a page of Fleet Management: portal, organization, and what lies between. */
export function fleetBreadcrumbs(
  organization: { id: string; name: string },
  ...between: { text: string; page: OrganizationPage }[]
): Breadcrumb[] {
  return [
    { text: 'Fleet Management', href: PAGES.chooseFleet },
    { text: organization.name, href: pathTo('printers', { organizationId: organization.id }) },
    ...between.map(({ text, page }) => ({ text, href: pathTo(page, { organizationId: organization.id }) })),
  ]
}
