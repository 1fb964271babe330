import type { TaskList } from 'graphile-worker'
import { z } from 'zod'
import type { Db } from '../../../platform/db/database.ts'
import { listStalledImports } from './contact-imports.queries.ts'
import { resumeImport, runImport } from './run-import.command.ts'

const Payload = z.object({ organizationId: z.uuid(), importId: z.uuid() })
const STALLED_SECONDS = 60

/** The worker's jobs: to work through an import, and to take up what a dead server left. */
export function importJobs(db: Db): TaskList {
  return {
    'import-contacts': (payload, { abortSignal }) => runImport(db, { ...Payload.parse(payload), signal: abortSignal }),
    'resume-imports': () => resumeImports(db, STALLED_SECONDS),
  }
}

/** Takes up again every running import that made no progress for so many seconds. */
export async function resumeImports(db: Db, seconds: number): Promise<void> {
  for (const { organizationId, importId } of await listStalledImports(db, seconds)) await resumeImport(db, organizationId, importId)
}
