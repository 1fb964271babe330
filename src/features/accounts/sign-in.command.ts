import { APIError, betterAuth } from 'better-auth'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Db } from '../../platform/db/database.ts'
import { PROBLEMS } from '../problems.ts'
import { findSignInRefusal } from './people.queries.ts'

const SESSION_SECONDS = 12 * 60 * 60

/** The header in which the server, and nobody else, tells from which address a sign-in comes. */
export const CLIENT_ADDRESS = 'x-mps-client-address'

/**
 * Sign-in by e-mail and password, sessions in the database: Better Auth. Nobody signs up; people are invited.
 * @rule accounts/sign-in-is-limited  From one address at most 20 sign-ins a minute are accepted.
 * @rule accounts/sessions-expire  A session ends 12 hours after signing in, at sign-out, and when the person is deactivated.
 */
export function createSignIn(options: { pool: pg.Pool; db: Db; secret: string; publicUrl: string | undefined }) {
  return betterAuth({
    baseURL: options.publicUrl,
    basePath: '/auth',
    secret: options.secret,
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool: options.pool }) }), type: 'postgres' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    trustedOrigins: (request) => (request ? [sameOrigin(request)] : []),
    advanced: {
      // Said outright: otherwise the environment variable NODE_ENV could switch it off.
      disableOriginCheck: false,
      cookiePrefix: 'mps',
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS] },
      useSecureCookies: options.publicUrl?.startsWith('https:') ?? false,
    },
    rateLimit: { enabled: true, window: 60, max: 120, customRules: { '/sign-in/email': { window: 60, max: 20 } } },
    telemetry: { enabled: false },
    logger: { disabled: true },
    databaseHooks: { session: { create: { before: (session) => refuseSession(options.db, session.userId) } } },
  })
}

export type SignIn = ReturnType<typeof createSignIn>

const sameOrigin = (request: Request) => `${new URL(request.url).protocol}//${request.headers.get('host')}`

/** @rule accounts/sample-people-stay-in-the-sample  Sample people, whose password is public, are refused outside the sample. */
async function refuseSession(db: Db, personId: string) {
  const refused = await findSignInRefusal(db, personId)
  if (refused === 'sample')
    throw new APIError('FORBIDDEN', { code: 'sample-people-refused', message: PROBLEMS['sample-people-refused'].message })
  if (refused === 'deactivated') throw new APIError('UNAUTHORIZED', { code: 'sign-in-failed', message: PROBLEMS['sign-in-failed'].message })
}
