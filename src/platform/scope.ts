declare const made: unique symbol

/** Who acts, as the audit trail keeps it. */
export interface Actor {
  /** `rule`: a rule that somebody set, such as an automatic acceptance; `system`: the server of its own accord */
  readonly kind: 'person' | 'key' | 'agent' | 'rule' | 'system'
  /** of the person, key, agent or rule; for the server the name of what acts in it */
  readonly id: string
  readonly name: string
  /** the API key through which a person acts */
  readonly keyId?: string | undefined
  /** the request that the act came with, and from which address */
  readonly requestId?: string | undefined
  readonly address?: string | undefined
}

/** Where and as whom something is read or written. Every query takes one; which files make one is an import rule (`scopes-are-made-at-entry-points`). */
export interface Scope {
  readonly [made]: true
  readonly organizationId: string
  /** whose rows may be seen: this organization's; also those of its children; or, for the provider's roles, all */
  readonly reach: 'organization' | 'children' | 'provider'
  /** ids of the children, where the reach is `children` */
  readonly childIds: readonly string[]
  readonly actor: Actor
}

/** The server itself as the one who acts: `id` says which part of it. */
export const systemActor = (id: string): Actor => ({ kind: 'system', id, name: 'system' })
