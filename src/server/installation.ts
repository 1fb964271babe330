import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const fileIn = (dataDir: string) => path.join(dataDir, 'secret')

export interface InstallationSecrets {
  /** signs sessions and seals secrets in the database */
  secret: string
  /** what some values may still be sealed with: those of a rotation that has not ended */
  formerSecrets: string[]
}

/** The secrets of this installation, a line each, the present one first; made at the first start and readable by its owner alone. */
export function installationSecrets(dataDir: string): InstallationSecrets {
  if (!fs.existsSync(fileIn(dataDir))) writeSecrets(dataDir, [newSecret()])
  const [secret, ...formerSecrets] = fs.readFileSync(fileIn(dataDir), 'utf8').split('\n').filter(Boolean)
  if (!secret)
    throw new Error(`${fileIn(dataDir)} is empty. Restore it from a backup: without it the sealed values in the database cannot be read.`)
  return { secret, formerSecrets }
}

/** Puts a new secret before the present one; a rotation that has begun goes on with the secret that it made. */
export function beginRotation(dataDir: string): InstallationSecrets {
  const { secret, formerSecrets } = installationSecrets(dataDir)
  if (formerSecrets.length === 0) writeSecrets(dataDir, [newSecret(), secret])
  return installationSecrets(dataDir)
}

/** Takes the former secrets away. */
export function endRotation(dataDir: string): void {
  writeSecrets(dataDir, [installationSecrets(dataDir).secret])
}

const newSecret = () => randomBytes(32).toString('base64url')

// Renamed into place, on the disk: whoever dies in between leaves the one or the other.
function writeSecrets(dataDir: string, secrets: readonly string[]): void {
  fs.mkdirSync(dataDir, { recursive: true })
  const unfinished = `${fileIn(dataDir)}.new`
  fs.rmSync(unfinished, { force: true })
  const owner = fs.statSync(fileIn(dataDir), { throwIfNoEntry: false })
  const file = fs.openSync(unfinished, 'wx', 0o600)
  try {
    fs.writeSync(file, `${secrets.join('\n')}\n`)
    // Root rotates for the user that the server runs as.
    if (owner && process.getuid?.() === 0) fs.fchownSync(file, owner.uid, owner.gid)
    fs.fsyncSync(file)
  } finally {
    fs.closeSync(file)
  }
  fs.renameSync(unfinished, fileIn(dataDir))
  const folder = process.platform === 'win32' ? undefined : fs.openSync(dataDir, 'r')
  if (folder === undefined) return
  fs.fsyncSync(folder)
  fs.closeSync(folder)
}
