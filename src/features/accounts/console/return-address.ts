/** Where to go after signing in: an address inside the console, else the dashboard. */
export function returnAddress(asked: string | undefined): string {
  // "//host" and "/\host" would leave the console.
  return asked !== undefined && /^\/(?![/\\])/.test(asked) ? asked : '/'
}
