import { afterAll, beforeAll, expect, it } from 'vitest'
import { asOwner, PASSWORD } from '../../../test/support/make.ts'
import { startTestServer, type TestServer } from '../../../test/support/server.ts'
import { signIn } from '../../../test/support/sign-in.ts'
import { renewSetupCode } from './setup.command.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ worker: false })
})
afterAll(() => server.stop())

it('opens an empty installation with the one-time code, once, whoever is fastest [accounts/first-administrator]', async () => {
  const { setup } = server.as().accounts
  const old = (await renewSetupCode(server.services.db))!
  const code = (await renewSetupCode(server.services.db))!
  const request = (email: string, change = {}) => ({ code, providerName: 'Acme', name: 'First', email, password: PASSWORD, ...change })
  expect(await setup.get({})).toEqual({ needed: true, providerName: 'Lexmark', sample: null })
  for (const wrong of ['AAAA-AAAA-AAAA', old])
    await expect(setup.complete(request('a@example.com', { code: wrong }))).rejects.toMatchObject({ code: 'setup-code-wrong', status: 403 })
  await expect(setup.complete(request('a@example.com', { password: 'too short' }))).rejects.toMatchObject({
    code: 'invalid-input',
    data: { faults: [{ field: 'password', message: 'A password has at least 12 characters.' }] },
  })
  const made = await Promise.allSettled([
    setup.complete(request('one@example.com', { code: code.toLowerCase() })),
    setup.complete(request('two@example.com')),
  ])
  expect(made.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(setup.complete(request('three@example.com'))).rejects.toMatchObject({ code: 'setup-done', status: 409 })
  expect(await setup.get({})).toEqual({ needed: false, providerName: 'Acme', sample: null })
  expect(await renewSetupCode(server.services.db)).toBeUndefined()
  expect(await asOwner(server, 'select count(*)::int as n from people')).toEqual([{ n: 1 }])
  const email = made[0]!.status === 'fulfilled' ? 'one@example.com' : 'two@example.com'
  const { client: administrator } = await signIn(server.url, email, PASSWORD)
  expect(await administrator.accounts.session.get({})).toMatchObject({
    organization: { name: 'Acme', kind: 'provider' },
    provider: { name: 'Acme' },
  })
})
