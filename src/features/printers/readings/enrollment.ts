import { FAILURE } from './registration.ts'

/** How a printer stood when it was to be enrolled; null where it does not exist. */
export type StoodAs = 'enrolled' | 'discovered' | 'failed' | 'unenrolled' | null

/**
 * What became of a printer that was to be enrolled; `isEnrolled`: whether it is now.
 * @rule agents/discovered-wait  Where an agent does not enroll at once, a discovered printer stays Discovered until somebody enrolls it.
 */
export function enrollmentOutcome(stood: StoodAs, isEnrolled: boolean): { outcome: 'done' | 'refused'; reason?: string; details?: string } {
  if (stood === null || stood === 'unenrolled')
    return {
      outcome: 'refused',
      reason: 'No longer on the list',
      details: 'An unenrolled printer comes back at the next discovery that you start.',
    }
  if (stood === 'enrolled') return { outcome: 'done', details: 'It was already enrolled.' }
  if (stood === 'failed')
    return { outcome: 'refused', reason: 'Printer failed registration', details: 'Registration is retried at every reading.' }
  // Another organization registered it meanwhile.
  return isEnrolled ? { outcome: 'done' } : { outcome: 'refused', reason: 'Printer failed registration', details: FAILURE.elsewhere }
}
