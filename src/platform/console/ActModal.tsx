import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { ReasonedButton } from './ReasonedButton.tsx'

export interface ActModalProps {
  title: string
  size?: 'medium' | 'large' | 'max'
  /** the button that does what the window is for; without it there is nothing left to do but close */
  act?: { label: string; whyNot?: string | undefined; busy?: boolean; onAct: () => void }
  /** a step back, where the window has steps */
  onBack?: () => void
  onClose: () => void
  children: ReactNode
}

/** A window for one act that is not a form: its button says why it cannot be pressed at the moment. */
export function ActModal({ title, size = 'medium', act, onBack, onClose, children }: ActModalProps) {
  return (
    <Modal
      visible
      size={size}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant={act ? 'link' : 'normal'} onClick={onClose}>
              {act ? 'Cancel' : 'Close'}
            </Button>
            {onBack && <Button onClick={onBack}>Previous</Button>}
            {act && (
              <ReasonedButton variant="primary" whyNot={act.whyNot} loading={act.busy ?? false} onClick={act.onAct}>
                {act.label}
              </ReasonedButton>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">{children}</SpaceBetween>
    </Modal>
  )
}
