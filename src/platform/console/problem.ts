export interface Fault {
  field: string
  message: string
}

/** What a page can show of an error: a refusal in the product's words, or that it was unexpected. */
export interface ToldProblem {
  /** the refusal's code; undefined where the error is no refusal */
  code: string | undefined
  message: string
  faults: Fault[]
  requestId: string | undefined
}

interface RefusalShape {
  code: string
  status: number
  message: string
  data?: unknown
}

function isRefusal(error: unknown): error is RefusalShape {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && 'status' in error && typeof error.status === 'number'
  )
}

function faultsOf(data: unknown): Fault[] {
  if (typeof data !== 'object' || data === null || !('faults' in data) || !Array.isArray(data.faults)) return []
  return data.faults.filter((f): f is Fault => typeof f?.field === 'string' && typeof f?.message === 'string')
}

function requestIdOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  if ('requestId' in data && typeof data.requestId === 'string') return data.requestId
  if (!('headers' in data) || typeof data.headers !== 'object' || data.headers === null) return undefined
  const header = (data.headers as Record<string, unknown>)['x-request-id']
  return typeof header === 'string' ? header : undefined
}

/** Reports an error in words: a refusal says what to do; anything else is unexpected, with the request id for whoever looks into it. */
export function describeProblem(error: unknown): ToldProblem {
  if (isRefusal(error)) {
    const reported = { faults: faultsOf(error.data), requestId: requestIdOf(error.data) }
    if (error.status < 500) return { ...reported, code: error.code, message: error.message }
    return { ...reported, code: undefined, message: 'An unexpected error occurred on the server. Try again.' }
  }
  const offline = error instanceof TypeError
  return {
    code: undefined,
    message: offline ? 'The server does not answer. Check your connection, then try again.' : 'An unexpected error occurred. Try again.',
    faults: [],
    requestId: undefined,
  }
}

/** Whether an error is the refusal with this code. */
export function isProblem(error: unknown, code: string): boolean {
  return isRefusal(error) && error.code === code
}

/** What a refusal says of one field of a form; undefined when it says nothing. */
export function faultOf(error: unknown, field: string): string | undefined {
  return isRefusal(error) ? faultsOf(error.data).find((fault) => fault.field === field)?.message : undefined
}
