import type { IncomingHttpHeaders } from 'node:http'
import { ORPCError } from '@orpc/contract'
import { implement } from '@orpc/server'
import type { Logger } from 'pino'
import type { Db } from '../platform/db/database.ts'
import type { Mailer } from '../platform/mail.ts'
import { makeScope } from '../platform/make-scope.ts'
import type { Outbound } from '../platform/outbound/outbound.ts'
import type { Scope } from '../platform/scope.ts'
import type { Sealer } from '../platform/secrets.ts'
import { hashToken } from '../platform/secrets.ts'
import { findUnstorable } from '../platform/text.ts'
import { Turns } from '../platform/turns.ts'
import { type Access, type Caller, checkAccess, findApiKeyPerson, findHome, findSessionCaller } from './accounts/access.queries.ts'
import type { Permission } from './accounts/roles.ts'
import { type CookieSettings, tokenOf } from './accounts/session-cookie.ts'
import { INSTANCE_HEADER } from './agent-protocol/agent-protocol.api.ts'
import { claimAgent } from './agents/claim-agent.command.ts'
import type { AgentBundle } from './agents/updates/agent-bundle.ts'
import { contract } from './api.ts'
import type { OperationMeta } from './contract.ts'
import { findSupplierByToken, type KnownSupplier } from './fulfilment/suppliers.queries.ts'
import { findProvider } from './organizations/organizations.queries.ts'
import { Problem } from './problems.ts'
import type { TaskHandlers } from './tasks/run-task.command.ts'
import type { TaskChanges } from './tasks/task-changes.queries.ts'

/** What every operation is given: the parts of the server it may use, and the request's headers. */
export interface Services {
  db: Db
  cookies: CookieSettings
  sealer: Sealer
  log: Logger
  taskChanges: TaskChanges
  taskHandlers: TaskHandlers
  /** what agents are updated to; null where none was built */
  agentBundle: AgentBundle | null
  /** for every request to an address that somebody entered */
  outbound: Outbound
  /** null where no mail server is set */
  mailer: Mailer | null
  /** where the folders of suppliers are; null where none is set */
  supplierFolder: string | null
  /** a local DTD that cXML documents are checked against; null where none is named */
  cxmlDtd: string | null
  sample: { password: string; people: { email: string; role: string }[] } | null
}
/** Who sends a request, known before its body is read. */
export interface Sender {
  caller?: Caller
  agent?: KnownAgent
  supplier?: KnownSupplier
}
/** What stands around a request. */
export interface Circumstances {
  headers: IncomingHttpHeaders
  /** names this request in the audit trail and the log */
  requestId: string
  /** where it comes from */
  address: string | undefined
}
export interface Request extends Services, Circumstances, Sender {}

const base = implement(contract).$context<Request>()

/** Operations open to anyone. */
export const anyone = base.use(({ next }, input) => {
  refuseUnstorable(input)
  return next()
})

/**
 * What one person, or one agent, has the database do at the same time; the connections are more than that, so that some are left to others.
 * @rule platform/nobody-takes-all  Of the requests of one person or agent 4 are worked on at the same time; more wait for their turn.
 */
const turns = new Turns(4)

/** Operations of a signed-in person, about what is theirs. */
export const signedIn = base.use(({ context, next }, input) => {
  const caller = callerOf(context)
  return turns.run(caller.id, async () => {
    const home = await findHome(context.db, caller.id)
    if (!home) throw new Problem('not-signed-in', 'Your account was deactivated. Ask an Organization Administrator to activate it.')
    refuseUnstorable(input)
    return next({ context: { caller, home } })
  })
})

interface InOrganization {
  caller: Caller
  access: Access
  scope: Scope
  /** refuses as the access check would now */
  checkAgain(): Promise<void>
}

/** Operations in an organization: the access check stands in front of each, and gives it its scope. */
export const inOrganization = base.use(({ context, next, procedure }, input) => {
  const permission = (procedure['~orpc'].meta as OperationMeta).access as Permission
  const caller = callerOf(context)
  return turns.run(caller.id, async () => {
    const organizationId = organizationIdIn(input)
    const { access, scope } = await checkAccess(context.db, caller, organizationId, permission)
    refuseUnstorable(input)
    // For what goes on for long: the caller may have signed out or lost a role in the meantime.
    const checkAgain = async () => {
      await checkAccess(context.db, await recogniseCaller(context, context), organizationId, permission)
    }
    return next({ context: { caller, access, scope, checkAgain } satisfies InOrganization })
  })
})

/** What agents ask: they carry their own credential. */
export const agentEntry = base.use(async ({ context: { agent, requestId, address }, next }, input) => {
  if (!agent) throw agentNotKnown()
  // The items of a report are looked at one by one, so that a bad one never costs the others.
  refuseUnstorable({ ...(input as object | undefined), items: undefined })
  const actor = { kind: 'agent', id: agent.agentId, name: `agent ${agent.name}`, requestId, address } as const
  const scope = makeScope({ organizationId: agent.organizationId, actor })
  return turns.run(agent.agentId, async () => next({ context: { scope, agentId: agent.agentId } }))
})

/** What suppliers ask: they send their own token. */
export const supplierEntry = base.use(async ({ context: { db, supplier, requestId, address }, next }, input) => {
  const scope = supplier && (await scopeOfSupplier(db, supplier, { requestId, address }))
  if (!scope) throw new Problem('supplier-not-known')
  refuseUnstorable(input)
  return turns.run(supplier.id, async () => next({ context: { scope, supplier } }))
})

/** The scope in which what a supplier reports is written: orders are of many organizations, and each report is held against what the supplier was sent. */
export async function scopeOfSupplier(
  db: Db,
  supplier: KnownSupplier,
  about: Pick<Circumstances, 'requestId' | 'address'>,
): Promise<Scope | undefined> {
  const organizationId = await findProvider(db)
  const actor = { kind: 'system', id: `supplier ${supplier.id}`, name: supplier.name, ...about } as const
  return organizationId ? makeScope({ organizationId, reach: 'provider', actor }) : undefined
}

function callerOf({ caller }: Sender): Caller {
  if (!caller) throw new Problem('not-signed-in')
  return caller
}

/**
 * Who sends a request, as far as an operation asks for it; refused where nobody known does.
 * @rule platform/strangers-are-refused-first  Whoever is not signed in is refused before the body of the request is read.
 */
export async function recognise(services: Services, about: Circumstances, access: OperationMeta['access']): Promise<Sender> {
  if (access === 'anyone') return {}
  if (access === 'agent') return { agent: await recogniseAgent(services, about) }
  if (access === 'supplier') return { supplier: await recogniseSupplier(services, about) }
  return { caller: await recogniseCaller(services, about) }
}

async function recogniseAgent({ db }: Services, { headers }: Circumstances): Promise<KnownAgent> {
  const credential = bearerOf(headers)
  const instance = headers[INSTANCE_HEADER]
  const named = typeof instance === 'string' && /^[\w.-]{1,64}$/.test(instance) ? instance : ''
  const agent = credential && (await claimAgent(db, hashToken(credential), named))
  if (!agent || agent.deactivated) throw agentNotKnown()
  if (named === '') throw agentRefusal('agent-instance-missing')
  if (!agent.claimed) throw agentRefusal('agent-used-elsewhere')
  return agent
}

async function recogniseSupplier({ db }: Services, { headers }: Circumstances): Promise<KnownSupplier> {
  const token = bearerOf(headers)
  const supplier = token && (await findSupplierByToken(db, hashToken(token)))
  if (!supplier) throw new Problem('supplier-not-known')
  return supplier
}

type KnownAgent = NonNullable<Awaited<ReturnType<typeof claimAgent>>>

function agentRefusal(code: 'agent-not-known' | 'agent-instance-missing' | 'agent-used-elsewhere') {
  const { status, message } = contract.agentProtocol.heartbeat['~orpc'].errorMap[code]
  return new ORPCError(code, { status, message })
}

const agentNotKnown = () => agentRefusal('agent-not-known')

const bearerOf = (headers: IncomingHttpHeaders) => /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]

async function recogniseCaller({ db, cookies }: Services, { headers, requestId, address }: Circumstances): Promise<Caller> {
  const key = bearerOf(headers)
  if (key) {
    const person = await findApiKeyPerson(db, hashToken(key))
    if (!person) throw new Problem('not-signed-in', 'The API key is not valid: it was withdrawn, has expired or never existed.')
    return { ...person, expiresAt: null, requestId, address }
  }
  const token = tokenOf('session', headers.cookie, cookies)
  const found = token && (await findSessionCaller(db, token))
  if (!found) throw new Problem('not-signed-in')
  return { ...found, requestId, address }
}

/** @rule platform/unstorable-texts-are-refused  A text with a character that cannot be stored is refused before anything is written, with its place. */
function refuseUnstorable(input: unknown): void {
  const field = findUnstorable(input)
  if (field === undefined) return
  const message = 'This text contains a NUL or an incomplete character. Remove it.'
  throw new Problem('invalid-input', field ? `${field}: ${message}` : message, { faults: [{ field, message }] })
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function organizationIdIn(input: unknown): string {
  const { organizationId, params } = (input ?? {}) as { organizationId?: unknown; params?: { organizationId?: unknown } }
  const id = organizationId ?? params?.organizationId
  if (typeof id !== 'string' || !UUID.test(id)) throw new Problem('not-found')
  return id
}
