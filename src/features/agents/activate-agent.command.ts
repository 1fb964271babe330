import { type Db, inScope } from '../../platform/db/database.ts'
import { makeScope } from '../../platform/make-scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { exchangeActivationCode } from './agents.store.ts'

/**
 * Exchanges a one-use code for a credential; undefined when the code is not valid, was used or has expired.
 * @rule agents/activation-code-once  An activation code works once and expires.
 */
export async function activateAgent(db: Db, request: { codeHash: string; credentialHash: string; version: string; hostName: string }) {
  const agent = await exchangeActivationCode(db, request)
  if (!agent) return undefined
  const scope = makeScope({
    organizationId: agent.organizationId,
    actor: { kind: 'agent', id: agent.agentId, name: `agent ${agent.name}` },
  })
  await inScope(db, scope, (tx) =>
    recordAct(tx, scope, { act: 'Activate agent', subject: agent.name, after: { version: request.version, hostName: request.hostName } }),
  )
  return { agentId: agent.agentId, name: agent.name }
}
