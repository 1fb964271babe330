import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import Spinner from '@cloudscape-design/components/spinner'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../platform/console/problem.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { api, query } from '../../client.ts'
import type { SelectionWindowProps } from '../../selections/console/selection-window.ts'
import { TASK_LABELS } from '../../task-kinds.ts'
import { followTask } from '../../tasks/console/followTask.ts'
import type { Terms } from '../program.api.ts'

interface AcceptTermsProps extends Pick<SelectionWindowProps, 'organizationId' | 'onClose' | 'onStarted'> {
  selectionId: string
  eligible: { printers: number; models: number }
  onBack: () => void
}

/** The last step: the terms of service in full, a box to accept them, and what cannot be undone. */
export function AcceptTerms({ organizationId, selectionId, eligible, onBack, onClose, onStarted }: AcceptTermsProps) {
  const [acceptedHash, setAcceptedHash] = useState<string>()
  const terms = useQuery(query.program.getTerms.queryOptions({ input: { organizationId } }))
  const add = useAddition(organizationId, selectionId, onStarted, () => void terms.refetch())
  // Bound to the text: where the terms change, the box is empty again.
  const accepted = terms.data !== undefined && acceptedHash === terms.data.hash
  const act = {
    label: 'Add to MPS Express',
    whyNot: accepted ? undefined : 'Accept the terms of service first.',
    busy: add.isPending,
    onAct: () => terms.data && add.mutate(terms.data),
  }
  return (
    <ActModal title="Add to MPS Express" size="max" act={act} onBack={onBack} onClose={onClose}>
      {terms.isPending && <Spinner size="large" />}
      {terms.error && <ProblemNote error={terms.error} retry={() => void terms.refetch()} />}
      {terms.data && <TermsOfService terms={terms.data} />}
      {terms.data && (
        <Checkbox checked={accepted} onChange={({ detail }) => setAcceptedHash(detail.checked ? terms.data.hash : undefined)}>
          {`I accept the terms of service, version ${terms.data.version}`}
        </Checkbox>
      )}
      <Alert type="warning" statusIconAriaLabel="Warning" header="This cannot be undone by you or by the customer">
        {`${formatNoun(eligible.printers, 'printer')} of ${formatNoun(eligible.models, 'model')} will be requested for MPS Express. Each stays pending until the provider accepts it. Only the provider can remove a printer from the program. Until then the printer cannot be unenrolled, and its supplies delivery contact cannot be removed.`}
      </Alert>
      {add.error && <ProblemNote error={add.error} />}
    </ActModal>
  )
}

function useAddition(
  organizationId: string,
  selectionId: string,
  onStarted: SelectionWindowProps['onStarted'],
  onTermsChanged: () => void,
) {
  const client = useQueryClient()
  // Once per opened window: pressed twice, or again after a broken connection, the printers are added once.
  const [key] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: ({ version, hash }: Terms) => {
      const body = { selectionId, termsAccepted: true, termsVersion: version, termsHash: hash }
      return api.program.add({ params: { organizationId }, headers: { 'idempotency-key': `${key}-${version}` }, body })
    },
    onSuccess: ({ taskId }) => onStarted(followTask(client, organizationId, taskId, TASK_LABELS['add-to-program'])),
    onError: (error) => {
      if (isProblem(error, 'terms-changed')) onTermsChanged()
    },
  })
}

const TEXT = {
  whiteSpace: 'pre-wrap',
  maxHeight: '40vh',
  overflowY: 'auto',
  border: '1px solid #c6c6cd',
  borderRadius: 8,
  padding: 16,
  marginBlockStart: 8,
} as const

function TermsOfService({ terms }: { terms: Terms }) {
  return (
    <section aria-label="Terms of service">
      <Box variant="h3">{terms.title}</Box>
      <Box variant="small" color="text-body-secondary">
        {`Version ${terms.version}, published ${formatInstant(terms.publishedAt)}`}
      </Box>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Text of the terms of service"
        style={TEXT}
      >
        {terms.text}
      </section>
    </section>
  )
}
