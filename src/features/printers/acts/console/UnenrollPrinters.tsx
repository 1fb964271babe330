import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { formatNoun } from '../../../../platform/numbers.ts'
import { api, query } from '../../../client.ts'
import { type SelectionWindowProps, selectionWords } from '../../../selections/console/selection-window.ts'
import { useTaskStart } from '../../../tasks/console/useTaskStart.ts'
import type { UnenrollmentCheck } from '../printer-acts.api.ts'
import { UnenrollmentPrinters } from './UnenrollmentPrinters.tsx'

/** The window `Unenroll`: says first which of the selected printers leave the list and which stay and why; only then it starts. */
export function UnenrollPrinters({ organizationId, selection, onClose, onStarted }: SelectionWindowProps) {
  const check = useQuery({
    ...query.printers.checkUnenrollment.queryOptions({ input: { organizationId, selectionId: selection.id } }),
    gcTime: 0,
    refetchOnMount: 'always',
  })
  const start = useTaskStart(
    organizationId,
    'unenroll',
    (body: { selectionId: string }, headers) => api.printers.unenroll({ params: { organizationId }, headers, body }),
    onStarted,
  )
  // All of them held, or gone: an error, and nothing to press.
  const act =
    check.data?.kind === 'refused'
      ? undefined
      : {
          label: 'Unenroll',
          whyNot: check.data ? undefined : 'The server is checking the printers.',
          busy: start.isPending,
          onAct: () => start.mutate({ selectionId: selection.id }),
        }
  return (
    <ActModal title="Unenroll" size="large" {...(act && { act })} onClose={onClose}>
      <Box variant="p">{`${selectionWords(selection)}.`}</Box>
      {check.error && <ProblemNote error={check.error} retry={() => void check.refetch()} />}
      {check.isPending && <Spinner size="large" />}
      {check.data && <Findings organizationId={organizationId} check={check.data} />}
      {start.error && <ProblemNote error={start.error} />}
    </ActModal>
  )
}

const ALERTS = { refused: 'error', some: 'warning', all: 'info' } as const
const ALERT_LABELS = { refused: 'Error', some: 'Warning', all: 'Information' } as const

function Findings({ organizationId, check }: { organizationId: string; check: UnenrollmentCheck }) {
  return (
    <SpaceBetween size="m">
      <Alert type={ALERTS[check.kind]} statusIconAriaLabel={ALERT_LABELS[check.kind]}>
        {check.message}
      </Alert>
      {check.kind !== 'refused' && <Box variant="p">Unenrolled printers keep their history and can be enrolled again.</Box>}
      <div>
        {check.lines
          .filter(({ printers }) => printers > 0)
          .map((line) => (
            <Line key={line.line} organizationId={organizationId} selectionId={check.selectionId} line={line} />
          ))}
      </div>
    </SpaceBetween>
  )
}

interface LineProps {
  organizationId: string
  selectionId: string
  line: UnenrollmentCheck['lines'][number]
}

function Line({ organizationId, selectionId, line }: LineProps) {
  const [open, setOpen] = useState(false)
  return (
    <ExpandableSection
      headerText={`${line.label}: ${formatNoun(line.printers, 'printer')}`}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && <UnenrollmentPrinters organizationId={organizationId} selectionId={selectionId} line={line.line} label={line.label} />}
    </ExpandableSection>
  )
}
