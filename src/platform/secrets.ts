import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

/** SHA-256 in hexadecimal: how a token that was given out is kept. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** A token of 160 random bits that a person may have to copy: letters and digits only. */
export const newToken = (prefix = '') => prefix + BigInt(`0x${randomBytes(20).toString('hex')}`).toString(36)

/** A code that a person reads from one screen and types at another: 3 groups of 4, without letters that look alike. */
export function newCode(): string {
  const alphabet = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
  const letters = Array.from(randomBytes(12), (byte) => alphabet[byte % alphabet.length]).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

const KEY_ID = 4
const NONCE = 12
const TAG = 16

interface SealingKey {
  id: Buffer
  key: Buffer
}

function sealingKey(secret: string): SealingKey {
  const derived = (purpose: string, length: number) => Buffer.from(hkdfSync('sha256', secret, '', `mps-express ${purpose}`, length))
  return { id: derived('sealing key id', KEY_ID), key: derived('sealing', 32) }
}

/** Where a sealed value is kept: column and row. It opens nowhere else. */
export const sealedPlace = (table: string, column: string, row: readonly string[]): string => [`${table}.${column}`, ...row].join(' ')

/**
 * Seals small secrets (SNMP communities) for the database: AES-256-GCM under a key derived from the installation's secret, with the place as additional
 * data. A value names the key that it was sealed with; while a secret is rotated, values of former ones open too.
 * @rule platform/sealed-values-stay-in-their-row  A sealed value opens in its column and row alone: one that was copied to another place does not open.
 */
export class Sealer {
  readonly #current: SealingKey
  readonly #keys: readonly SealingKey[]
  constructor(secret: string, former: readonly string[] = []) {
    this.#current = sealingKey(secret)
    this.#keys = [this.#current, ...former.map(sealingKey)]
  }
  seal(text: string, place: string): Buffer {
    const { id, key } = this.#current
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
    return Buffer.concat([id, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }
  open(sealed: Buffer, place: string): string {
    const known = this.#keys.find(({ id }) => id.equals(sealed.subarray(0, KEY_ID)))
    if (!known) throw new Error(`A value in ${place} was sealed with a secret that is not in the file secret of the data folder.`)
    const decipher = createDecipheriv('aes-256-gcm', known.key, sealed.subarray(KEY_ID, KEY_ID + NONCE)).setAAD(Buffer.from(place))
    decipher.setAuthTag(sealed.subarray(-TAG))
    return decipher.update(sealed.subarray(KEY_ID + NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
  }
  /** The first bytes of every value that is sealed with the present secret. */
  get mark(): Buffer {
    return this.#current.id
  }
}
