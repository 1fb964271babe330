import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { api, query } from '../../client.ts'
import { PAGES } from '../../paths.ts'
import { isPasswordSound, NewPassword } from './NewPassword.tsx'
import { signIn } from './sign-in.ts'
import { VisitorFrame } from './VisitorFrame.tsx'

/** Where the link of an invitation leads: the person chooses a password and is signed in. */
export function AcceptInvitation() {
  const { token } = useParams({ from: PAGES.invitation })
  const invitation = useQuery(query.accounts.invitations.get.queryOptions({ input: { token } }))
  return (
    <VisitorFrame
      title="Choose a password"
      description={invitation.data && `${invitation.data.invitedBy} invites you to ${invitation.data.organization}.`}
    >
      {invitation.isPending && <Spinner />}
      {invitation.error && (
        <SpaceBetween size="m">
          <ProblemNote error={invitation.error} />
          <Link href={PAGES.signIn}>Sign in</Link>
        </SpaceBetween>
      )}
      {invitation.data && <AcceptanceForm token={token} {...invitation.data} />}
    </VisitorFrame>
  )
}

function AcceptanceForm({ token, name, email }: { token: string; name: string; email: string }) {
  const [password, setPassword] = useState({ password: '', repeated: '' })
  const [checked, setChecked] = useState(false)
  const accept = useMutation({
    mutationFn: async () => {
      const person = await api.accounts.invitations.accept({ token, password: password.password })
      await signIn(person.email, password.password)
    },
    // Loaded again: somebody else may have been signed in here before.
    onSuccess: () => location.assign('/'),
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (isPasswordSound(password) && !accept.isPending) accept.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Form
        actions={
          <Button variant="primary" formAction="submit" loading={accept.isPending}>
            Accept invitation
          </Button>
        }
      >
        <SpaceBetween size="m">
          <ProblemNote error={accept.error} />
          <div>
            <Box variant="awsui-key-label">Name</Box>
            {name}
          </div>
          <div>
            <Box variant="awsui-key-label">E-mail address</Box>
            {email}
          </div>
          {/* Lets a password store know whose password this is. */}
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <NewPassword value={password} onChange={setPassword} checked={checked} />
        </SpaceBetween>
      </Form>
    </form>
  )
}
