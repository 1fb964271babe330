import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { AUTHENTICATION, type AuthenticationProtocol, PRIVACY, type PrivacyProtocol } from './usm-keys.ts'

/** What signs and encrypts messages of version 3 (RFC 3414, 6 to 8; RFC 3826; RFC 7860). */

/** The octets that sign a whole message, in which their place holds zeros. */
export function signature(protocol: AuthenticationProtocol, key: Buffer, message: Buffer): Buffer {
  const { hash, octets } = AUTHENTICATION[protocol]
  return createHmac(hash, key).update(message).digest().subarray(0, octets)
}

/** Whether a message that came carries its signature; `at` is where it stands. */
export function isSigned(protocol: AuthenticationProtocol, key: Buffer, message: Buffer, at: number, length: number): boolean {
  if (length !== AUTHENTICATION[protocol].octets) return false
  const reported = Buffer.from(message.subarray(at, at + length))
  const zeroed = Buffer.from(message)
  zeroed.fill(0, at, at + length)
  return timingSafeEqual(reported, signature(protocol, key, zeroed))
}

/** The engine's clock, which is part of the encryption. */
export interface EngineTime {
  boots: number
  time: number
}

const BLOCK = 8
// Starts anywhere, so that a restart does not begin with the salts of the time before.
let salts = randomBytes(8).readBigUInt64BE()

function nextSalt(): bigint {
  salts = BigInt.asUintN(64, salts + 1n)
  return salts
}

/** Encrypts; `salt` goes with the message, in the clear. */
export function encrypt(
  protocol: PrivacyProtocol,
  key: Buffer,
  { boots, time }: EngineTime,
  plain: Buffer,
): { salt: Buffer; cipher: Buffer } {
  const salt = Buffer.alloc(8)
  salt.writeBigUInt64BE(nextSalt())
  if (protocol === 'des') {
    salt.writeUInt32BE(boots >>> 0, 0)
    const cipher = createCipheriv(TRIPLE_DES, tripled(key), vectorOfDes(key, salt)).setAutoPadding(false)
    const padded = Buffer.concat([plain, Buffer.alloc((BLOCK - (plain.length % BLOCK)) % BLOCK)])
    return { salt, cipher: Buffer.concat([cipher.update(padded), cipher.final()]) }
  }
  const cipher = createCipheriv(aesOf(protocol), key, vectorOfAes(boots, time, salt))
  return { salt, cipher: Buffer.concat([cipher.update(plain), cipher.final()]) }
}

/** Decrypts; undefined for what cannot have been encrypted like this. With a wrong key the outcome is garbage. */
export function decrypt(
  protocol: PrivacyProtocol,
  key: Buffer,
  { boots, time }: EngineTime,
  salt: Buffer,
  cipher: Buffer,
): Buffer | undefined {
  if (salt.length !== 8) return undefined
  if (protocol === 'des') {
    if (cipher.length % BLOCK !== 0) return undefined
    const decipher = createDecipheriv(TRIPLE_DES, tripled(key), vectorOfDes(key, salt)).setAutoPadding(false)
    return Buffer.concat([decipher.update(cipher), decipher.final()])
  }
  const decipher = createDecipheriv(aesOf(protocol), key, vectorOfAes(boots, time, salt))
  return Buffer.concat([decipher.update(cipher), decipher.final()])
}

// OpenSSL 3 has put single DES away; triple DES with the same key three times is single DES.
const TRIPLE_DES = 'des-ede3-cbc'

function tripled(key: Buffer): Buffer {
  const single = key.subarray(0, BLOCK)
  return Buffer.concat([single, single, single])
}

/** The second half of the key is the pre-IV (RFC 3414, 8.1.1.1). */
function vectorOfDes(key: Buffer, salt: Buffer): Buffer {
  return Buffer.from(salt.map((octet, i) => octet ^ key[BLOCK + i]!))
}

const aesOf = (protocol: PrivacyProtocol) => `aes-${PRIVACY[protocol].keyOctets * 8}-cfb`

function vectorOfAes(boots: number, time: number, salt: Buffer): Buffer {
  const vector = Buffer.alloc(16)
  vector.writeUInt32BE(boots >>> 0, 0)
  vector.writeUInt32BE(time >>> 0, 4)
  salt.copy(vector, 8)
  return vector
}
