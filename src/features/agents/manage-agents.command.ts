import { type Db, inScope, type Tx, violatedConstraint } from '../../platform/db/database.ts'
import { formatNoun } from '../../platform/numbers.ts'
import type { Scope } from '../../platform/scope.ts'
import { hashToken, newCode } from '../../platform/secrets.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { followCriteria } from '../printers/readings/exclude-printers.command.ts'
import { listPrintersOfAgent } from '../printers/readings/reach.queries.ts'
import { Problem } from '../problems.ts'
import type { AgentDetails, AgentForm } from './agents.api.ts'
import { findAgent } from './agents.queries.ts'
import {
  deactivateAgent,
  deleteAgent,
  insertAgent,
  insertDiscovery,
  insertReads,
  lockAgent,
  replaceActivationCode,
  revokeCredential,
  updateAgent,
} from './agents.store.ts'
import { whyNotRemove, whyNotRevoke } from './agents.ts'
import { changeOfReach } from './criteria-coverage.ts'

const CODE_HOURS = 72

export function createAgent(db: Db, scope: Scope, form: AgentForm) {
  return named(form.name, () =>
    inScope(db, scope, async (tx) => {
      const id = await insertAgent(tx, scope, form.name)
      await updateAgent(tx, scope, id, 1, form)
      await recordAct(tx, scope, { act: 'Create agent', subject: form.name, after: { ...form } })
      return (await findAgent(tx, scope, id, null))!
    }),
  )
}

interface Edit {
  agentId: string
  edition: number
  /** how many held printers the reader was shown that the criteria lose */
  losesHeldPrinters?: number | undefined
  form: AgentForm
}

/**
 * Edits an agent. Criteria that no longer cover a printer never unenroll it.
 * @rule agents/two-editors  When two people edit one agent, the second is warned and nothing is overwritten silently.
 */
export function changeAgent(db: Db, scope: Scope, edit: Edit, offered: string | null) {
  const { agentId, edition, form } = edit
  return named(form.name, () =>
    inAgent(db, scope, agentId, async (tx, before) => {
      if (edition !== before.edition) throw new Problem('edited-by-another', undefined, { current: { ...before } })
      await followEdit(tx, scope, before, edit)
      await updateAgent(tx, scope, agentId, edition, form)
      await recordAct(tx, scope, { act: 'Edit agent', subject: before.name, before: toBeAudited(before), after: { ...form } })
      return (await findAgent(tx, scope, agentId, offered))!
    }),
  )
}

function toBeAudited(agent: AgentDetails) {
  const { name, description, include, exclude, enrollsAtOnce, packetsPerSecond, heartbeatSeconds, readSeconds, discoverSeconds } = agent
  return { name, description, include, exclude, enrollsAtOnce, packetsPerSecond, heartbeatSeconds, readSeconds, discoverSeconds }
}

/** What an edit of the criteria means for the printers of the agent; refused until the reader was shown how many held ones it loses. */
async function followEdit(tx: Tx, scope: Scope, before: AgentDetails, { agentId, losesHeldPrinters, form }: Edit): Promise<void> {
  if (before.printers === 0) return
  const { lost, regained } = changeOfReach(before, form, await listPrintersOfAgent(tx, scope, agentId))
  const held = lost.filter((printer) => printer.held).length
  if (held > 0 && losesHeldPrinters !== held) {
    const they = formatNoun(held, 'managed or pending printer')
    const message = `These criteria no longer cover ${they}. To save anyway, state the number in losesHeldPrinters.`
    throw new Problem('criteria-lose-held-printers', message, { count: held })
  }
  await followCriteria(tx, scope, { lost: lost.map(({ id }) => id), regained: regained.map(({ id }) => id) })
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
    return (await findAgent(tx, scope, agentId, null))!
  })
}

/**
 * Ends the credential of an agent at once, also while it reads held printers: its printers stay its own, and it waits for a new activation.
 * @rule agents/credentials-are-revoked  A credential that may be in the wrong hands is ended at once, whatever the agent reads; the printers stay.
 */
export function revoke(db: Db, scope: Scope, agentId: string) {
  return inAgent(db, scope, agentId, async (tx, agent) => {
    const why = whyNotRevoke(agent)
    if (why) throw new Problem('agent-not-activated', why)
    await revokeCredential(tx, scope, agentId)
    await recordAct(tx, scope, { act: 'Revoke agent credential', subject: agent.name })
    return (await findAgent(tx, scope, agentId, null))!
  })
}

export async function removeAgent(db: Db, scope: Scope, agentId: string): Promise<void> {
  await inAgent(db, scope, agentId, async (tx, agent) => {
    refuseForHeldPrinters(agent)
    await deleteAgent(tx, scope, agentId)
    await recordAct(tx, scope, { act: 'Delete agent', subject: agent.name, before: { name: agent.name, printers: agent.printers } })
  })
}

function refuseForHeldPrinters(agent: AgentDetails) {
  const why = whyNotRemove(agent)
  if (why) throw new Problem('agent-has-held-printers', why, { count: agent.managed + agent.pending })
}

function inAgent<T>(db: Db, scope: Scope, agentId: string, run: (tx: Tx, agent: AgentDetails) => Promise<T>): Promise<T> {
  return inScope(db, scope, async (tx) => {
    await lockAgent(tx, scope, agentId)
    const agent = await findAgent(tx, scope, agentId, null)
    if (!agent) throw new Problem('not-found')
    return run(tx, agent)
  })
}

async function named<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const constraint = violatedConstraint(error)
    if (constraint === 'agent_names') throw new Problem('name-in-use', `The name ${name} is in use. Choose another.`)
    if (constraint === 'agent_includes_organization_id_profile_id_fkey')
      throw new Problem('invalid-input', 'An entry names an SNMP profile that does not exist.')
    throw error
  }
}

/** Refresh information: asks the agents of the selected printers to read them at once. */
export async function askAgentsToRead(tx: Tx, scope: Scope, selectionId: string) {
  const asked = await insertReads(tx, scope, selectionId)
  await recordAct(tx, scope, { act: 'Refresh information', subject: formatNoun(asked.asked, 'printer') })
  return asked
}
