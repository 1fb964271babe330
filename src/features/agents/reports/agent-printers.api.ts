import { z } from 'zod'
import { DiagnosisStep, NO_READING_REASONS } from '../../agent-protocol/agent-protocol.api.ts'
import { inOrganization, instant, operation, Started, startsTask } from '../../contract.ts'
import { refusals } from '../../problems.ts'

/** What agents do for printers beyond reading them: enroll the discovered, pass from agent to agent, diagnose. */

export const Diagnosis = z.object({
  workId: z.uuid(),
  agent: z.string(),
  requestedAt: instant,
  requestedBy: z.string().nullable(),
  state: z.enum(['queued', 'fetched', 'done', 'failed']),
  queuedBecause: z.string().nullable().describe('why the agent has not fetched it yet, if known'),
  address: z.string(),
  doneAt: instant.nullable(),
  outcome: z.enum(['reading', 'not-a-printer', ...NO_READING_REASONS]).nullable(),
  steps: z.array(DiagnosisStep),
  failure: z.string().nullable(),
})

const printer = { ...inOrganization, printerId: z.uuid() }
const selection = { selectionId: z.uuid() }

export const agentPrintersContract = {
  getPrinterWork: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/printers/{printerId}/agent-work',
      summary: 'What agents were asked to do for one printer: its last diagnoses, and a transfer to another agent',
      tags: ['Agents'],
    })
    .input(z.object(printer))
    .output(
      z.object({
        diagnoses: z.array(Diagnosis).describe('newest first'),
        whyNotDiagnose: z.string().nullable().describe('why no diagnosis can be requested now'),
        transfer: z.object({ agentId: z.uuid(), agent: z.string(), requestedAt: instant, requestedBy: z.string() }).nullable(),
      }),
    ),
  diagnose: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printers/{printerId}/diagnoses',
      successStatus: 202,
      summary:
        'Diagnose: the agent reads the printer and reports each step; an agent that is not heard from does it when it connects again',
      tags: ['Agents'],
    })
    .errors(refusals('printer-has-no-agent'))
    .input(z.object(printer))
    .output(Diagnosis),
  transferPrinters: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-transfers',
      successStatus: 202,
      inputStructure: 'detailed',
      summary:
        'Transfer to another agent: each printer of a selection changes its agent at the first reading by the new one; none is unenrolled',
      tags: ['Agents'],
    })
    .errors(refusals('nothing-selected', 'agent-deactivated', 'agent-not-activated', 'key-reused'))
    .input(startsTask(z.object({ ...selection, agentId: z.uuid() })))
    .output(Started),
  enrollPrinters: operation('manage the fleet')
    .route({
      method: 'POST',
      path: '/organizations/{organizationId}/printer-enrollments',
      successStatus: 202,
      inputStructure: 'detailed',
      summary: 'Enroll: the printers of a selection that are Discovered',
      tags: ['Agents'],
    })
    .errors(refusals('nothing-selected', 'key-reused'))
    .input(startsTask(z.object(selection)))
    .output(Started),
}

export type Diagnosis = z.infer<typeof Diagnosis>
