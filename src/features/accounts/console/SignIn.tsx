import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { returnAddress } from './return-address.ts'
import { SamplePeople } from './SamplePeople.tsx'
import { SignInRefused, signIn } from './sign-in.ts'
import { VisitorFrame } from './VisitorFrame.tsx'

interface Credentials {
  email: string
  password: string
  /** of the second factor, where there is one */
  code: string
}

/** Sign in by e-mail address and password, then go on where the person wanted to go. */
export function SignIn() {
  const { address } = useAddress<'return'>()
  const router = useRouter()
  const queries = useQueryClient()
  const setup = useQuery(query.accounts.setup.get.queryOptions({ input: {} }))
  const [typed, setTyped] = useState<Credentials>({ email: '', password: '', code: '' })
  const enter = useMutation({
    mutationFn: ({ email, password, code }: Credentials) => signIn(email.trim(), password, code.trim()),
    onSuccess: () => {
      queries.clear()
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
            onChoose={(email) => setTyped({ email, password: setup.data.sample?.password ?? '', code: '' })}
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
  const refused = error instanceof SignInRefused ? error.code : undefined
  // Once asked for it stays: a wrong code is typed again.
  const [asksCode, setAsksCode] = useState(false)
  if (refused?.startsWith('second-factor') && !asksCode) setAsksCode(true)
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
          {error && refused === 'second-factor-needed' && (
            <Alert type="info" statusIconAriaLabel="Info">
              {error.message}
            </Alert>
          )}
          {error && refused !== 'second-factor-needed' && (
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
          {asksCode && (
            <FormField label="Code" description="Of your authenticator app, or a recovery code.">
              <Input
                autoComplete="one-time-code"
                autoFocus
                value={typed.code}
                onChange={({ detail }) => onChange({ ...typed, code: detail.value })}
              />
            </FormField>
          )}
        </SpaceBetween>
      </Form>
    </form>
  )
}
