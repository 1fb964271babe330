import { createHash } from 'node:crypto'
import type { Tx } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { Problem } from '../problems.ts'
import { insertAnswer, lockAnswer } from './tasks.store.ts'

/**
 * Does a request with an Idempotency-Key once: a repetition gets the first answer, another request under the same key is refused.
 * @rule tasks/idempotency  A double click or a retry takes effect once.
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
  const earlier = await lockAnswer<Answer>(tx, scope, key)
  if (earlier && earlier.hash !== hash) throw new Problem('key-reused')
  if (earlier) return earlier.answer
  const answer = await run()
  await insertAnswer(tx, scope, key, hash, answer)
  return answer
}
