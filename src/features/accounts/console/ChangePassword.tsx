import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { faultOf } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'
import { isPasswordSound, NewPassword } from './NewPassword.tsx'

/** The window in which the reader changes their password. */
export function ChangePassword({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const [currentPassword, setCurrentPassword] = useState('')
  const [typed, setTyped] = useState({ password: '', repeated: '' })
  const [withdrawApiKeys, setWithdrawApiKeys] = useState(false)
  const [checked, setChecked] = useState(false)
  const change = useMutation(
    query.accounts.session.changePassword.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.accounts.session.key() })
        flash({ type: 'success', content: 'Your password is changed. All your other sessions have ended.' })
        onClose()
      },
    }),
  )
  const wrong = faultOf(change.error, 'currentPassword')
  return (
    <FormModal
      title="Change password"
      submitLabel="Change password"
      busy={change.isPending}
      error={wrong ? null : change.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (currentPassword && isPasswordSound(typed)) change.mutate({ currentPassword, newPassword: typed.password, withdrawApiKeys })
      }}
    >
      <FormField label="Current password" errorText={(checked && !currentPassword && 'Current password is required.') || wrong}>
        <Input
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={({ detail }) => setCurrentPassword(detail.value)}
        />
      </FormField>
      <NewPassword value={typed} onChange={setTyped} checked={checked} />
      <Checkbox
        checked={withdrawApiKeys}
        onChange={({ detail }) => setWithdrawApiKeys(detail.checked)}
        description="Choose this if somebody else may know your password. Programs that use your keys are refused from then on."
      >
        Withdraw all my API keys
      </Checkbox>
    </FormModal>
  )
}
