import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { tar } from '../../../platform/tar.ts'
import { Problem } from '../../problems.ts'
import { findAgent } from '../agents.queries.ts'
import { createActivationCode } from '../manage-agents.command.ts'
import type { AgentBundle } from './agent-bundle.ts'
import { fileNameOf, installScript, PACKAGE, readme, systemdUnit } from './agent-package.ts'

const compress = promisify(gzip)

/** Makes the installation package of an agent, with a new activation code in it. */
export async function createPackage(db: Db, scope: Scope, bundle: AgentBundle | null, request: { agentId: string; server: string }) {
  if (!bundle) throw new Problem('agent-bundle-missing')
  const agent = await inScope(db, scope, (tx) => findAgent(tx, scope, request.agentId, bundle.version))
  if (!agent) throw new Problem('not-found')
  const { code } = await createActivationCode(db, scope, request.agentId)
  const facts = { agentName: agent.name, server: request.server.replace(/\/+$/, ''), code, version: bundle.version }
  const files = [
    { path: `${PACKAGE}/agent.mjs`, content: bundle.bytes },
    { path: `${PACKAGE}/${PACKAGE}.service`, content: systemdUnit(facts) },
    { path: `${PACKAGE}/install.sh`, content: installScript(), executable: true },
    { path: `${PACKAGE}/README.txt`, content: readme(facts) },
  ]
  const archive = await compress(tar(files, new Date()))
  return { fileName: fileNameOf(agent.name), base64: archive.toString('base64'), code }
}
