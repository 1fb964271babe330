import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createLog } from '../log.ts'
import { type RunCommand, run } from '../run.ts'
import { IS_BUNDLE, noteInstallation, readInstallation } from './installation.ts'
import { beTriedOut, isOnTrial, tryOut } from './trial.ts'
import { type TakenUpdate, Updates } from './update.ts'
import { AGENT_VERSION } from './version.ts'

/**
 * Is the fleet agent, and updates it: a bundle that was taken is tried out in a process of its own while this one stands by; if it proves itself,
 * this one starts again as that, else this one goes on. Returns the exit code.
 */
export async function runUpdating(command: RunCommand): Promise<number> {
  if (!IS_BUNDLE) return run(command)
  if (isOnTrial()) {
    const trial = beTriedOut()
    return run(command, trial).finally(trial.leave)
  }
  const log = createLog()
  for (;;) {
    const updates = new Updates(command.data, log)
    const code = await run(command, { watch: updates.watch, stop: updates.stop })
    if (!updates.taken) return code
    const ending = new AbortController()
    const end = () => ending.abort()
    for (const signal of SIGNALS) process.once(signal, end)
    const failure = await tryOut(updates.taken, { milliseconds: command.trialSeconds * 1000, log, signal: ending.signal })
    for (const signal of SIGNALS) process.off(signal, end)
    if (failure === undefined) return startAnew(command.data, updates.taken)
    noteInstallation(command.data, { noted: { workId: updates.taken.workId, failure } })
    if (ending.signal.aborted) return 0
  }
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** Starts this program again, which then hands over to the bundle that proved itself. */
async function startAnew(folder: string, { file, version, sha256 }: TakenUpdate): Promise<number> {
  const installed = readInstallation(folder).standing?.installed ?? AGENT_VERSION
  noteInstallation(folder, { standing: { file, version, sha256, installed } })
  const args = [...process.execArgv, ...process.argv.slice(1)]
  // In this process where the system can do that: who started it sees it go on.
  if (typeof process.execve === 'function' && process.platform !== 'win32')
    process.execve(process.execPath, [process.execPath, ...args], process.env)
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'exit')
  return Number(code ?? 1)
}
