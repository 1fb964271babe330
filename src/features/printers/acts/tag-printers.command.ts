import { type Db, inScope } from '../../../platform/db/database.ts'
import type { Scope } from '../../../platform/scope.ts'
import { recordAct } from '../../audit/record-act.command.ts'
import { Problem } from '../../problems.ts'
import { freezeChosen } from '../../selections/freeze-printers.command.ts'
import { getSelectionCount } from '../../selections/select-printers.command.ts'
import { once } from '../../tasks/once.command.ts'
import { type HandlePortion, type PrinterOutcome, startTask } from '../../tasks/run-task.command.ts'
import { whyNotLabel } from '../printers.ts'
import { describeTagging, sameTags, whyNotTag } from './printer-labels.ts'
import { choosingTagged, listTagsOf, spellTags } from './printer-tags.queries.ts'
import {
  changeTagOfUnenrolled,
  changeTags,
  lockForTagging,
  removeOtherTags,
  type TaggedPrinter,
  type Tagging,
} from './printer-tags.store.ts'

/** The tags of one printer: it then has these and no others. Refused where those that the editor saw no longer stand. */
export function setTags(db: Db, scope: Scope, printerId: string, wanted: string[], seen?: string[]) {
  return inScope(db, scope, async (tx) => {
    const tags = await spellTags(tx, scope, wanted)
    const [printer] = await lockForTagging(tx, scope, [printerId], { add: tags, remove: [] })
    if (!printer || printer.registration === 'unenrolled') throw new Problem('not-found')
    if (whyNotLabel(printer.registration)) throw new Problem('printer-failed-registration')
    const before = await listTagsOf(tx, scope, printerId)
    if (seen && !sameTags(seen, before)) throw new Problem('edited-by-another', undefined, { current: { tags: before } })
    await removeOtherTags(tx, scope, printerId, tags)
    await changeTags(tx, scope, [printerId], { add: tags, remove: [] })
    if (!sameTags(tags, before))
      await recordAct(tx, scope, {
        act: 'Tags',
        subject: `Printer ${printer.serialNumber ?? printerId}`,
        before: { tags: before },
        after: { tags },
      })
    return { printerId, tags }
  })
}

/** Starts the task `Tags`: gives a selection tags, and takes some away. */
export function startTagging(
  db: Db,
  scope: Scope,
  { selectionId, add, remove }: { selectionId: string; add: string[]; remove: string[] },
  key: string | undefined,
) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'tag', selectionId, add, remove }, async () => {
      const printers = await getSelectionCount(tx, scope, selectionId)
      const input = { add: await spellTags(tx, scope, add), remove }
      const details = describeTagging(input)
      const taskId = await startTask(tx, scope, { kind: 'tag-printers', details, input, selectionId, printers })
      await recordAct(tx, scope, { act: 'Tags', subject: details, after: { ...input, printers, taskId } })
      return { taskId }
    }),
  )
}

/**
 * Starts the task that renames a tag, or without a name deletes it, on all printers that have it.
 * @rule printers/renamed-tags-merge  A tag that is renamed to the name of another tag is merged with it.
 */
export function startTagChange(db: Db, scope: Scope, { tag, name }: { tag: string; name?: string }, key: string | undefined) {
  return inScope(db, scope, (tx) =>
    once(tx, scope, key, { act: 'change tag', tag, name: name ?? null }, async () => {
      const { id: selectionId, printers } = await freezeChosen(tx, scope, choosingTagged(scope, tag), '')
      if (printers === 0) throw new Problem('not-found', 'No printer has this tag any more.')
      await changeTagOfUnenrolled(tx, scope, tag, name)
      const details = name === undefined ? `Delete ${tag}` : `Rename ${tag} to ${name}`
      const input = { add: name === undefined ? [] : [name], remove: [tag], only: tag }
      const taskId = await startTask(tx, scope, { kind: 'tag-printers', details, input, selectionId, printers })
      await recordAct(tx, scope, { act: 'Tags', subject: details, after: { printers, taskId } })
      return { taskId }
    }),
  )
}

/** Changes the tags of a portion; one that would have too many is refused. */
export const handleTags: HandlePortion = async (tx, scope, task, printerIds) => {
  const tagging = task.input as unknown as Tagging
  const standing = new Map((await lockForTagging(tx, scope, printerIds, tagging)).map((printer) => [printer.printerId, printer]))
  const outcomes = printerIds.map((printerId) => outcomeOf(printerId, standing.get(printerId), tagging))
  const changed = outcomes.filter(({ printerId, outcome }) => outcome === 'done' && standing.get(printerId)?.concerned)
  await changeTags(
    tx,
    scope,
    changed.map(({ printerId }) => printerId),
    tagging,
  )
  return outcomes
}

function outcomeOf(printerId: string, printer: TaggedPrinter | undefined, { add }: Tagging): PrinterOutcome {
  const serialNumber = printer?.serialNumber ?? null
  const why = whyNotLabel(printer?.registration ?? null)
  if (!printer || why) return { printerId, serialNumber, outcome: 'refused', reason: why }
  if (!printer.concerned) return { printerId, serialNumber, outcome: 'done', details: 'It did not have the tag.' }
  const tooMany = add.length > 0 ? whyNotTag(printer.others + add.length) : undefined
  return tooMany
    ? { printerId, serialNumber, outcome: 'refused', reason: 'Too many tags', details: tooMany }
    : { printerId, serialNumber, outcome: 'done' }
}
