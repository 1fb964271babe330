import Alert from '@cloudscape-design/components/alert'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { formatInstant } from '../../../platform/console/format.ts'
import type { Invitation } from '../accounts.api.ts'

/** The window that shows, once, the link by which an invited person chooses a password. */
export function InvitationMade({ name, invitation, onClose }: { name: string; invitation: Invitation; onClose: () => void }) {
  return (
    <ActModal title="Invitation" onClose={onClose}>
      <span>
        Send this link to <b>{name}</b>, who opens it, chooses a password and can sign in. It works once, until{' '}
        {formatInstant(invitation.expiresAt)}.
      </span>
      <Alert type="warning" statusIconAriaLabel="Warning">
        The link is shown only once, and everybody who has it can use it. If it is lost, make a new invitation.
      </Alert>
      <FormField label="Link" stretch>
        <CopyToClipboard
          variant="inline"
          textToCopy={`${location.origin}/invitation/${invitation.token}`}
          copyButtonAriaLabel="Copy link"
          copySuccessText="Copied"
          copyErrorText="Could not copy. Select the link and copy it by hand."
        />
      </FormField>
    </ActModal>
  )
}
