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

/**
 * Where and as whom something is read or written. Every query takes one, and only three entry points make one: the access check (a person), the
 * agents' entry point (an agent), and the worker (the task of a person).
 */
export interface Scope {
  readonly [made]: true
  readonly organizationId: string
  /** whose rows may be seen: this organization's; also those of its children; or, for the provider's roles, all */
  readonly reach: 'organization' | 'children' | 'provider'
  /** ids of the children, where the reach is `children` */
  readonly childIds: readonly string[]
  readonly actor: Actor
}

/** Makes a scope. Called by the three entry points only. */
export function makeScope(scope: Pick<Scope, 'organizationId' | 'actor'> & Partial<Pick<Scope, 'reach' | 'childIds'>>): Scope {
  return { reach: 'organization', childIds: [], ...scope } as Scope
}

/** The server itself as the one who acts: `id` says which part of it. */
export const systemActor = (id: string): Actor => ({ kind: 'system', id, name: 'system' })
