import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useState } from 'react'
import { ProblemNote } from './ProblemNote.tsx'

export interface ConfirmByTypingProps {
  title: string
  /** what the person types to confirm, such as a name or "delete" */
  word: string
  confirmLabel: string
  busy?: boolean
  error?: unknown
  onConfirm: () => void
  onCancel: () => void
  /** what will happen */
  children: ReactNode
}

/** A window before an act from which there is no way back: says what will happen and asks for a word. */
export function ConfirmByTyping({ title, word, confirmLabel, busy, error, onConfirm, onCancel, children }: ConfirmByTypingProps) {
  const [typed, setTyped] = useState('')
  const agreed = typed.trim().toLowerCase() === word.toLowerCase()
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <Button variant="primary" disabled={!agreed} loading={busy ?? false} onClick={onConfirm}>
              {confirmLabel}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (agreed && !busy) onConfirm()
        }}
      >
        <SpaceBetween size="m">
          <Alert type="warning" statusIconAriaLabel="Warning">
            {children}
          </Alert>
          <FormField label={`To confirm, type "${word}"`}>
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} placeholder={word} autoComplete={false} autoFocus />
          </FormField>
          <ProblemNote error={error} />
        </SpaceBetween>
      </form>
    </Modal>
  )
}
