import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'

let project: string
const started: ChildProcess[] = []

beforeEach(() => {
  project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'bootstrap-')))
  fs.mkdirSync(path.join(project, 'scripts'))
  for (const name of ['bootstrap', 'installation', 'install-lock', 'runtime', 'stop-with-parent', 'unusable']) {
    fs.copyFileSync(path.join(import.meta.dirname, `${name}.mjs`), path.join(project, 'scripts', `${name}.mjs`))
  }
  lockTo('1.0.0')
})

afterEach(() => {
  for (const each of started.splice(0)) each.kill('SIGKILL')
  fs.rmSync(project, { recursive: true })
})

/** A project that depends on one package of its own, so that nothing has to be fetched. */
function lockTo(version: string): void {
  write('part/package.json', { name: 'part', version })
  write('package.json', { name: 'project', version: '1.0.0', type: 'module', dependencies: { part: 'file:part' } })
  const packages = {
    '': { name: 'project', version: '1.0.0', dependencies: { part: 'file:part' } },
    'node_modules/part': { resolved: 'part', link: true },
    part: { version },
  }
  write('package-lock.json', { name: 'project', version: '1.0.0', lockfileVersion: 3, requires: true, packages })
}

function write(file: string, content: object | string): void {
  fs.mkdirSync(path.dirname(path.join(project, file)), { recursive: true })
  fs.writeFileSync(path.join(project, file), typeof content === 'string' ? content : JSON.stringify(content))
}

/** In a process group of its own, as a shell starts it. */
function bootstrap(script: string, ...args: string[]): ChildProcess {
  write('script.ts', script)
  const command = [path.join(project, 'scripts', 'bootstrap.mjs'), 'script.ts', ...args]
  const { npm_lifecycle_event, ...env } = process.env
  const child = spawn(process.execPath, command, { cwd: project, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

async function finish(child: ChildProcess): Promise<{ code: number; output: string; said: string }> {
  const [[code], output, said] = await Promise.all([once(child, 'close'), text(child.stdout!), text(child.stderr!)])
  return { code, output, said }
}

const run = (script: string, ...args: string[]) => finish(bootstrap(script, ...args))

it('installs what the lock file names, once, and says so apart from what the script says', async () => {
  const first = await run(`console.log('ran' satisfies string)`)
  expect(first).toMatchObject({ code: 0, output: 'ran\n' })
  expect(first.said).toContain('there is no node_modules yet')
  expect(fs.existsSync(path.join(project, 'node_modules', 'part', 'package.json'))).toBe(true)
  expect(await run(`console.log('again')`)).toEqual({ code: 0, output: 'again\n', said: '' })
})

it('installs again when the lock file has changed, and not when somebody has installed by hand', async () => {
  await run('')
  lockTo('2.0.0')
  expect((await run('')).said).toContain('node_modules differs from package-lock.json')
  fs.rmSync(path.join(project, 'node_modules', '.mps-express-install.json'))
  expect((await run('')).said).toBe('')
})

it('lets one of two install and the other wait', async () => {
  const both = await Promise.all([run(`console.log('ran')`), run(`console.log('ran')`)])
  expect(both.map(({ code, output }) => [code, output])).toEqual([
    [0, 'ran\n'],
    [0, 'ran\n'],
  ])
  expect(both.filter(({ said }) => said.includes('installing about'))).toHaveLength(1)
})

it('shows what npm says when it cannot install, and starts nothing', async () => {
  write('package.json', { name: 'project', dependencies: { part: 'file:part', other: 'file:part' } })
  const failed = await run(`console.log('ran')`)
  expect(failed).toMatchObject({ code: 1, output: '' })
  expect(failed.said).toMatch(/npm error[\s\S]*npm ci failed/)
})

it('passes arguments and exit code on, and puts the Node it runs on first on PATH', async () => {
  const script = `import path from 'node:path'
    console.log(JSON.stringify(process.argv.slice(2)), process.env.PATH?.startsWith(path.dirname(process.execPath)))
    process.exit(7)`
  expect(await run(script, 'a b', '--c')).toMatchObject({ code: 7, output: '["a b","--c"] true\n' })
})

const untilAsked = `process.on('SIGTERM', () => { console.log('asked'); process.exit(5) })
  console.log(process.pid)
  setInterval(() => {}, 1000)`

it('passes signals on', async () => {
  const child = bootstrap(untilAsked)
  child.stdout!.once('data', () => child.kill('SIGTERM'))
  expect(await finish(child)).toMatchObject({ code: 5, output: expect.stringMatching(/asked\n$/) })
})

it('passes a signal on once that comes to the whole group and again and again', async () => {
  const child = bootstrap(`
    let times = 0
    process.on('SIGINT', () => { if (++times === 1) setTimeout(() => { console.log('times', times); process.exit(0) }, 500) })
    console.log('up')
    setInterval(() => {}, 1000)`)
  child.stdout!.once('data', () => {
    // One kind of signal: of two kinds nobody can say which arrives first.
    process.kill(-child.pid!, 'SIGINT')
    child.kill('SIGINT')
    child.kill('SIGINT')
  })
  expect(await finish(child)).toMatchObject({ code: 0, output: 'up\ntimes 1\n' })
})

it('does not leave the script behind when it is killed itself', async () => {
  const child = bootstrap(untilAsked)
  child.stdout!.once('data', () => child.kill('SIGKILL'))
  // Ends only when the script, which writes to the same pipe, has ended too.
  expect(await text(child.stdout!)).toMatch(/asked\n$/)
})
