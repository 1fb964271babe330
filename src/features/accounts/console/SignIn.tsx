import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { flash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import type { Session } from '../accounts.api.ts'
import { returnAddress } from './return-address.ts'
import { SamplePeople } from './SamplePeople.tsx'
import { SignInRefused, signIn } from './sign-in.ts'
import { VisitorFrame } from './VisitorFrame.tsx'

/** What the owner of an account reads after somebody tried wrong passwords. */
function failedSignInsNote({ count, lastAt }: NonNullable<Session['failedSignIns']>): string {
  const tries = count === 1 ? 'was 1 sign-in with a wrong password' : `were ${count} sign-ins with a wrong password`
  return `Since your last sign-in there ${tries}, last at ${formatInstant(lastAt)}. If that was not you, change your password on the page Profile.`
}

interface Credentials {
  email: string
  password: string
}

/** Sign in by e-mail address and password, then go on where the person wanted to go. */
export function SignIn() {
  const { address } = useAddress<'return'>()
  const router = useRouter()
  const queries = useQueryClient()
  const setup = useQuery(query.accounts.setup.get.queryOptions({ input: {} }))
  const [typed, setTyped] = useState<Credentials>({ email: '', password: '' })
  const enter = useMutation({
    mutationFn: async ({ email, password }: Credentials) => {
      await signIn(email.trim(), password)
      queries.clear()
      return queries.fetchQuery(query.accounts.session.get.queryOptions({ input: {} }))
    },
    onSuccess: ({ failedSignIns }) => {
      if (failedSignIns) flash({ type: 'warning', content: failedSignInsNote(failedSignIns) })
      router.history.push(returnAddress(address.return))
    },
  })
  return (
    <VisitorFrame title="Sign in" description={setup.data && `Managed print services by ${setup.data.providerName}`}>
      <SpaceBetween size="l">
        <SignInForm typed={typed} onChange={setTyped} onSubmit={() => enter.mutate(typed)} busy={enter.isPending} error={enter.error} />
        {setup.data?.sample && (
          <SamplePeople
            people={setup.data.sample.people}
            onChoose={(email) => setTyped({ email, password: setup.data.sample?.password ?? '' })}
          />
        )}
      </SpaceBetween>
    </VisitorFrame>
  )
}

interface SignInFormProps {
  typed: Credentials
  onChange: (typed: Credentials) => void
  onSubmit: () => void
  busy: boolean
  error: Error | null
}

function SignInForm({ typed, onChange, onSubmit, busy, error }: SignInFormProps) {
  const [checked, setChecked] = useState(false)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (typed.email.trim() && typed.password && !busy) onSubmit()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={busy}>
            Sign in
          </Button>
        }
      >
        <SpaceBetween size="m">
          {error && (
            <Alert type="error" statusIconAriaLabel="Error">
              {error instanceof SignInRefused ? error.message : 'The server does not answer. Check your connection, then try again.'}
            </Alert>
          )}
          <FormField label="E-mail address" errorText={checked && !typed.email.trim() && 'E-mail address is required.'}>
            <Input
              type="email"
              autoComplete="username"
              autoFocus
              value={typed.email}
              onChange={({ detail }) => onChange({ ...typed, email: detail.value })}
            />
          </FormField>
          <FormField label="Password" errorText={checked && !typed.password && 'Password is required.'}>
            <Input
              type="password"
              autoComplete="current-password"
              value={typed.password}
              onChange={({ detail }) => onChange({ ...typed, password: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </Form>
    </form>
  )
}
