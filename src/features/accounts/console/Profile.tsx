import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ApiKeys } from './ApiKeys.tsx'
import { ChangePassword } from './ChangePassword.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import { Sessions } from './Sessions.tsx'
import { useSession } from './useSession.ts'

/** Who the person is here, where they are signed in, and the API keys that act for them. */
export function Profile() {
  const { person, organization, expiresAt } = useSession()
  const [changing, setChanging] = useState(false)
  return (
    <PageFrame title="Profile">
      <SpaceBetween size="l">
        <Container
          header={
            <Header variant="h2" actions={<Button onClick={() => setChanging(true)}>Change password</Button>}>
              Person
            </Header>
          }
        >
          <KeyValuePairs
            columns={4}
            items={[
              { label: 'Name', value: person.name },
              { label: 'E-mail address', value: person.email },
              { label: 'Organization', value: organization.name },
              { label: 'Session ends', value: formatInstant(expiresAt) },
            ]}
          />
        </Container>
        <SecondFactor />
        <Sessions />
        <ApiKeys />
      </SpaceBetween>
      {changing && <ChangePassword onClose={() => setChanging(false)} />}
    </PageFrame>
  )
}
