import { parseArgs } from 'node:util'
import { openOwnDatabase } from '../../scripts/own-database.ts'
import { findNamed } from '../features/orders/replay/replay.queries.ts'
import { type Reader, replayOrganization } from '../features/orders/replay/replay-organization.command.ts'
import { parseRule, RULE_WORDS } from '../features/orders/replay/replay-rule.ts'
import { replayLines } from '../features/orders/replay/replay-words.ts'

export const YEAR_USAGE = `npm run -s replay -- --organization ID|NAME --rule RULE [--json]; RULE is ${RULE_WORDS}`

/** Replays the recorded year of an organization; gives what is wrong with the arguments, if anything. */
export async function recordedYear(args: string[]): Promise<string | undefined> {
  const { values } = parseArgs({
    args,
    options: { organization: { type: 'string' }, rule: { type: 'string' }, json: { type: 'boolean', default: false } },
  })
  if (values.organization === undefined || values.rule === undefined) return `State an organization and a rule. Usage: ${YEAR_USAGE}`
  const rule = parseRule(values.rule)
  if ('wrong' in rule) return rule.wrong
  const { db, close } = await openOwnDatabase()
  try {
    const read: Reader = (work) => db.transaction().execute(work)
    const found = await read((tx) => findNamed(tx, values.organization!))
    if (found.length !== 1)
      return found.length === 0
        ? `There is no organization "${values.organization}".`
        : `"${values.organization}" is the name of several: state the ID.`
    const result = await replayOrganization(read, found[0]!.id, rule, new Date())
    console.log(values.json ? JSON.stringify(result, null, 2) : [found[0]!.name, ...replayLines(result)].join('\n'))
    return undefined
  } finally {
    await close()
  }
}
