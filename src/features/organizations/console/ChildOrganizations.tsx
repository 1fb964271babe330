import Button from '@cloudscape-design/components/button'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { ListTable } from '../../../platform/console/ListTable.tsx'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { InviteAdministrator } from '../../accounts/console/InviteAdministrator.tsx'
import { may } from '../../accounts/roles.ts'
import { query } from '../../client.ts'
import type { ChildOrganization, ReachableOrganization } from '../organizations.api.ts'
import { whyNotDelete } from '../organizations.ts'
import { childColumns, type Reach } from './childColumns.tsx'
import { DeleteOrganization } from './DeleteOrganization.tsx'
import { NameOrganization } from './NameOrganization.tsx'
import { BELOW, type ParentKind } from './organization-words.ts'

type Window = 'create' | 'rename' | 'delete' | 'invite'

/** The tab `Child Organizations` of a partner, `Partners` of the provider. */
export function ChildOrganizations({ parent, kind }: { parent: ReachableOrganization; kind: ParentKind }) {
  const { address } = useAddress<'search' | 'cursor'>()
  const input = { organizationId: parent.id, search: address.search, cursor: address.cursor }
  const children = useQuery(query.organizations.listChildren.queryOptions({ input }))
  const [selected, setSelected] = useState<ChildOrganization[]>([])
  const [open, setOpen] = useState<Window>()
  const words = BELOW[kind]
  const reach = useReach(kind)
  const mayChange = may(parent.roles, kind === 'provider' ? 'manage partners' : 'manage child organizations', kind)
  // What was selected may have been renamed or have got printers since.
  const chosen = children.data?.items.find(({ id }) => id === selected[0]?.id)
  const whyNone = chosen ? undefined : `Select a ${words.one} first.`
  const create = (variant: 'primary' | 'normal') => (
    <Button variant={variant} onClick={() => setOpen('create')}>
      Create {words.one}
    </Button>
  )
  return (
    <>
      <ListTable
        title={words.Title}
        noun={[words.one, words.many]}
        list={children}
        columns={childColumns(parent.id, kind, reach)}
        rowId={({ id }) => id}
        rowLabel={({ name }) => name}
        search={`Name of a ${words.one}`}
        {...(mayChange && { selection: { type: 'single' as const, selected: chosen ? [chosen] : [], onChange: setSelected } })}
        actions={
          mayChange && (
            <>
              {kind === 'provider' && (
                <ReasonedButton whyNot={whyNone} onClick={() => setOpen('invite')}>
                  Invite administrator
                </ReasonedButton>
              )}
              <ReasonedButton whyNot={whyNone} onClick={() => setOpen('rename')}>
                Rename
              </ReasonedButton>
              <ReasonedButton whyNot={whyNone ?? (chosen && whyNotDelete(chosen))} onClick={() => setOpen('delete')}>
                Delete
              </ReasonedButton>
              {create('primary')}
            </>
          )
        }
        empty={<NothingBelow kind={kind} action={mayChange && create('normal')} />}
      />
      <OpenWindow open={open} parent={parent} kind={kind} chosen={chosen} onClose={() => setOpen(undefined)} />
    </>
  )
}

/** What the reader may open in the children: by an access group one has the same roles in all of a partner's children, or none in any. */
function useReach(kind: ParentKind): Reach {
  const input = { kind: 'child' as const, limit: 1 }
  const reachable = useQuery(query.organizations.listReachable.queryOptions({ input, enabled: kind === 'partner' }))
  const [child] = kind === 'partner' ? (reachable.data?.items ?? []) : []
  return { account: child !== undefined, fleet: child !== undefined && may(child.roles, 'read the fleet', 'child') }
}

function NothingBelow({ kind, action }: { kind: ParentKind; action: React.ReactNode }) {
  return (
    <EmptyState title={`No ${BELOW[kind].many} yet`} action={action}>
      {NEXT_STEPS[kind][action ? 'mine' : 'others']}
    </EmptyState>
  )
}

const NEXT_STEPS = {
  provider: {
    mine: 'A partner resells the program. Create one, then invite its first Organization Administrator.',
    others: 'An Organization Administrator of the provider creates the partners.',
  },
  partner: {
    mine: 'A child organization is a customer with its own printers. Create one, then entitle it to MPS Express.',
    others:
      'A Partner Administrator creates them. The role comes from a Child Organization Access Group: create one on the tab Groups, with the people who need it.',
  },
}

interface OpenWindowProps {
  open: Window | undefined
  parent: ReachableOrganization
  kind: ParentKind
  chosen: ChildOrganization | undefined
  onClose: () => void
}

function OpenWindow({ open, parent, kind, chosen, onClose }: OpenWindowProps) {
  if (open === 'create') return <NameOrganization parentId={parent.id} kind={kind} onClose={onClose} />
  if (!chosen) return null
  if (open === 'rename') return <NameOrganization parentId={parent.id} kind={kind} renamed={chosen} onClose={onClose} />
  if (open === 'delete') return <DeleteOrganization parentId={parent.id} kind={kind} organization={chosen} onClose={onClose} />
  if (open === 'invite') return <InviteAdministrator providerId={parent.id} partner={chosen} onClose={onClose} />
  return null
}
