import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import LiveRegion from '@cloudscape-design/components/live-region'
import Modal from '@cloudscape-design/components/modal'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { UseMutationResult } from '@tanstack/react-query'
import { flash } from '../../../../platform/console/flash.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { pathTo } from '../../../paths.ts'
import type { ContactImport } from '../contact-imports.api.ts'
import { howFar, importPercent } from './import-words.ts'

interface ImportProgressProps {
  organizationId: string
  running: ContactImport
  /** the server does not answer at present */
  lost: boolean
  /** undefined where the reader may not */
  cancel: UseMutationResult<unknown, unknown, void> | undefined
  onClose: () => void
}

/** The window `Import Contacts` while contacts are added: how far it is, and `Cancel`. Closed, the import goes on. */
export function ImportProgress({ organizationId, running, lost, cancel, onClose }: ImportProgressProps) {
  const canceling = cancel?.isPending || cancel?.isSuccess || false
  const close = () => {
    const link = { text: 'Show progress', href: pathTo('contacts', { organizationId }, { import: running.id }) }
    flash({ type: 'info', content: `The import of ${running.fileName} goes on.`, link })
    onClose()
  }
  return (
    <Modal
      visible
      size="large"
      header="Import Contacts"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Close
            </Button>
            {cancel && (
              <Button loading={canceling} loadingText="Canceling" onClick={() => cancel.mutate()}>
                Cancel
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <ProgressBar
          label="Adding contacts"
          description={running.fileName}
          value={importPercent(running)}
          additionalInfo={<span data-progress={running.rows - running.waiting}>{howFar(running)}</span>}
        />
        {/* Reported at every tenth: every step would be too much to listen to. */}
        <LiveRegion hidden>{`${Math.floor(importPercent(running) / 10) * 10} %`}</LiveRegion>
        <Box variant="p" color="text-body-secondary">
          The contacts are added one after another. Closing this window does not stop the import. Cancel stops it before the next row; added
          contacts are kept.
        </Box>
        {lost && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            The server does not answer now. The import continues as soon as the server answers.
          </Alert>
        )}
        <ProblemNote error={cancel?.error} />
      </SpaceBetween>
    </Modal>
  )
}
