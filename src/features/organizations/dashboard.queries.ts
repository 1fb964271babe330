import { type Db, inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import type { Scope } from '../../platform/scope.ts'
import { actorOf, type Caller, type Home, withChildren } from '../accounts/access.queries.ts'
import { may } from '../accounts/roles.ts'
import { countFleet } from './organizations.queries.ts'
import type { Portal } from './portals.ts'

/** The portals that somebody with these roles may open. */
export function portalsOf(home: Pick<Home, 'kind' | 'ownRoles' | 'childrenRoles'>): Portal[] {
  const inChildren = (permission: Parameters<typeof may>[1]) => may(home.childrenRoles, permission, 'child')
  const here = (permission: Parameters<typeof may>[1]) => may(home.ownRoles, permission, home.kind)
  return [
    ...(here('read accounts') || inChildren('read accounts') ? (['account-management'] as const) : []),
    ...(here('read the fleet') || inChildren('read the fleet') ? (['fleet-management'] as const) : []),
    ...(here('operate the program') ? (['operations'] as const) : []),
  ]
}

/** One card per portal, with live figures of all that the person reaches. */
export async function readDashboard(db: Db, caller: Caller, home: Home) {
  const own = makeScope({
    organizationId: home.organizationId,
    reach: home.kind === 'provider' ? 'provider' : 'organization',
    actor: actorOf(caller),
  })
  const scope: Scope = home.kind === 'partner' ? await withChildren(db, own) : own
  const figures = await inScope(db, scope, (tx) => countFleet(tx, scope))
  const n = figures!
  const held = [
    { label: 'Printers', value: n.printers },
    { label: 'Managed', value: n.managed },
    { label: 'Pending', value: n.pending },
  ]
  const cards = {
    'account-management': [
      { label: 'Child organizations', value: n.organizations },
      { label: 'Entitled', value: n.entitled },
    ],
    'fleet-management': [...held, { label: 'Agents silent', value: n.silentAgents }, { label: 'Tasks running', value: n.tasksRunning }],
    operations: [
      { label: 'Pending requests', value: n.pending },
      { label: 'Managed', value: n.managed },
      { label: 'Entitled organizations', value: n.entitled },
    ],
  }
  return { cards: portalsOf(home).map((portal) => ({ portal, figures: cards[portal] })) }
}
