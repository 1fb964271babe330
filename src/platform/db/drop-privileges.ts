import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { type DatabaseUser, databaseUser, letIn } from './postgres-binaries.ts'

/**
 * Lets a server that was started by root go on as the unprivileged user that its database runs as; the data folder becomes that user's. Gives why it stays root
 * where that cannot be: what it needs is closed to the user.
 * @rule platform/the-server-is-not-root  Started by root, the server works as the user that its database runs as.
 */
export function dropPrivileges(dataDir: string, needed: readonly string[], say: (line: string) => void): string | undefined {
  const user = databaseUser(path.join(dataDir, 'postgresql'), say)
  if (!user) return undefined
  const why = whyNotDrop(user, dataDir, needed)
  if (why) return why
  own(user, dataDir)
  process.setgroups!([user.gid])
  process.setgid!(user.gid)
  process.setuid!(user.uid)
  return undefined
}

function whyNotDrop(user: DatabaseUser, dataDir: string, needed: readonly string[]): string | undefined {
  // Other daemons work as nobody too: the secret of the installation would be theirs.
  if (user.name === 'nobody') return 'There is no user for it and none can be created. Create the user mps-express.'
  try {
    letIn(user, dataDir)
  } catch (error) {
    return (error as Error).message
  }
  // Asked of the system itself, as that user: rights come from more than modes.
  const look = `for (const file of ${JSON.stringify(needed)}) require('fs').accessSync(file, 4)`
  const { uid, gid } = user
  const looked = spawnSync(process.execPath, ['-e', look], { uid, gid, cwd: '/', env: {}, encoding: 'utf8' })
  if (looked.status === 0) return undefined
  const closed = /open|access '([^']+)'/.exec(looked.stderr ?? '')?.[1] ?? process.execPath
  return `${closed} is closed to the user ${user.name}. Move the program to a folder that every user may read, such as /opt/mps-express.`
}

function own({ uid, gid }: DatabaseUser, dataDir: string): void {
  const entries = fs.readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dataDir, name))
  for (const file of [dataDir, ...entries]) {
    const found = fs.lstatSync(file, { throwIfNoEntry: false })
    // Links are not followed: they may lead out of the folder.
    if (found && (found.uid !== uid || found.gid !== gid)) fs.lchownSync(file, uid, gid)
  }
}
