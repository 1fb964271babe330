import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'

/** One line of a signed log: chained to the one before, and signed. */
export interface SignedLine<T> {
  number: number
  at: string
  /** hash of the line before; empty for the first */
  previous: string
  content: T
  /** public key: Ed25519, SPKI, base64 */
  key: string
  /** Ed25519, base64, over the JSON of number, time, previous and content */
  signature: string
}

const statementOf = ({ number, at, previous, content }: Omit<SignedLine<unknown>, 'key' | 'signature'>) =>
  JSON.stringify([number, at, previous, content])

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The hash by which the next line names this one. */
export const hashOfLine = (line: SignedLine<unknown>): string => sha256(statementOf(line))

/** A short name of a key, for people and folders. */
export const fingerprintOf = (key: string): string => sha256(key).slice(0, 16)

const DAY_FILE = /^\d{4}-\d\d-\d\d\.jsonl$/

const dayFiles = (folder: string): string[] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => DAY_FILE.test(name))
        .sort()
    : []

/**
 * A log in a folder, a file a day (UTC), each line signed with a key that only this folder's owner has, and naming the line before. What is appended is on the
 * disk when it is given back; half a line, left by a server that died, is taken away when the log is opened.
 */
export class SignedLog<T> {
  readonly #folder: string
  readonly #privateKey: KeyObject
  readonly #key: string
  #last: SignedLine<T> | undefined

  private constructor(folder: string, privateKey: KeyObject, last: SignedLine<T> | undefined) {
    this.#folder = folder
    this.#privateKey = privateKey
    this.#key = publicKeyOf(privateKey)
    this.#last = last
  }

  static async open<T>(folder: string, keyFile: string): Promise<SignedLog<T>> {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of dayFiles(folder)) cutHalfLine(path.join(folder, name))
    let last: SignedLine<T> | undefined
    const newest = dayFiles(folder)
      .filter((name) => fs.statSync(path.join(folder, name)).size > 0)
      .at(-1)
    if (newest) for await (const text of linesOf(path.join(folder, newest))) last = JSON.parse(text) as SignedLine<T>
    return new SignedLog<T>(folder, readKey(keyFile), last)
  }

  get last(): SignedLine<T> | undefined {
    return this.#last
  }

  /** Whether the next line, at this time, is the first of its day. */
  beginsFile(at: string): boolean {
    return this.#last?.at.slice(0, 10) !== at.slice(0, 10)
  }

  append(content: T, time: string): SignedLine<T> {
    // A clock that was set back does not put a line before the last one.
    const at = this.#last && this.#last.at > time ? this.#last.at : time
    const open = { number: (this.#last?.number ?? 0) + 1, at, previous: this.#last ? hashOfLine(this.#last) : '', content }
    const signature = sign(null, Buffer.from(statementOf(open)), this.#privateKey).toString('base64')
    const line = { ...open, key: this.#key, signature }
    const file = fs.openSync(path.join(this.#folder, `${at.slice(0, 10)}.jsonl`), 'a', 0o600)
    try {
      fs.writeSync(file, `${JSON.stringify(line)}\n`)
      fs.fsyncSync(file)
    } finally {
      fs.closeSync(file)
    }
    this.#last = line
    return line
  }
}

function cutHalfLine(file: string): void {
  const content = fs.readFileSync(file)
  const whole = content.lastIndexOf(0x0a) + 1
  if (whole < content.length) fs.truncateSync(file, whole)
}

function readKey(file: string): KeyObject {
  if (!fs.existsSync(file)) {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
    fs.writeFileSync(file, pem, { mode: 0o600, flag: 'wx' })
  }
  return createPrivateKey(fs.readFileSync(file))
}

const publicKeyOf = (privateKey: KeyObject) => createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')

const linesOf = (file: string) => readline.createInterface({ input: fs.createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })

/** A line as it was read, and what is wrong with it. */
export interface ReadLine<T> {
  file: string
  line: SignedLine<T>
  fault: string | undefined
}

/** Reads a log from a folder, from a file on, in order; each line with what is wrong with it: its signature, its place, or that it is no line. */
export async function* readSignedLog<T>(folder: string, fromFile = ''): AsyncGenerator<ReadLine<T>> {
  let before: SignedLine<T> | undefined
  for (const file of dayFiles(folder).filter((name) => name >= fromFile)) {
    for await (const text of linesOf(path.join(folder, file))) {
      const line = readLine<T>(text)
      if (!line) {
        yield {
          file,
          line: { number: 0, at: '', previous: '', content: undefined as T, key: '', signature: '' },
          fault: 'is no line of this log',
        }
        continue
      }
      yield { file, line, fault: faultOf(line, before) }
      before = line
    }
  }
}

function readLine<T>(text: string): SignedLine<T> | undefined {
  try {
    const line = JSON.parse(text) as SignedLine<T>
    return typeof line.number === 'number' && typeof line.at === 'string' && typeof line.key === 'string' ? line : undefined
  } catch {
    return undefined
  }
}

/** What is wrong with a line, by itself and after the one before. */
function faultOf(line: SignedLine<unknown>, before: SignedLine<unknown> | undefined): string | undefined {
  if (!isSigned(line)) return 'has a wrong signature'
  // Sent twice by a server that died in between.
  if (before && line.number === before.number && hashOfLine(line) === hashOfLine(before)) return undefined
  if (before && line.key !== before.key) return `is signed with another key (${fingerprintOf(line.key)}) than the line before`
  if (before && line.number !== before.number + 1)
    return `follows line ${before.number}: ${before.number + 1} to ${line.number - 1} are missing`
  if (before && line.previous !== hashOfLine(before)) return `names another line than line ${before.number} as the one before`
  return undefined
}

function isSigned(line: SignedLine<unknown>): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(line.key, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(statementOf(line)), key, Buffer.from(line.signature, 'base64'))
  } catch {
    return false
  }
}
