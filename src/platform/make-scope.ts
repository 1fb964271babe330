import type { Scope } from './scope.ts'

/** Makes a scope of rights that were checked. An import rule names the files that call it. */
export function makeScope(scope: Pick<Scope, 'organizationId' | 'actor'> & Partial<Pick<Scope, 'reach' | 'childIds'>>): Scope {
  return { reach: 'organization', childIds: [], ...scope } as Scope
}
