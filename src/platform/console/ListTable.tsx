import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import type { ReactNode } from 'react'
import { formatNoun } from '../numbers.ts'
import { CursorPages } from './CursorPages.tsx'
import { EmptyState } from './EmptyState.tsx'
import { formatCount } from './format.ts'
import { ProblemNote } from './ProblemNote.tsx'
import { SearchField } from './SearchField.tsx'
import { useAddress } from './useAddress.ts'

/** What a query of one page gives; `useQuery` of any operation that answers `{ items, nextCursor }` fits. */
export interface ListQuery<Item> {
  data: { items: Item[]; nextCursor: string | null } | undefined
  error: unknown
  isPending: boolean
  isPlaceholderData: boolean
  refetch: () => unknown
}

export interface ListTableProps<Item> {
  title: string
  /** heading of a page or of a part of it */
  heading?: 'h1' | 'h2'
  description?: ReactNode
  /** plural and singular of a row, for counts: ['printer', 'printers'] */
  noun: [one: string, many: string]
  list: ListQuery<Item>
  total?: number | undefined
  columns: readonly TableProps.ColumnDefinition<Item>[]
  rowId: (item: Item) => string
  rowLabel: (item: Item) => string
  actions?: ReactNode
  /** placeholder of the search box; without it there is none */
  search?: string
  /** filters beside the search box, and whether any is set */
  filters?: { controls: ReactNode; set: boolean }
  selection?: { type: 'single' | 'multi'; selected: Item[]; onChange: (selected: Item[]) => void }
  /** shown where there is nothing and nothing was searched for */
  empty: ReactNode
}

/** A list that the server pages and searches: loading, failed, empty and nothing found each have their face. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const { list, noun, selection, heading = 'h2' } = props
  const { address, setAddress } = useAddress<'search' | 'cursor'>()
  const items = list.data?.items ?? []
  return (
    <Table<Item>
      variant={heading === 'h1' ? 'full-page' : 'container'}
      stickyHeader
      wrapLines
      stickyColumns={{ first: 1 }}
      enableKeyboardNavigation
      items={items}
      columnDefinitions={props.columns}
      trackBy={props.rowId}
      loading={list.isPending}
      loadingText={`Loading ${noun[1]}`}
      ariaLabels={labelsOf(props)}
      {...(selection && {
        selectionType: selection.type,
        selectedItems: selection.selected,
        onSelectionChange: ({ detail }) => selection.onChange(detail.selectedItems),
      })}
      header={
        <Header
          variant={heading === 'h1' ? 'awsui-h1-sticky' : 'h2'}
          counter={counterOf(props)}
          description={props.description}
          actions={
            <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: 8 }}>
              <Button iconName="refresh" ariaLabel={`Refresh ${noun[1]}`} onClick={() => list.refetch()} />
              {props.actions}
            </div>
          }
        >
          {props.title}
        </Header>
      }
      filter={
        (props.search || props.filters) && (
          <Filters controls={props.filters?.controls}>
            {props.search && (
              <SearchField
                label={`Search ${noun[1]}`}
                placeholder={props.search}
                value={address.search ?? ''}
                onSearch={(search) => setAddress({ search, cursor: undefined }, { replace: true })}
                countText={foundText(props)}
              />
            )}
          </Filters>
        )
      }
      pagination={<CursorPages nextCursor={list.data?.nextCursor} disabled={list.isPlaceholderData} />}
      empty={
        <Nothing {...props} searched={address.search !== undefined || props.filters?.set === true} later={address.cursor !== undefined} />
      }
    />
  )
}

function Filters({ controls, children }: { controls: ReactNode; children: ReactNode }) {
  if (!controls) return children
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
      <div style={{ flex: '1 1 220px', maxWidth: 400 }}>{children}</div>
      {controls}
    </div>
  )
}

function Nothing<Item>({ list, noun, empty, searched, later }: ListTableProps<Item> & { searched: boolean; later: boolean }) {
  const { setAddress } = useAddress<'cursor'>()
  if (list.error) {
    return (
      <Box textAlign="left" padding="s">
        <ProblemNote error={list.error} retry={() => list.refetch()} />
      </Box>
    )
  }
  if (later) {
    const first = <Button onClick={() => setAddress({ cursor: undefined })}>Go to the first page</Button>
    return <EmptyState title={`No ${noun[1]} are left on this page`} action={first} />
  }
  if (!searched) return empty
  return <EmptyState title={`No ${noun[1]} match`}>Try another text, or clear the search box and the filters.</EmptyState>
}

function counterOf<Item>({ total, selection }: ListTableProps<Item>): string | undefined {
  const selected = selection?.selected.length ?? 0
  if (selection?.type === 'multi' && selected > 0) return total === undefined ? `(${selected})` : `(${selected}/${formatCount(total)})`
  return total === undefined ? undefined : `(${formatCount(total)})`
}

function foundText<Item>({ list, total, noun }: ListTableProps<Item>): string | undefined {
  if (!list.data) return undefined
  const shown = list.data.items.length
  if (total !== undefined) return formatNoun(total, ...noun)
  return list.data.nextCursor ? `${shown}+ ${noun[1]}` : formatNoun(shown, ...noun)
}

function labelsOf<Item>({ title, noun, rowLabel }: ListTableProps<Item>): TableProps.AriaLabels<Item> {
  return {
    tableLabel: title,
    selectionGroupLabel: `Selection of ${noun[1]}`,
    allItemsSelectionLabel: () => `Select all ${noun[1]} of this page`,
    itemSelectionLabel: (_, item) => `Select ${rowLabel(item)}`,
  }
}
