import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import Spinner from '@cloudscape-design/components/spinner'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { ListTable } from '../../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../../platform/console/useAddress.ts'
import { may } from '../../../accounts/roles.ts'
import { query } from '../../../client.ts'
import type { ReachableOrganization } from '../../../organizations/organizations.api.ts'
import { pathTo } from '../../../paths.ts'
import { viewsQuery } from './printer-list-queries.ts'

/** Chooses the organization whose fleet is to be opened; whoever can open one only is there at once. */
export function ChooseFleet() {
  const { address } = useAddress<'search' | 'cursor'>()
  const organizations = useQuery(
    query.organizations.listReachable.queryOptions({ input: { kind: 'child', search: address.search, cursor: address.cursor } }),
  )
  const fleets = organizations.data?.items.filter((organization) => may(organization.roles, 'read the fleet', organization.kind))
  const [only] = fleets ?? []
  const unfiltered = !address.search && !address.cursor
  if (organizations.isPending) return <Spinner size="large" />
  if (unfiltered && only && fleets?.length === 1 && organizations.data?.nextCursor === null) {
    return <OpenFleet organizationId={only.id} />
  }
  const shown = { ...organizations, data: organizations.data && { ...organizations.data, items: fleets ?? [] } }
  return (
    <PageFrame title="Fleet Management" header={false}>
      <ListTable
        title="Fleet Management"
        heading="h1"
        description="Choose the organization whose printers, contacts, agents and tasks you want to see."
        noun={['organization', 'organizations']}
        list={shown}
        columns={COLUMNS}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        search="Name of an organization"
        actions={<AllOrganizations fleets={fleets ?? []} />}
        empty={
          <EmptyState title="No organization">You don’t have access to a fleet. Ask an Organization Administrator for a role.</EmptyState>
        }
      />
    </PageFrame>
  )
}

/** The way to the printers of all children of a partner, where the reader's roles hold for all of them: whoever may keep views there. */
function AllOrganizations({ fleets }: { fleets: ReachableOrganization[] }) {
  const partners = new Map(fleets.flatMap(({ parentId, parent }) => (parentId ? [[parentId, parent ?? '']] : [])))
  const views = useQueries({
    queries: [...partners.keys()].map((organizationId) => ({ ...viewsQuery(organizationId), retry: false })),
  })
  const open = [...partners].filter((_, i) => views[i]?.data !== undefined)
  return open.map(([id, name]) => (
    <Button key={id} href={pathTo('allPrinters', { organizationId: id })} ariaLabel={`All organizations (view only) of ${name}`}>
      {open.length === 1 ? 'All organizations (view only)' : `All organizations of ${name} (view only)`}
    </Button>
  ))
}

/** Goes on once, however often the page is drawn before the next one is there. */
function OpenFleet({ organizationId }: { organizationId: string }) {
  const router = useRouter()
  useEffect(() => router.history.replace(pathTo('printers', { organizationId })), [router, organizationId])
  return <Spinner size="large" />
}

const COLUMNS = [
  {
    id: 'name',
    header: 'Organization',
    isRowHeader: true,
    cell: ({ id, name }: ReachableOrganization) => <Link href={pathTo('printers', { organizationId: id })}>{name}</Link>,
  },
  { id: 'parent', header: 'Partner', cell: ({ parent }: ReachableOrganization) => parent ?? '-' },
]
