/** What happened, and what belongs to it. */
export type Log = (event: string, facts?: Record<string, unknown>) => void

/** One JSON object a line, to standard error unless set otherwise. */
export function createLog(write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  return (event, facts = {}) => write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`)
}

/** What an error says, for a log. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What fetch reports is in the cause; the error itself only says that it failed.
  return error.cause instanceof Error && error.cause.message ? `${error.message}: ${error.cause.message}` : error.message
}
