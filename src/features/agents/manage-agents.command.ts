import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newCode, type Sealer } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import type { SnmpCommunityAccess } from './agent-protocol.api.ts'
import type { AgentDetails, AgentForm } from './agents.api.ts'
import { findAgent } from './agents.queries.ts'
import {
  deactivateAgent,
  deleteAgent,
  insertAgent,
  insertDiscovery,
  insertProfile,
  insertReads,
  lockAgent,
  replaceActivationCode,
  updateAgent,
} from './agents.store.ts'
import { whyNotRemove } from './agents.ts'

const CODE_HOURS = 72

export function createAgent(db: Db, scope: Scope, form: AgentForm) {
  return named(form.name, () =>
    inScope(db, scope, async (tx) => {
      const id = await insertAgent(tx, scope, form.name)
      await updateAgent(tx, scope, id, form)
      await recordAct(tx, scope, { act: 'Create agent', subject: form.name, after: { ...form } })
      return (await findAgent(tx, scope, id))!
    }),
  )
}

/** Edits an agent. Criteria that no longer cover a printer never unenroll it. */
export function changeAgent(db: Db, scope: Scope, agentId: string, form: AgentForm) {
  return named(form.name, () =>
    inAgent(db, scope, agentId, async (tx, before) => {
      await updateAgent(tx, scope, agentId, form)
      const { name, description, include, exclude } = before
      await recordAct(tx, scope, { act: 'Edit agent', subject: name, before: { name, description, include, exclude }, after: { ...form } })
      return (await findAgent(tx, scope, agentId))!
    }),
  )
}

/** A new activation code; the older one is void. It is used once and expires. */
export function createActivationCode(db: Db, scope: Scope, agentId: string) {
  const code = newCode()
  return inAgent(db, scope, agentId, async (tx, agent) => {
    const expiresAt = await replaceActivationCode(tx, scope, agentId, hashToken(code), CODE_HOURS)
    await recordAct(tx, scope, { act: 'Generate activation code', subject: agent.name })
    return { code, expiresAt }
  })
}

export function discoverNow(db: Db, scope: Scope, agentId: string) {
  return inAgent(db, scope, agentId, async (tx, agent) => {
    if (agent.status === 'deactivated') throw new Problem('agent-deactivated')
    const workId = await insertDiscovery(tx, scope, agentId)
    await recordAct(tx, scope, { act: 'Discover now', subject: agent.name })
    return { workId }
  })
}

export function deactivate(db: Db, scope: Scope, agentId: string) {
  return inAgent(db, scope, agentId, async (tx, agent) => {
    refuseForHeldPrinters(agent)
    await deactivateAgent(tx, scope, agentId)
    await recordAct(tx, scope, { act: 'Deactivate agent', subject: agent.name })
    return (await findAgent(tx, scope, agentId))!
  })
}

export async function removeAgent(db: Db, scope: Scope, agentId: string): Promise<void> {
  await inAgent(db, scope, agentId, async (tx, agent) => {
    refuseForHeldPrinters(agent)
    await deleteAgent(tx, scope, agentId)
    await recordAct(tx, scope, { act: 'Delete agent', subject: agent.name, before: { name: agent.name, printers: agent.printers } })
  })
}

/** @rule agents/secrets-are-sealed  An SNMP community is kept encrypted, told to the agents that use it, and shown to nobody. */
export function createProfile(db: Db, scope: Scope, sealer: Sealer, profile: Omit<SnmpCommunityAccess, 'id'>) {
  const { community, ...open } = profile
  return named(profile.name, () =>
    inScope(db, scope, async (tx) => {
      const made = await insertProfile(tx, scope, open, sealer.seal(community))
      await recordAct(tx, scope, { act: 'Create SNMP profile', subject: profile.name, after: open })
      return made
    }),
  )
}

function refuseForHeldPrinters(agent: AgentDetails) {
  const why = whyNotRemove(agent)
  if (why) throw new Problem('agent-has-held-printers', why, { count: agent.managed + agent.pending })
}

function inAgent<T>(db: Db, scope: Scope, agentId: string, run: (tx: Tx, agent: AgentDetails) => Promise<T>): Promise<T> {
  return inScope(db, scope, async (tx) => {
    await lockAgent(tx, scope, agentId)
    const agent = await findAgent(tx, scope, agentId)
    if (!agent) throw new Problem('not-found')
    return run(tx, agent)
  })
}

async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'agent_names' || constraint === 'snmp_profile_names')
      throw new Problem('name-in-use', `The name ${name} is in use. Choose another.`)
    if (constraint === 'agent_includes_organization_id_profile_id_fkey')
      throw new Problem('invalid-input', 'An entry names an SNMP profile that does not exist.')
    throw error
  }
}

/** Refresh information: asks the agents of the selected printers to read them at once. */
export async function askAgentsToRead(tx: Tx, scope: Scope, selectionId: string) {
  const asked = await insertReads(tx, scope, selectionId)
  await recordAct(tx, scope, { act: 'Refresh information', subject: `${asked.asked} printers` })
  return asked
}
