import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

/** The key that signs what agents update themselves with. */
export interface SigningKey {
  /** SPKI, base64: what agents are given */
  publicKey: string
  /** PKCS #8, base64: never leaves the server */
  privateKey: string
}

/** Where its private half is kept: there is one row. */
export const SIGNING_KEY_PLACE = 'agent_signing_key.private_key_sealed true'

/** Makes a key: Ed25519. */
export function makeSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return { publicKey: publicKey.toString('base64'), privateKey: privateKey.toString('base64') }
}

/** Signs a statement; base64. */
export function signStatement(statement: string, privateKey: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  return sign(null, Buffer.from(statement), key).toString('base64')
}
