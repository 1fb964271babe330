/** Who may act, in the words of the page. */
export const ACTOR_KINDS = {
  person: 'Person',
  key: 'API key',
  agent: 'Fleet agent',
  rule: 'Rule',
  system: 'Server',
} as const
type ActorKind = keyof typeof ACTOR_KINDS
export const ACTOR_KIND_NAMES = Object.keys(ACTOR_KINDS) as [ActorKind, ...ActorKind[]]
