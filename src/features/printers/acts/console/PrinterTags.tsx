import type { TableProps } from '@cloudscape-design/components/table'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { CountLink } from '../../../../platform/console/CountLink.tsx'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { ListTable } from '../../../../platform/console/ListTable.tsx'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { ReasonedButton } from '../../../../platform/console/ReasonedButton.tsx'
import { useAddress } from '../../../../platform/console/useAddress.ts'
import { query } from '../../../client.ts'
import { fleetBreadcrumbs } from '../../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../../organizations/console/useOrganization.ts'
import { PAGES, pathTo } from '../../../paths.ts'
import { joinValues } from '../../list/printer-list-address.ts'
import type { PrinterTag } from '../printer-acts.api.ts'
import { DeleteTag, RenameTag } from './ChangeTag.tsx'

/** The page `Tags`: every tag of the organization, how many printers have it, renaming and deleting. */
export function PrinterTags() {
  const { organizationId } = useParams({ from: PAGES.tags })
  const { organization, can } = useOrganization(organizationId)
  const client = useQueryClient()
  const { address } = useAddress<'search' | 'cursor'>()
  const tags = useQuery(query.printers.listTags.queryOptions({ input: { organizationId, search: address.search, cursor: address.cursor } }))
  const [selected, setSelected] = useState<PrinterTag[]>([])
  const [opened, setOpened] = useState<'rename' | 'delete'>()
  const [tag] = selected
  const whyNot = tag ? undefined : 'Select a tag first.'
  const act = tag && {
    organizationId,
    tag,
    onClose: () => setOpened(undefined),
    onStarted: (ended: Promise<unknown>) => {
      setOpened(undefined)
      setSelected([])
      void ended.then(() => client.invalidateQueries({ queryKey: query.printers.key() }))
    },
  }
  return (
    <PageFrame title="Tags" header={false} breadcrumbs={fleetBreadcrumbs(organization, { text: 'Printers', page: 'printers' })}>
      <ListTable
        title="Tags"
        heading="h1"
        description="The tags of your printers. A tag exists as long as a printer has it."
        noun={['tag', 'tags']}
        search="Part of a tag"
        list={tags}
        columns={columns(organizationId)}
        rowId={(row) => row.tag}
        rowLabel={(row) => row.tag}
        {...(can('manage the fleet') && {
          selection: { type: 'single' as const, selected, onChange: setSelected },
          actions: (
            <>
              <ReasonedButton whyNot={whyNot} onClick={() => setOpened('rename')}>
                Rename
              </ReasonedButton>
              <ReasonedButton whyNot={whyNot} onClick={() => setOpened('delete')}>
                Delete
              </ReasonedButton>
            </>
          ),
        })}
        empty={<EmptyState title="No tags yet">Select printers in the list, then choose Tags in the menu Printer.</EmptyState>}
      />
      {opened === 'rename' && act && <RenameTag {...act} />}
      {opened === 'delete' && act && <DeleteTag {...act} />}
    </PageFrame>
  )
}

const columns = (organizationId: string): TableProps.ColumnDefinition<PrinterTag>[] => [
  { id: 'tag', header: 'Tag', isRowHeader: true, minWidth: 200, cell: ({ tag }) => tag },
  {
    id: 'printers',
    header: 'Printers',
    cell: ({ tag, printers }) => (
      <CountLink
        count={printers}
        label={`printers tagged ${tag}`}
        href={pathTo('printers', { organizationId }, { tags: joinValues([tag]) })}
      />
    ),
  },
]
