import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asOwner, type Cast, makeCast, PASSWORD } from '../../../test/support/make.ts'
import { type Client, clientOf, startTestServer, type TestServer } from '../../../test/support/server.ts'
import { postAuth, signIn } from '../../../test/support/sign-in.ts'
import { codeAt } from './second-factor.ts'

let server: TestServer
let cast: Cast
beforeAll(async () => {
  server = await startTestServer({ worker: false })
  cast = await makeCast(server)
})
afterAll(() => server.stop())

/** Somebody of the partner with a password. */
async function settle(name: string, roles: 'user-administrator'[] = []) {
  const email = `${name}@example.com`
  const { people } = cast.organizationAdministrator.accounts
  const { person, invitation } = await people.invite({ organizationId: cast.partner, name, email, roles })
  await server.as().accounts.invitations.accept({ token: invitation.token, password: PASSWORD })
  return { id: person.id, email, client: (await signIn(server.url, email, PASSWORD)).client }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** The octets of a key as an app reads them. */
function octetsOf(key: string): string {
  const bits = [...key].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((octet) => Number.parseInt(octet, 2))).toString()
}

/** Turns the second factor on; gives what the app shows so many steps from now. */
async function turnOn(client: Client) {
  const { key, address } = await client.accounts.session.beginSecondFactor({ password: PASSWORD })
  const code = (steps = 0) => codeAt(octetsOf(key), new Date(Date.now() + steps * 30_000))
  const { recoveryCodes } = await client.accounts.session.confirmSecondFactor({ code: await code() })
  return { address, code, recoveryCodes }
}

const enter = (email: string, code?: string, password = PASSWORD) =>
  postAuth(server.url, '/sign-in/email', { email, password, ...(code !== undefined && { code }) })
const waitOut = () => asOwner(server, 'delete from auth.sign_in_failures')

describe('a second factor [accounts/second-factor]', () => {
  it('is asked for once it is on: without a code, or with a wrong one, there is no session', async () => {
    const { email, client } = await settle('careful')
    const before = await signIn(server.url, email, PASSWORD)
    expect(await client.accounts.session.getSecondFactor({})).toEqual({ isOn: false, recoveryCodes: 0 })
    const { address, code, recoveryCodes } = await turnOn(client)
    expect(address).toMatch(/^otpauth:\/\/totp\/MPS%20Express:careful%40example.com\?secret=[A-Z2-7]{52}&/)
    expect(await client.accounts.session.getSecondFactor({})).toEqual({ isOn: true, recoveryCodes: 10 })
    expect(new Set(recoveryCodes).size).toBe(10)
    await expect(before.client.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    for (const [given, expected] of [
      [undefined, 'second-factor-needed'],
      ['', 'second-factor-needed'],
      ['000000', 'second-factor-wrong'],
      [recoveryCodes[0]!.slice(1), 'second-factor-wrong'],
    ] as const)
      expect(await enter(email, given)).toMatchObject({ status: 401, cookie: '', body: { code: expected } })
    expect(await enter(email, await code(1), 'wrong password')).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    await waitOut()
    const { status, cookie } = await enter(email, await code(1))
    expect(status).toBe(200)
    expect((await clientOf(server.url, undefined, cookie).accounts.session.get({})).person.email).toBe(email)
    expect(await asOwner(server, `select 1 from second_factors f where f::text like $1`, [`%${address.slice(-60, -30)}%`])).toEqual([])
  })

  it('takes a code once, and none older, also at the same moment [accounts/a-code-counts-once]', async () => {
    const { email, client } = await settle('replayed')
    const { code } = await turnOn(client)
    expect((await enter(email, await code())).body.code).toBe('second-factor-wrong')
    const next = await code(1)
    const answers = await Promise.all([enter(email, next), enter(email, next), enter(email, next)])
    // One that is refused learns that the code is wrong, or that it must wait: the tries of a moment add to the delay of the account.
    const refused = ['second-factor-wrong', 'too-many-sign-ins']
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status, body } of answers) if (status !== 200) expect(refused).toContain(body.code)
    expect(refused).toContain((await enter(email, await code())).body.code)
  })

  it('takes each recovery code once, however it is typed [accounts/a-code-counts-once]', async () => {
    const { email, client } = await settle('lost-device')
    const { recoveryCodes } = await turnOn(client)
    const typed = recoveryCodes[3]!.toLowerCase().replaceAll('-', ' ')
    const answers = await Promise.all([enter(email, typed), enter(email, typed)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
    expect((await client.accounts.session.getSecondFactor({})).recoveryCodes).toBe(9)
  })

  it('delays guesses of its codes like those of a password [accounts/guessing-is-delayed]', async () => {
    const { email, client } = await settle('guessed-code')
    const { code } = await turnOn(client)
    await asOwner(server, 'delete from auth.sign_in_places')
    const codes = []
    for (let tries = 0; tries < 7; tries++) codes.push((await enter(email, `00000${tries}`)).body.code)
    expect(codes).toEqual([...Array(6).fill('second-factor-wrong'), 'too-many-sign-ins'])
    expect((await enter(email, await code(1))).status).toBe(429)
  })

  it('is turned off with password and code, and not by an API key', async () => {
    const { email, client } = await settle('turning-off')
    const { code } = await turnOn(client)
    const { key } = await client.accounts.session.createApiKey({ name: 'k', expiresInDays: null })
    const off = async (by: Client, given: string, password = PASSWORD) => by.accounts.session.endSecondFactor({ password, code: given })
    await expect(off(server.as(key), await code(1))).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(off(client, await code(1), 'wrong')).rejects.toMatchObject({ data: { faults: [{ field: 'password' }] } })
    await expect(off(client, '000000')).rejects.toMatchObject({ data: { faults: [{ field: 'code' }] } })
    await expect(client.accounts.session.beginSecondFactor({ password: PASSWORD })).rejects.toMatchObject({ code: 'second-factor-on' })
    await off(client, await code(1))
    expect((await enter(email)).status).toBe(200)
  })

  it('is reset by somebody who holds all roles of the person [accounts/nobody-gives-what-they-do-not-hold]', async () => {
    const { id, email, client } = await settle('helped', ['user-administrator'])
    await turnOn(client)
    const person = { organizationId: cast.partner, personId: id }
    const [above] = (await cast.organizationAdministrator.accounts.people.list({ organizationId: cast.partner, search: 'partner@' })).items
    const refused = cast.userAdministrator.accounts.people.resetSecondFactor({ ...person, personId: above!.id })
    await expect(refused).rejects.toMatchObject({ code: 'role-not-held' })
    await cast.userAdministrator.accounts.people.resetSecondFactor(person)
    await expect(client.accounts.session.get({})).rejects.toMatchObject({ code: 'not-signed-in' })
    expect((await enter(email)).status).toBe(200)
  })
})
