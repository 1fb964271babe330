import { parseArgs } from 'node:util'
import { CheckpointIndex, type CheckpointSeries } from '../src/features/audit/checkpoint-index.queries.ts'
import { checkpointFolder } from '../src/features/audit/checkpoints.ts'
import { eraseTexts } from '../src/features/audit/erase-texts.command.ts'
import { type CheckedChain, verifyExport, verifyTrail } from '../src/features/audit/verify-trail.command.ts'
import { reportLines } from '../src/features/audit/verify-words.ts'
import { openOwnDatabase, ownDataDir } from './own-database.ts'

const USAGE = `npm run -s audit -- verify [--organization ID] [--checkpoints FOLDER]…
npm run -s audit -- verify --export FILE [--filtered] [--checkpoints FOLDER]…
npm run -s audit -- erase --organization ID (--person ID | --text TEXT) --reason TEXT

verify checks the audit trail: of every organization, of one, or in an exported file. It ends with 0 when all is whole,
1 when something is broken, 2 when it could not be checked. Checkpoints are read from the data folder, or from the
folders that --checkpoints names. --filtered says that the file holds what a filter found, so that numbers may be missing.

erase removes personal data beside the entries: the name of a person wherever they acted, or every text that contains TEXT.
The entries stay, with who acted as kind and id, and so do their hashes. The erasure is an entry itself.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    organization: { type: 'string' },
    export: { type: 'string' },
    filtered: { type: 'boolean', default: false },
    checkpoints: { type: 'string', multiple: true },
    person: { type: 'string' },
    text: { type: 'string' },
    reason: { type: 'string' },
  },
})

async function verify(): Promise<number> {
  const checkpoints = await CheckpointIndex.read(values.checkpoints ?? [checkpointFolder(ownDataDir())])
  for (const series of checkpoints.series) showSeries(series)
  let broken = checkpoints.series.filter(({ faultCount }) => faultCount > 0).length
  const show = (chain: CheckedChain) => {
    console.log(reportLines(chain).join('\n'))
    if (chain.firstBad) broken++
  }
  if (values.export) show(await verifyExport(values.export, checkpoints, values.filtered))
  else await verifyDatabase(checkpoints, show)
  checkpoints.close()
  return broken > 0 ? 1 : 0
}

async function verifyDatabase(checkpoints: CheckpointIndex, show: (chain: CheckedChain) => void): Promise<void> {
  const database = await openOwnDatabase()
  let chains = 0
  try {
    for await (const chain of verifyTrail(database.db, checkpoints, values.organization)) {
      show(chain)
      chains++
    }
  } finally {
    await database.close()
  }
  if (chains === 0) throw new Error(values.organization ? `There is no organization ${values.organization}.` : 'There is no organization.')
}

function showSeries({ folder, count, newest, faults, faultCount }: CheckpointSeries) {
  const about = newest ? `${count}, newest number ${newest.number} of ${newest.at}, key ${newest.key}` : 'none'
  console.log(`Checkpoints in ${folder}: ${about}`)
  for (const fault of faults) console.log(`  BROKEN ${fault}`)
  if (faultCount > faults.length) console.log(`  … and ${faultCount - faults.length} more`)
}

async function erase(): Promise<number> {
  const { organization: organizationId, person, text, reason } = values
  if (!organizationId || !reason || (person === undefined) === (text === undefined)) throw new Error(USAGE)
  const database = await openOwnDatabase()
  try {
    const erased = await eraseTexts(database.db, { organizationId, reason, ...(person !== undefined ? { person } : { text: text! }) })
    console.log(`Erased ${erased.texts} texts of ${erased.entries} entries.`)
  } finally {
    await database.close()
  }
  return 0
}

try {
  const command = { verify, erase }[positionals[0] ?? '']
  if (!command || positionals.length !== 1) throw new Error(USAGE)
  process.exitCode = await command()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
