import Alert from '@cloudscape-design/components/alert'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { faultOf } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: '', label: 'Never' },
]

/** The window in which an API key is created and, once, shown. */
export function CreateApiKey({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [checked, setChecked] = useState(false)
  const create = useMutation(
    query.accounts.session.createApiKey.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: query.accounts.session.listApiKeys.key() }),
    }),
  )
  if (create.data) return <CreatedApiKey apiKey={create.data.key} onClose={onClose} />
  return (
    <FormModal
      title="Create API key"
      submitLabel="Create"
      busy={create.isPending}
      error={create.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (name.trim()) create.mutate({ name, expiresInDays: days === '' ? null : Number(days) })
      }}
    >
      <FormField
        label="Name"
        description="What the key is for, such as the program that uses it."
        errorText={(checked && !name.trim() && 'Name is required.') || faultOf(create.error, 'name')}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="Expires after">
        <Select
          options={LIFETIMES}
          selectedOption={LIFETIMES.find(({ value }) => value === days) ?? null}
          onChange={({ detail }) => setDays(detail.selectedOption.value ?? '')}
        />
      </FormField>
    </FormModal>
  )
}

function CreatedApiKey({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <ActModal title="API key created" onClose={onClose}>
      <Alert type="warning" statusIconAriaLabel="Warning">
        The key is shown only once. Copy it and keep it like a password.
      </Alert>
      <FormField label="API key" stretch>
        <CopyToClipboard
          variant="inline"
          textToCopy={apiKey}
          copyButtonAriaLabel="Copy API key"
          copySuccessText="Copied"
          copyErrorText="Could not copy. Select the key and copy it by hand."
        />
      </FormField>
    </ActModal>
  )
}
