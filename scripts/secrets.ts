import { lockDataFolder } from '../src/platform/db/data-folder.ts'
import { countServerSessions, renewScopeKey, resealAll } from '../src/platform/db/reseal.ts'
import { Sealer } from '../src/platform/secrets.ts'
import { beginRotation, endRotation } from '../src/server/installation.ts'
import { isOwnDatabasePackaged, openOwnDatabase, ownDataDir } from './own-database.ts'

const USAGE = `npm run -s secrets -- rotate

rotate makes a new secret of this installation and seals everything in the database with it. Stop the server first. The former
secret stays in the file until all is sealed again: if this is interrupted, run it again. Everybody signs in again afterwards.
Where several servers share a database, copy the file "secret" of this data folder to the others before they start.`

async function rotate(): Promise<void> {
  const dataDir = ownDataDir()
  // The packaged database takes this lock itself.
  const lock = isOwnDatabasePackaged() ? undefined : await lockDataFolder(dataDir, 0)
  const database = await openOwnDatabase({ alone: true })
  try {
    if ((await countServerSessions(database.db)) > 0)
      throw new Error('A server works on the database. Stop every server of this installation, then rotate.')
    const { secret, formerSecrets } = beginRotation(dataDir)
    const count = await resealAll(database.db, new Sealer(secret, formerSecrets))
    await renewScopeKey(database.db, secret)
    endRotation(dataDir)
    console.log(`The secret was rotated: ${count} ${count === 1 ? 'value' : 'values'} sealed again.`)
  } finally {
    await database.close()
    lock?.release()
  }
}

try {
  if (process.argv.slice(2).join(' ') !== 'rotate') throw new Error(USAGE)
  await rotate()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
