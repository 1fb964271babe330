import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { formatNoun } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import type { SelectionWindowProps } from '../../printers/console/selection-window.ts'
import type { Selection } from '../../printers/printers.api.ts'
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
  const report = useQuery({
    ...query.program.checkEligibility.queryOptions({ input: { organizationId, selectionId: selection.id } }),
    // Judged anew each time the window opens after each contact that was assigned in it, and when the reader
    // comes back from another page.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
  })
  const assigning = useContactAssigning(organizationId, selection.id, () => report.refetch())
  if (assigning.opened) {
    // One window at a time: this one comes back, judged anew, when the contact is assigned.
    const Assigning = assigning.opened.create ? CreateAndAssignContact : AssignContact
    return (
      <Suspense fallback={null}>
        <Assigning
          organizationId={organizationId}
          selection={assigning.opened.selection}
          onClose={assigning.close}
          onStarted={assigning.started}
        />
      </Suspense>
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
  return (
    <Modal
      visible
      size="max"
      header="Add to MPS Express"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <ReasonedButton
              variant="primary"
              loading={report.isFetching || assigning.pending}
              whyNot={whyNot(report.data, eligible)}
              onClick={() => setStep('terms')}
            >
              Continue
            </ReasonedButton>
          </SpaceBetween>
        </Box>
      }
    >
      <ProblemNote error={report.error ?? assigning.error} retry={() => void report.refetch()} />
      {report.isPending && <Spinner size="large" />}
      {report.data && <Findings organizationId={organizationId} selection={selection} report={report.data} assigning={assigning} />}
    </Modal>
  )
}

const eligibleOf = (report: Report | undefined) => report?.lines.find((line) => line.status === 'eligible') ?? { printers: 0, models: 0 }

function whyNot(report: Report | undefined, eligible: { printers: number }): string | undefined {
  if (!report) return 'The printers are being judged.'
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
      <Box variant="p">
        {`${formatNoun(selection.printers, 'printer')} selected${selection.filter ? ` (${selection.filter})` : ''}. Continue goes on with the eligible ones.`}
      </Box>
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
