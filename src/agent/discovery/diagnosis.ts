import type { DiagnosisStep, ReportItem } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { Network } from '../network.ts'
import { type HostReading, readHost, type Watch } from '../read/read-host.ts'
import type { Answer, Question, SnmpTarget } from '../snmp/target.ts'
import { accessesTo } from './criteria.ts'

type Diagnosis = Pick<Extract<ReportItem, { kind: 'diagnosis' }>, 'outcome' | 'steps'>

const MOST_STEPS = 50

/** Reads an address and reports each question with its time and answer, by each SNMP profile that the criteria name for it. */
export async function diagnose({ criteria, known, socket, room }: Network, address: string): Promise<Diagnosis> {
  const steps: DiagnosisStep[] = []
  const accesses = accessesTo(criteria, address, known.get(address) ?? { profileId: '', foundBy: '' })
  let last: HostReading | undefined
  for (const { access, entry } of accesses) {
    steps.push({ step: `profile ${access.name}`, milliseconds: 0, outcome: 'ok', details: `${nameOf(access)}, by the entry ${entry}` })
    const watch: Watch = (...asked) => steps.push(stepOf(...asked))
    last = await readHost(socket, { ...access, address }, { room, watch })
    steps.push(...troublesOf(last))
    if (last.kind === 'reading') break
  }
  return {
    outcome: outcomeOf(last),
    steps: steps.slice(0, MOST_STEPS).map((step) => ({ ...step, step: step.step.slice(0, 128), details: step.details.slice(0, 2000) })),
  }
}

/** One question and what came of it, in words. */
export function stepOf(question: Question, answer: Answer, milliseconds: number): DiagnosisStep {
  const step = `${question.kind} of ${question.varbinds.length}, from ${question.varbinds[0]?.oid ?? 'nothing'}`
  const took = Math.round(milliseconds * 10) / 10
  if (answer.kind !== 'answer') {
    return { step, milliseconds: took, outcome: answer.kind, details: answer.kind === 'wrong-credentials' ? answer.details : '' }
  }
  const { errorStatus, varbinds } = answer
  if (errorStatus !== 0) return { step, milliseconds: took, outcome: 'trouble', details: `error ${errorStatus} at ${answer.errorIndex}` }
  return { step, milliseconds: took, outcome: 'ok', details: `${varbinds.length} objects` }
}

function troublesOf(result: HostReading): DiagnosisStep[] {
  if (result.kind !== 'reading') return []
  return result.troubles.map(({ root, what }) => ({ step: root, milliseconds: 0, outcome: 'trouble', details: what }))
}

/** Describes how a target is asked, without its secrets. */
function nameOf(access: Pick<SnmpTarget, 'port' | 'version'> & { userName?: string }): string {
  return `SNMP ${access.version}${access.userName === undefined ? '' : ` as ${access.userName}`} on port ${access.port}`
}

function outcomeOf(last: HostReading | undefined): Diagnosis['outcome'] {
  if (!last) return 'excluded'
  return last.kind === 'no-reading' ? last.reason : last.kind
}
