const names = new Intl.DisplayNames('en', { type: 'region' })

/** The English name of an ISO 3166-1 alpha-2 code, as the browser knows it: lists need no table of countries of their own. */
export function countryLabel(code: string): string {
  return names.of(code) ?? code
}
