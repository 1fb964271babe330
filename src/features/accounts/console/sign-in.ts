/** Why signing in did not work, in words for the person. */
export class SignInRefused extends Error {}

async function post(path: string, body: object): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

async function messageOf(response: Response): Promise<string> {
  if (response.status >= 500) return 'The server could not answer. Try again.'
  const body: unknown = await response.json().catch(() => undefined)
  const isCredentials = response.status === 401
  if (!isCredentials && typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return body.message
  }
  return 'The e-mail address or the password is wrong.'
}

/** Opens a session kept in a cookie. Throws SignInRefused with what to say to the person. */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await post('/auth/sign-in/email', { email, password })
  if (!response.ok) throw new SignInRefused(await messageOf(response))
}

/** Ends the session. Throws when the server could not end it. */
export async function signOut(): Promise<void> {
  const response = await post('/auth/sign-out', {})
  if (!response.ok && response.status !== 401) throw new Error(`sign-out answered ${response.status}`)
}
