import { type Limits, OffThread, OutOfLimits, TooManyWait } from '../../../platform/off-thread.ts'
import type { Scope } from '../../../platform/scope.ts'
import { Problem } from '../../problems.ts'
import type * as Checks from './check-contact-file.ts'

// A sound file of 8 MB takes about a second.
const LIMITS: Limits = { milliseconds: 10_000, megabytes: 512 }
const checks = new OffThread<typeof Checks>(new URL('./check-contact-file.ts', import.meta.url), LIMITS)

/**
 * Reads and checks in a thread of its own; files of one organization wait behind each other.
 * @rule contacts/files-are-read-away  Whatever file is imported, other requests are answered while it is read, and reading ends within a limit of time and memory.
 */
export async function checkAway<Name extends keyof typeof Checks & string>(
  scope: Scope,
  name: Name,
  ...args: Parameters<(typeof Checks)[Name]>
): Promise<Awaited<ReturnType<(typeof Checks)[Name]>>> {
  try {
    return (await checks.run(scope.organizationId, name, ...(args as never))) as Awaited<ReturnType<(typeof Checks)[Name]>>
  } catch (error) {
    if (error instanceof TooManyWait) throw new Problem('busy', 'Too many files are being read. Try again in a minute.')
    if (error instanceof OutOfLimits) throw new Problem('file-not-importable', tooHard[error.limit], faultsOf(tooHard[error.limit]))
    throw error
  }
}

const tooHard = {
  time: 'The file takes too long to read. Save the sheet with its contacts alone in a new file, then choose that.',
  memory: 'The file takes too much memory to read. Save the sheet with its contacts alone in a new file, then choose that.',
}

const faultsOf = (message: string) => ({ faults: [{ field: 'file', message }] })
