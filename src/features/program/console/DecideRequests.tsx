import Box from '@cloudscape-design/components/box'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { ReasonField } from '../../../platform/console/ReasonField.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { OutcomesWindow } from './OutcomesWindow.tsx'
import { PrintersOf, type ProviderWindowProps, printerRefs } from './PrintersOf.tsx'

interface DecideRequestsProps extends ProviderWindowProps {
  decision: 'accept' | 'reject'
}

const WORDS = {
  accept: {
    label: 'Accept',
    done: 'accepted',
    explains: 'They become MPS Express. The program watches their supplies and ships new ones from now on.',
  },
  reject: {
    label: 'Reject',
    done: 'rejected',
    explains: 'They become unmanaged again. The partner sees the reason and can add them again.',
  },
}

/** The window in which pending requests are accepted or rejected; afterwards it shows one outcome per printer. */
export function DecideRequests({ decision, providerId, printers, onClose, onDone }: DecideRequestsProps) {
  const queries = useQueryClient()
  // What is decided upon is what was selected when the window opened.
  const [chosen] = useState(printers)
  const [reason, setReason] = useState('')
  const decide = useMutation(
    query.program.decide.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.program.key() })
        onDone()
      },
    }),
  )
  const words = WORDS[decision]
  if (decide.data) return <OutcomesWindow title={`${words.label} requests`} done={words.done} result={decide.data} onClose={onClose} />
  return (
    <FormModal
      title={`${words.label} ${formatNoun(chosen.length, 'request')}`}
      submitLabel={words.label}
      whyNot={decision === 'reject' && !reason.trim() ? 'State a reason first.' : undefined}
      busy={decide.isPending}
      error={decide.error}
      onCancel={onClose}
      onSubmit={() =>
        decide.mutate({
          organizationId: providerId,
          decision,
          printers: printerRefs(chosen),
          ...(decision === 'reject' && { reason }),
        })
      }
    >
      <PrintersOf printers={chosen} />
      <Box>{words.explains}</Box>
      {decision === 'reject' && <ReasonField value={reason} onChange={setReason} description="The partner sees it." />}
    </FormModal>
  )
}
