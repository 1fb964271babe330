import { type Db, inScope, type Tx } from '../../../platform/db/database.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import type { Scope } from '../../../platform/scope.ts'
import type { Sealer } from '../../../platform/secrets.ts'
import { type UpdateOffer, updateStatement } from '../../agent-protocol/agent-protocol.api.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { listAgentsById } from '../agents.queries.ts'
import type { AgentBundle } from './agent-bundle.ts'
import { getSigningKey } from './signing-key.command.ts'
import { signStatement } from './signing-key.ts'
import { isBehind, whyNotUpdate } from './update-agents.ts'
import { endUpdate, findOpenUpdate, insertUpdates, noteOffered } from './updates.store.ts'

interface UpdateRequest {
  agentIds?: string[] | undefined
  downgrade: boolean
}

/** Asks agents to update themselves, each with an outcome of its own; without ids all that are behind. */
export function updateAgents(db: Db, scope: Scope, bundle: AgentBundle | null, { agentIds, downgrade }: UpdateRequest) {
  if (!bundle) throw new Problem('agent-bundle-missing')
  const { version } = bundle
  return inScope(db, scope, async (tx) => {
    const agents = (await listAgentsById(tx, scope, agentIds)).filter((agent) => agentIds !== undefined || isBehind(agent.version, version))
    if (agentIds !== undefined && agents.length < new Set(agentIds).size) throw new Problem('not-found')
    const outcomes = agents.map((agent) => {
      const reason = whyNotUpdate(agent, version, downgrade) ?? null
      return { agentId: agent.id, name: agent.name, outcome: reason === null ? ('asked' as const) : ('refused' as const), reason }
    })
    const asked = outcomes.filter(({ outcome }) => outcome === 'asked')
    const ids = asked.map(({ agentId }) => agentId)
    await insertUpdates(tx, scope, ids, version, downgrade)
    const subject = asked.length === 1 ? asked[0]!.name : formatNoun(asked.length, 'agent')
    if (asked.length > 0) await recordAct(tx, scope, { act: 'Update agents', subject, after: { version, downgrade, agents: ids } })
    return { version, outcomes }
  })
}

export interface UpdateServices {
  db: Db
  sealer: Sealer
  agentBundle: AgentBundle | null
}

interface Heard {
  agentId: string
  version: string
  updates: boolean
  nonce: string | undefined
}

/** What is to be said of updates to an agent that is heard: one that was asked for and still has to be taken, signed for this agent alone. */
export async function offerUpdate(tx: Tx, scope: Scope, services: UpdateServices, heard: Heard) {
  const open = await findOpenUpdate(tx, scope, heard.agentId)
  if (!open) return undefined
  const { db, sealer, agentBundle: bundle } = services
  const end = (failure: string | null) => endUpdate(tx, scope, heard.agentId, open.workId, failure)
  if (heard.version === open.version) return void (await end(null))
  if (!heard.updates || heard.nonce === undefined)
    return void (await end('The agent cannot update itself: it was not installed from a package. Install it again from a package.'))
  if (!bundle) return void (await end('The server no longer has a bundle of the agent.'))
  if (heard.version === bundle.version) return void (await end(null))
  if (!open.downgrade && !isBehind(heard.version, bundle.version))
    return void (await end(`The agent has version ${heard.version}, which is newer than ${bundle.version}.`))
  await noteOffered(tx, scope, open.workId, bundle.version)
  const offer = {
    version: bundle.version,
    sha256: bundle.sha256,
    downgrade: open.downgrade,
    nonce: heard.nonce,
    at: new Date().toISOString(),
  }
  const { privateKey } = await getSigningKey(db, sealer)
  const signature = signStatement(updateStatement(heard.agentId, offer), privateKey)
  return { workId: open.workId, ...offer, signature } satisfies UpdateOffer
}

/** An agent reports that it did not take an update. */
export function noteUpdateFailure(db: Db, scope: Scope, agentId: string, { workId, failure }: { workId: string; failure: string }) {
  return inScope(db, scope, (tx) => endUpdate(tx, scope, agentId, workId, failure))
}
