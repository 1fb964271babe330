/** Why signing in did not work, in words for the person, and the code of the refusal. */
export class SignInRefused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

async function post(path: string, body: object): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

async function refusalOf(response: Response): Promise<SignInRefused> {
  const unknown = new SignInRefused('unexpected', 'The server could not answer. Try again.')
  if (response.status >= 500) return unknown
  const body: { code?: unknown; message?: unknown } = await response.json().catch(() => ({}))
  return typeof body.code === 'string' && typeof body.message === 'string' ? new SignInRefused(body.code, body.message) : unknown
}

/** Opens a session kept in a cookie. Throws SignInRefused with what to show the person. */
export async function signIn(email: string, password: string, code?: string): Promise<void> {
  const response = await post('/auth/sign-in/email', { email, password, code: code || undefined })
  if (!response.ok) throw await refusalOf(response)
}

/** Ends the session. Throws when the server could not end it. */
export async function signOut(): Promise<void> {
  const response = await post('/auth/sign-out', {})
  if (!response.ok && response.status !== 401) throw new Error(`sign-out answered ${response.status}`)
}
