import { PAGES, pathTo } from '../features/paths.ts'

const PUBLIC = [PAGES.signIn, PAGES.setup, pathTo('invitation', { token: '' }), pathTo('linkedSupplies', { token: '' })]

/** Whether a page is open to people who are not signed in. */
export function isPublic(pathname: string): boolean {
  return PUBLIC.some((path) => pathname === path || (path.endsWith('/') && pathname.startsWith(path)))
}
