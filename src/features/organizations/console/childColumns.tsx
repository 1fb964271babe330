import Link from '@cloudscape-design/components/link'
import type { TableProps } from '@cloudscape-design/components/table'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import type { ChildOrganization } from '../organizations.api.ts'
import type { ParentKind } from './organization-words.ts'

type Column = TableProps.ColumnDefinition<ChildOrganization>

const FIGURES: Column[] = [
  { id: 'printers', header: 'Printers', cell: (child) => formatCount(child.printers) },
  { id: 'managed', header: 'Managed', cell: (child) => formatCount(child.managed) },
  { id: 'pending', header: 'Pending', cell: (child) => formatCount(child.pending) },
  { id: 'createdAt', header: 'Created', cell: (child) => formatInstant(child.createdAt), minWidth: 185 },
]

/** The columns of what is below a parent. The provider has no roles inside its partners, so their names lead nowhere. */
export function childColumns(parentId: string, kind: ParentKind): Column[] {
  if (kind === 'provider') {
    return [
      { id: 'name', header: 'Name', cell: (partner) => partner.name, isRowHeader: true, minWidth: 220 },
      { id: 'children', header: 'Child organizations', cell: (partner) => formatCount(partner.children) },
      ...FIGURES,
    ]
  }
  return [
    {
      id: 'name',
      header: 'Name',
      cell: (child) => <Link href={`/account/${parentId}/children/${child.id}`}>{child.name}</Link>,
      isRowHeader: true,
      minWidth: 220,
    },
    { id: 'entitled', header: 'Entitlement', cell: (child) => (child.entitled ? 'MPS Express' : '-') },
    ...FIGURES,
  ]
}
