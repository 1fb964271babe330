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

/** The columns of what is below a parent. A name leads on where the reader has roles; the provider has none inside its partners. */
export function childColumns(parentId: string, kind: ParentKind, reaches: boolean): Column[] {
  const name: Column = {
    id: 'name',
    header: 'Name',
    cell: (child) => (reaches ? <Link href={`/account/${parentId}/children/${child.id}`}>{child.name}</Link> : child.name),
    isRowHeader: true,
    minWidth: 220,
  }
  return kind === 'provider'
    ? [name, { id: 'children', header: 'Child organizations', cell: (partner) => formatCount(partner.children) }, ...FIGURES]
    : [name, { id: 'entitled', header: 'Entitlement', cell: (child) => (child.entitled ? 'MPS Express' : '-') }, ...FIGURES]
}
