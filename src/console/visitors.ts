const PUBLIC = ['/sign-in', '/setup', '/invitation/', '/supplies/']

/** Whether a page is open to people who are not signed in. */
export function isPublic(pathname: string): boolean {
  return PUBLIC.some((path) => pathname === path || (path.endsWith('/') && pathname.startsWith(path)))
}
