import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { firstRow, type Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { Problem } from '../problems.ts'

/**
 * Does a request with an Idempotency-Key once: a repetition gets the first answer, another request under the same key is refused.
 * @rule tasks/idempotency  A doubled click or a retry does it once.
 */
export async function once<Answer extends Record<string, unknown>>(
  tx: Tx,
  scope: Scope,
  key: string | undefined,
  request: unknown,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (!key) return run()
  const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const mine = [scope.organizationId, scope.actor.id, key]
  await sql`select pg_advisory_xact_lock(hashtextextended(${mine.join(' ')}, 1))`.execute(tx)
  const earlier = await firstRow(
    tx,
    sql<{ hash: string; answer: Answer }>`select request_hash as hash, answer from idempotency_keys
      where organization_id = ${scope.organizationId} and person_id = ${scope.actor.id} and key = ${key}`,
  )
  if (earlier && earlier.hash !== hash) throw new Problem('key-reused')
  if (earlier) return earlier.answer
  const answer = await run()
  await sql`insert into idempotency_keys (organization_id, person_id, key, request_hash, answer)
    values (${scope.organizationId}, ${scope.actor.id}, ${key}, ${hash}, ${JSON.stringify(answer)})`.execute(tx)
  return answer
}
