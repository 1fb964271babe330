import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { type SelectionWindowProps, selectionWords } from '../../selections/console/selection-window.ts'
import type { Selection } from '../../selections/selections.api.ts'
import { whyNotContinue } from '../before-you-begin.ts'
import type { EligibilityReport as Report } from '../program.api.ts'
import { AcceptTerms } from './AcceptTerms.tsx'
import { BeforeYouBegin } from './BeforeYouBegin.tsx'
import { EligibilityReport } from './EligibilityReport.tsx'
import { useContactAssigning } from './useContactAssigning.ts'

const AssignContact = lazy(async () => ({ default: (await import('../../contacts/console/AssignContact.tsx')).AssignContact }))
const CreateAndAssignContact = lazy(async () => ({
  default: (await import('../../contacts/console/CreateAndAssignContact.tsx')).CreateAndAssignContact,
}))

/** The window `Add to MPS Express`: what may be added and what not and why, then the terms of service, then for good. */
export function AddToProgram({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const [step, setStep] = useState<'report' | 'terms'>('report')
  const report = useEligibilityReport(organizationId, selection.id)
  const assigning = useContactAssigning(organizationId, selection.id, () => report.refetch())
  if (assigning.opened) {
    return (
      <Assigning
        organizationId={organizationId}
        assigning={assigning}
        create={assigning.opened.create}
        selection={assigning.opened.selection}
      />
    )
  }
  const eligible = eligibleOf(report.data)
  if (step === 'terms' && report.data) {
    return (
      <AcceptTerms
        organizationId={organizationId}
        selectionId={selection.id}
        eligible={eligible}
        onBack={() => setStep('report')}
        onClose={onClose}
        onStarted={onStarted}
      />
    )
  }
  const error = report.error ?? assigning.error
  const act = {
    label: 'Continue',
    whyNot: whyNot(report.data, eligible),
    busy: report.isFetching || assigning.pending,
    onAct: () => setStep('terms'),
  }
  return (
    <ActModal title="Add to MPS Express" size="max" act={act} onClose={onClose}>
      {error && <ProblemNote error={error} retry={() => void report.refetch()} />}
      {report.isPending && <Spinner size="large" />}
      {report.data && <Findings organizationId={organizationId} selection={selection} report={report.data} assigning={assigning} />}
    </ActModal>
  )
}

/** Assessed again when the window opens, after each contact assigned in it, and when the reader comes back from another page. */
function useEligibilityReport(organizationId: string, selectionId: string) {
  return useQuery({
    ...query.program.checkEligibility.queryOptions({ input: { organizationId, selectionId } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  })
}

interface AssigningProps {
  organizationId: string
  assigning: ReturnType<typeof useContactAssigning>
  create: boolean
  selection: Selection
}

/** One window at a time: the report comes back, assessed again, when the contact is assigned. */
function Assigning({ organizationId, assigning, create, selection }: AssigningProps) {
  const Window = create ? CreateAndAssignContact : AssignContact
  return (
    <Suspense fallback={null}>
      <Window organizationId={organizationId} selection={selection} onClose={assigning.close} onStarted={assigning.started} />
    </Suspense>
  )
}

const eligibleOf = (report: Report | undefined) => report?.lines.find((line) => line.status === 'eligible') ?? { printers: 0, models: 0 }

function whyNot(report: Report | undefined, eligible: { printers: number }): string | undefined {
  if (!report) return 'The server is checking the printers.'
  return whyNotContinue({ entitled: report.beforeYouBegin.entitled, eligible: eligible.printers })
}

interface FindingsProps {
  organizationId: string
  selection: Selection
  report: Report
  assigning: ReturnType<typeof useContactAssigning>
}

function Findings({ organizationId, selection, report, assigning }: FindingsProps) {
  const { organization, can } = useOrganization(organizationId)
  const { entitled, contacts, printersEnrolled, selectedWithoutContact } = report.beforeYouBegin
  const allSettled = entitled && contacts > 0 && printersEnrolled > 0 && selectedWithoutContact === 0
  return (
    <SpaceBetween size="l">
      <Box variant="p">{`${selectionWords(selection)}. Continue adds only the eligible ones.`}</Box>
      {!allSettled && (
        <BeforeYouBegin
          standing={report.beforeYouBegin}
          organization={organization}
          can={can}
          inWindow
          onSettle={{ 'create-contact': () => assigning.open('create'), 'assign-contact': () => assigning.open('assign') }}
        />
      )}
      <EligibilityReport organizationId={organizationId} report={report} assigning={assigning} />
    </SpaceBetween>
  )
}
