import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../paths.ts'
import type { Entitlement } from '../entitlements.api.ts'
import { ConfirmEntitlement } from './ConfirmEntitlement.tsx'

/** What a child organization is entitled to. Entitling cannot be undone by partner or customer; the page says so before and after. */
export function OrganizationEntitlements() {
  const { organizationId, childId } = useParams({ from: PAGES.entitlements })
  const { organization: child, can } = useOrganization(childId)
  const entitlements = useQuery(query.entitlements.list.queryOptions({ input: { organizationId: childId } }))
  const isOwn = organizationId === childId
  const account = isOwn ? [] : [{ text: child.parent ?? 'Organization', href: pathTo('account', { organizationId }) }]
  const childHref = isOwn ? pathTo('account', { organizationId: childId }) : pathTo('child', { organizationId, childId })
  return (
    <PageFrame
      title="Organization Entitlements"
      description={`What ${child.name} may use.`}
      breadcrumbs={[{ text: 'Account Management', href: PAGES.chooseParent }, ...account, { text: child.name, href: childHref }]}
    >
      {entitlements.isPending && <Spinner />}
      <ProblemNote error={entitlements.error} retry={() => void entitlements.refetch()} />
      {entitlements.data?.map((entitlement) => (
        <EntitlementForm key={entitlement.offering} child={child} entitlement={entitlement} mayGrant={can('entitle the organization')} />
      ))}
    </PageFrame>
  )
}

interface EntitlementFormProps {
  child: { id: string; name: string }
  entitlement: Entitlement
  mayGrant: boolean
}

function EntitlementForm({ child, entitlement, mayGrant }: EntitlementFormProps) {
  const { granted, label } = entitlement
  const [ticked, setTicked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const save = (
    <ReasonedButton variant="primary" formAction="submit" whyNot={whyNotSave(entitlement, ticked)}>
      Save Changes
    </ReasonedButton>
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setConfirming(true)
      }}
    >
      <Form actions={mayGrant && save}>
        <Container header={<Header variant="h2">Entitlements</Header>}>
          <SpaceBetween size="m">
            <Checkbox
              checked={ticked || granted !== null}
              disabled={granted !== null || !mayGrant}
              description="Printers of this organization can be added to the managed print services program."
              onChange={({ detail }) => setTicked(detail.checked)}
            >
              {label}
            </Checkbox>
            <EntitlementNote entitlement={entitlement} mayGrant={mayGrant} />
          </SpaceBetween>
        </Container>
      </Form>
      {confirming && (
        <ConfirmEntitlement
          child={child}
          entitlement={entitlement}
          onClose={(saved) => {
            setConfirming(false)
            if (saved) setTicked(false)
          }}
        />
      )}
    </form>
  )
}

function whyNotSave({ granted, label }: Entitlement, ticked: boolean): string | undefined {
  if (granted) return `${label} is already granted and cannot be removed here.`
  return ticked ? undefined : `Tick ${label} first.`
}

function EntitlementNote({ entitlement: { granted, label, removedBy }, mayGrant }: { entitlement: Entitlement; mayGrant: boolean }) {
  if (granted) {
    return (
      <Alert type="info" statusIconAriaLabel="Info" header={`Granted by ${granted.by} on ${formatInstant(granted.at)}`}>
        You cannot remove the entitlement. To have it removed, contact a Customer Operations Specialist or MPS Offer Manager of the
        provider: <b>{removedBy}</b>.
      </Alert>
    )
  }
  if (mayGrant) {
    return (
      <Alert type="warning" statusIconAriaLabel="Warning">
        Once saved, {label} cannot be undone by you or by the customer.
      </Alert>
    )
  }
  return <Box color="text-body-secondary">Not entitled yet. A Partner Administrator of the parent organization can grant it.</Box>
}
