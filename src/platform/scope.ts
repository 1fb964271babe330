declare const made: unique symbol

/**
 * Where and as whom something is read or written. Every query takes one, and only three doors make one: the access check (a person), the agents'
 * door (an agent), and the worker (the task of a person).
 */
export interface Scope {
  readonly [made]: true
  readonly organizationId: string
  /** whose rows may be seen: this organization's; also those of its children; or, for the provider's roles, all */
  readonly reach: 'organization' | 'children' | 'provider'
  /** ids of the children, where the reach is `children` */
  readonly childIds: readonly string[]
  readonly actor: { readonly kind: 'person' | 'agent'; readonly id: string; readonly name: string }
}

/** Makes a scope. Called by the three doors only. */
export function makeScope(scope: Pick<Scope, 'organizationId' | 'actor'> & Partial<Pick<Scope, 'reach' | 'childIds'>>): Scope {
  return { reach: 'organization', childIds: [], ...scope } as Scope
}
