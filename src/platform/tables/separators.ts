/** The signs that separate values, with the words for them. */
export const SEPARATORS = { ',': 'Comma', ';': 'Semicolon', '\t': 'Tab', '|': 'Vertical bar' } as const
export type Separator = keyof typeof SEPARATORS
export const SEPARATOR_NAMES = Object.keys(SEPARATORS) as [Separator, ...Separator[]]

export const isSeparator = (sign: string): sign is Separator => sign in SEPARATORS
