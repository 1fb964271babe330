import Alert from '@cloudscape-design/components/alert'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { type ReactNode, useState } from 'react'
import { FormModal, type FormModalProps } from './FormModal.tsx'

export interface ConfirmByTypingProps extends Pick<FormModalProps, 'title' | 'busy' | 'error' | 'onCancel'> {
  /** what the person types to confirm, such as a name or "delete" */
  word: string
  confirmLabel: string
  onConfirm: () => void
  /** what will happen */
  children: ReactNode
}

/** A window before an act from which there is no way back: says what will happen and asks for a word. */
export function ConfirmByTyping({ word, confirmLabel, onConfirm, children, ...modal }: ConfirmByTypingProps) {
  const [typed, setTyped] = useState('')
  const agreed = typed.trim().toLowerCase() === word.toLowerCase()
  return (
    <FormModal {...modal} submitLabel={confirmLabel} whyNot={agreed ? undefined : `Type "${word}" first.`} onSubmit={onConfirm}>
      <Alert type="warning" statusIconAriaLabel="Warning">
        {children}
      </Alert>
      <FormField label={`To confirm, type "${word}"`}>
        <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={word} autoComplete={false} />
      </FormField>
    </FormModal>
  )
}
