/** Why somebody asks for supplies. */
export const SITUATIONS = {
  low: 'The printer says that it is low.',
  empty: 'It has run out: the printer does not print.',
  'none-on-shelf': 'The spare that should be there is not on the shelf.',
} as const
export type Situation = keyof typeof SITUATIONS
export const SITUATION_NAMES = Object.keys(SITUATIONS) as [Situation, ...Situation[]]
