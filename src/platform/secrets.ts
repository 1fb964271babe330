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

/** Seals small secrets (SNMP communities) for the database: AES-256-GCM under a key derived from the installation's secret. */
export class Sealer {
  readonly #key: Buffer
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'mps-express sealing', 32))
  }
  seal(text: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }
  open(sealed: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(-16))
    return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
  }
}
