import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useId } from 'react'
import { ProblemNote } from './ProblemNote.tsx'
import { ReasonedButton } from './ReasonedButton.tsx'

export interface FormModalProps {
  title: string
  submitLabel: string
  /** why the button cannot be pressed at the moment */
  whyNot?: string | undefined
  busy?: boolean
  error?: unknown
  size?: 'small' | 'medium' | 'large'
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

/** A window with a form: Enter submits, the refusal stands below the fields, and what was typed stays until it is done or canceled. */
export function FormModal({
  title,
  submitLabel,
  whyNot,
  busy = false,
  error,
  size = 'medium',
  onSubmit,
  onCancel,
  children,
}: FormModalProps) {
  const form = useId()
  return (
    <Modal
      visible
      header={title}
      size={size}
      closeAriaLabel="Close"
      onDismiss={onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onCancel}>
              Cancel
            </Button>
            <ReasonedButton variant="primary" form={form} formAction="submit" whyNot={whyNot} loading={busy}>
              {submitLabel}
            </ReasonedButton>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          // A window stands in the page's tree: its submission is not the submission of a form around it.
          event.stopPropagation()
          if (whyNot === undefined && !busy) onSubmit()
        }}
      >
        <FocusFirstField form={form} />
        <SpaceBetween size="m">
          {children}
          <ProblemNote error={error} />
        </SpaceBetween>
      </form>
    </Modal>
  )
}

/**
 * Puts the cursor into the first field. Not by `autofocus`: the window would then not remember which button opened it, and could not give
 * the focus back; so it happens a frame later.
 */
function FocusFirstField({ form }: { form: string }) {
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      document.getElementById(form)?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [form])
  return null
}
