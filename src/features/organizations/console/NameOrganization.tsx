import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { isProblem } from '../../../platform/console/problem.ts'
import { api, query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import { OrganizationName } from '../organizations.ts'
import { BELOW, type ParentKind } from './organization-words.ts'

interface NameOrganizationProps {
  parentId: string
  kind: ParentKind
  /** the organization to rename; without it a new one is created */
  renamed?: { id: string; name: string }
  onClose: () => void
}

/** The window that creates or renames a child organization or partner. */
export function NameOrganization({ parentId, kind, renamed, onClose }: NameOrganizationProps) {
  const words = BELOW[kind]
  const [name, setName] = useState(renamed?.name ?? '')
  const [checked, setChecked] = useState(false)
  const save = useSavedName({ parentId, kind, renamed, onClose })
  const sound = OrganizationName.safeParse(name)
  const fault =
    (checked && sound.error?.issues[0]?.message) || (isProblem(save.error, 'name-in-use') && 'This name is in use. Choose another.')
  return (
    <FormModal
      title={renamed ? `Rename ${renamed.name}` : `Create ${words.one}`}
      submitLabel={renamed ? 'Rename' : 'Create'}
      busy={save.isPending}
      error={isProblem(save.error, 'name-in-use') ? null : save.error}
      onCancel={onClose}
      onSubmit={() => {
        setChecked(true)
        if (sound.success) save.mutate(sound.data)
      }}
    >
      <FormField
        label="Name"
        constraintText="Unique in its parent organization. Letters, digits, spaces and . , ' & ( ) -"
        errorText={fault}
      >
        <Input
          value={name}
          onChange={({ detail }) => {
            setName(detail.value)
            save.reset()
          }}
        />
      </FormField>
    </FormModal>
  )
}

function useSavedName({ parentId, kind, renamed, onClose }: NameOrganizationProps) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation({
    mutationFn: (name: string) =>
      renamed
        ? api.organizations.rename({ organizationId: parentId, childId: renamed.id, name })
        : api.organizations.create({ organizationId: parentId, name }),
    onSuccess: ({ id, name }) => {
      void queries.invalidateQueries({ queryKey: query.organizations.key() })
      const next = kind === 'partner' ? { text: 'Open', href: pathTo('child', { organizationId: parentId, childId: id }) } : undefined
      if (renamed) flash({ type: 'success', content: `${renamed.name} is now called ${name}.` })
      else flash({ type: 'success', content: `The ${BELOW[kind].one} ${name} is created.`, ...(next && { link: next }) })
      onClose()
    },
  })
}
