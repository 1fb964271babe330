import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { faultOf } from '../../../platform/console/problem.ts'
import { api, query } from '../../client.ts'
import { PAGES, pathTo } from '../../paths.ts'
import { isPasswordSound, NewPassword } from './NewPassword.tsx'
import { signIn } from './sign-in.ts'
import { VisitorFrame } from './VisitorFrame.tsx'

/** The first visit to an empty installation: creates the provider's first Organization Administrator. */
export function Setup() {
  const setup = useQuery(query.accounts.setup.get.queryOptions({ input: {} }))
  return (
    <VisitorFrame title="Set up" description="Creates the first Organization Administrator of the provider, who then creates the partners.">
      <ProblemNote error={setup.error} retry={() => void setup.refetch()} />
      {setup.data?.needed === false && (
        <>
          The first administrator already exists. <Link href={PAGES.signIn}>Sign in</Link>
        </>
      )}
      {setup.data?.needed && <SetupForm providerName={setup.data.providerName} />}
    </VisitorFrame>
  )
}

const FIELDS = [
  {
    name: 'code',
    label: 'One-time code',
    description: 'The server printed it when it started.',
    autoComplete: 'one-time-code',
  },
  {
    name: 'providerName',
    label: 'Name of the provider',
    description: 'The organization that runs the program. It comes before "Managed" in the printer list.',
    autoComplete: 'organization',
  },
  { name: 'name', label: 'Your name', description: undefined, autoComplete: 'name' },
  { name: 'email', label: 'E-mail address', description: undefined, autoComplete: 'username' },
] as const

function SetupForm({ providerName }: { providerName: string }) {
  const [fields, setFields] = useState({ code: '', providerName, name: '', email: '' })
  const [password, setPassword] = useState({ password: '', repeated: '' })
  const [checked, setChecked] = useState(false)
  const complete = useCompletion()
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    setChecked(true)
    const filled = Object.values(fields).every((value) => value.trim() !== '')
    if (filled && isPasswordSound(password) && !complete.isPending) complete.mutate({ ...fields, password: password.password })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={complete.isPending}>
            Create administrator
          </Button>
        }
      >
        <SpaceBetween size="m">
          <ProblemNote error={complete.error} />
          {FIELDS.map(({ name, label, description, autoComplete }) => (
            <FormField
              key={name}
              label={label}
              description={description}
              errorText={(checked && !fields[name].trim() && `${label} is required.`) || faultOf(complete.error, name)}
            >
              <Input
                value={fields[name]}
                autoComplete={autoComplete}
                autoFocus={name === 'code'}
                onChange={({ detail }) => setFields({ ...fields, [name]: detail.value })}
              />
            </FormField>
          ))}
          <NewPassword value={password} onChange={setPassword} checked={checked} />
        </SpaceBetween>
      </Form>
    </form>
  )
}

/** Creates the administrator, signs in as that person and opens the provider's account. */
function useCompletion() {
  return useMutation({
    mutationFn: async (input: Parameters<typeof api.accounts.setup.complete>[0]) => {
      const { organizationId } = await api.accounts.setup.complete(input)
      await signIn(input.email, input.password)
      return organizationId
    },
    onSuccess: (organizationId) => location.assign(pathTo('account', { organizationId })),
  })
}
