import { inScope } from '../../platform/db/database.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { agentEntry, anyone, inOrganization, type Services } from '../entry-points.routes.ts'
import { startEnrollment } from '../printers/readings/enroll-printers.command.ts'
import { Problem } from '../problems.ts'
import { activateAgent } from './activate-agent.command.ts'
import { findAgent, listAgents } from './agents.queries.ts'
import { fetchConfiguration } from './fetch-configuration.command.ts'
import { changeAgent, createActivationCode, createAgent, deactivate, discoverNow, removeAgent, revoke } from './manage-agents.command.ts'
import { diagnosePrinter, readPrinterWork } from './reports/diagnose-printer.command.ts'
import { hearAgent, receiveReport, SequenceJump } from './reports/receive-report.command.ts'
import { startTransfer } from './reports/transfer-printers.command.ts'
import { changeProfile, createProfile, removeProfile } from './snmp-profiles/manage-profiles.command.ts'
import { listProfiles } from './snmp-profiles/snmp-profiles.queries.ts'
import { createPackage } from './updates/create-package.command.ts'
import { getSigningKey } from './updates/signing-key.command.ts'
import { noteUpdateFailure, updateAgents } from './updates/update-agents.command.ts'

const { agents } = inOrganization

/** The version that this server can update agents to. */
const offered = ({ agentBundle }: Services) => agentBundle?.version ?? null

export const agentsRoutes = {
  list: agents.list.handler(({ context, input }) =>
    inScope(context.db, context.scope, (tx) => listAgents(tx, context.scope, input, offered(context))),
  ),
  get: agents.get.handler(async ({ context, input }) => {
    const agent = await inScope(context.db, context.scope, (tx) => findAgent(tx, context.scope, input.agentId, offered(context)))
    if (!agent) throw new Problem('not-found')
    return agent
  }),
  create: agents.create.handler(({ context, input }) => createAgent(context.db, context.scope, input)),
  change: agents.change.handler(({ context, input: { agentId, edition, losesHeldPrinters, ...form } }) =>
    changeAgent(context.db, context.scope, { agentId, edition, losesHeldPrinters, form }, offered(context)),
  ),
  createActivationCode: agents.createActivationCode.handler(({ context, input }) =>
    createActivationCode(context.db, context.scope, input.agentId),
  ),
  discover: agents.discover.handler(({ context, input }) => discoverNow(context.db, context.scope, input.agentId)),
  deactivate: agents.deactivate.handler(({ context, input }) => deactivate(context.db, context.scope, input.agentId)),
  revoke: agents.revoke.handler(({ context, input }) => revoke(context.db, context.scope, input.agentId)),
  remove: agents.remove.handler(({ context, input }) => removeAgent(context.db, context.scope, input.agentId)),
  update: agents.update.handler(({ context, input }) => updateAgents(context.db, context.scope, context.agentBundle, input)),
  createPackage: agents.createPackage.handler(({ context, input }) => createPackage(context.db, context.scope, context.agentBundle, input)),
  getPrinterWork: agents.getPrinterWork.handler(({ context, input }) => readPrinterWork(context.db, context.scope, input.printerId)),
  diagnose: agents.diagnose.handler(({ context, input }) => diagnosePrinter(context.db, context.scope, input.printerId)),
  transferPrinters: agents.transferPrinters.handler(({ context, input: { body, headers } }) =>
    startTransfer(context.db, context.scope, body, headers['idempotency-key']),
  ),
  enrollPrinters: agents.enrollPrinters.handler(({ context, input: { body, headers } }) =>
    startEnrollment(context.db, context.scope, body, headers['idempotency-key']),
  ),
  listProfiles: agents.listProfiles.handler(({ context }) => inScope(context.db, context.scope, (tx) => listProfiles(tx, context.scope))),
  createProfile: agents.createProfile.handler(({ context, input }) =>
    createProfile(context.db, context.scope, context.sealer, input.profile),
  ),
  changeProfile: agents.changeProfile.handler(({ context, input: { profileId, edition, profile: form } }) =>
    changeProfile(context.db, context.scope, context.sealer, { profileId, edition, form }),
  ),
  removeProfile: agents.removeProfile.handler(({ context, input }) => removeProfile(context.db, context.scope, input.profileId)),
}

const { agentProtocol } = agentEntry

/** What agents ask of the server. */
export const agentProtocolRoutes = {
  activate: anyone.agentProtocol.activate.handler(async ({ context, input, errors }) => {
    const credential = newToken('agent_')
    const agent = await activateAgent(context.db, {
      ...input,
      codeHash: hashToken(input.code.toUpperCase()),
      credentialHash: hashToken(credential),
    })
    if (!agent) throw errors['activation-code-invalid']()
    const { publicKey: updateKey } = await getSigningKey(context.db, context.sealer)
    return { ...agent, credential, updateKey }
  }),
  heartbeat: agentProtocol.heartbeat.handler(({ context, input }) => hearAgent(context, context.scope, context.agentId, input)),
  bundle: agentProtocol.bundle.handler(({ context: { agentBundle }, input, errors }) => {
    if (agentBundle?.sha256 !== input.sha256) throw errors['bundle-not-here']()
    return { version: agentBundle.version, base64: agentBundle.bytes.toString('base64') }
  }),
  updateOutcome: agentProtocol.updateOutcome.handler(({ context, input }) =>
    noteUpdateFailure(context.db, context.scope, context.agentId, input),
  ),
  configuration: agentProtocol.configuration.handler(({ context }) =>
    fetchConfiguration(context.db, context.scope, context.agentId, context.sealer),
  ),
  report: agentProtocol.report.handler(async ({ context, input, errors }) => {
    const { db, scope, agentId, log } = context
    try {
      return await receiveReport(db, scope, agentId, input, log)
    } catch (error) {
      if (!(error instanceof SequenceJump)) throw error
      throw errors['sequence-jump']({ data: { deliveredThrough: error.deliveredThrough } })
    }
  }),
}
