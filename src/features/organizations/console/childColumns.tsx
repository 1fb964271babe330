import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { pathTo } from '../../paths.ts'
import type { ChildOrganization } from '../organizations.api.ts'
import type { ParentKind } from './organization-words.ts'

type Column = TableProps.ColumnDefinition<ChildOrganization>

/** Which pages of the organizations below the reader may open; the provider has no roles inside its partners. */
export interface Reach {
  account: boolean
  fleet: boolean
}

/** The columns of what is below a parent. Names and counts lead on where the reader may go. */
export function childColumns(parentId: string, kind: ParentKind, reach: Reach): Column[] {
  const name: Column = {
    id: 'name',
    header: 'Name',
    cell: (child) =>
      reach.account ? <Link href={pathTo('child', { organizationId: parentId, childId: child.id })}>{child.name}</Link> : child.name,
    isRowHeader: true,
    minWidth: 220,
  }
  const createdAt: Column = { id: 'createdAt', header: 'Created', cell: (child) => formatInstant(child.createdAt), minWidth: 185 }
  const below: Column =
    kind === 'provider'
      ? { id: 'children', header: 'Child organizations', cell: (partner) => formatCount(partner.children) }
      : { id: 'entitled', header: 'Entitlement', cell: (child) => (child.entitled ? 'MPS Express' : '-') }
  return [name, below, ...COUNTS.map((count) => countColumn(count, reach)), createdAt]
}

const COUNTS = [
  { id: 'printers', header: 'Printers', label: 'printers', search: {} },
  { id: 'managed', header: 'Managed', label: 'managed printers', search: { management: 'managed' } },
  { id: 'pending', header: 'Pending', label: 'pending printers', search: { management: 'pending' } },
] as const

function countColumn({ id, header, label, search }: (typeof COUNTS)[number], { fleet }: Reach): Column {
  return {
    id,
    header,
    cell: (child) =>
      fleet ? (
        <CountLink count={child[id]} label={`${label} of ${child.name}`} href={pathTo('printers', { organizationId: child.id }, search)} />
      ) : (
        formatCount(child[id])
      ),
  }
}
