import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { ReasonField } from '../../../platform/console/ReasonField.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'
import { REMOVALS, type Removal } from '../../printers/management.ts'
import { OutcomesWindow } from './OutcomesWindow.tsx'
import { PrintersOf, type ProviderWindowProps, printerRefs } from './PrintersOf.tsx'

const DONE: Record<Removal, string> = { 'remove-from-program': 'removed', unenroll: 'unenrolled', delete: 'deleted' }
const CONFIRMATION = 'delete'

interface RemovePrintersProps extends ProviderWindowProps {
  act: Removal
}

/** The window in which managed printers leave the program, with a reason; where there is no way back it asks for a typed word. */
export function RemovePrinters({ act, providerId, printers, onClose, onDone }: RemovePrintersProps) {
  const queries = useQueryClient()
  const [chosen] = useState(printers)
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const remove = useMutation(
    query.program.remove.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.program.key() })
        onDone()
      },
    }),
  )
  const { label, explains } = REMOVALS[act]
  const isFinal = act === 'delete'
  if (remove.data) return <OutcomesWindow title={label} done={DONE[act]} result={remove.data} onClose={onClose} />
  return (
    <FormModal
      title={`${label}: ${formatNoun(chosen.length, 'printer')}`}
      submitLabel={label}
      whyNot={whyNotRemove(reason, isFinal ? typed : CONFIRMATION)}
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onSubmit={() => remove.mutate({ organizationId: providerId, act, reason, printers: printerRefs(chosen) })}
    >
      <PrintersOf printers={chosen} />
      {isFinal ? (
        <Alert type="warning" statusIconAriaLabel="Warning">
          {explains}
        </Alert>
      ) : (
        <Box>{explains}</Box>
      )}
      <ReasonField value={reason} onChange={setReason} description="The partner sees it. It is kept in the audit trail." />
      {isFinal && (
        <FormField label={`To confirm, type "${CONFIRMATION}"`}>
          <Input value={typed} placeholder={CONFIRMATION} autoComplete={false} onChange={({ detail }) => setTyped(detail.value)} />
        </FormField>
      )}
    </FormModal>
  )
}

function whyNotRemove(reason: string, typed: string): string | undefined {
  if (!reason.trim()) return 'State a reason first.'
  return typed.trim().toLowerCase() === CONFIRMATION ? undefined : `Type "${CONFIRMATION}" first.`
}
