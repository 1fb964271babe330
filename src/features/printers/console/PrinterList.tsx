import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { CursorPages } from '../../../platform/console/CursorPages.tsx'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { isNarrowed } from '../printer-list-address.ts'
import type { Printer } from '../printers.api.ts'
import { fleetBreadcrumbs } from './fleet-breadcrumbs.ts'
import { Preferences } from './Preferences.tsx'
import { PrinterFilters } from './PrinterFilters.tsx'
import { PrinterMenu } from './PrinterMenu.tsx'
import { isSort, printerColumns } from './printerColumns.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { type PrinterListView, usePrinterList } from './usePrinterList.ts'
import { chosenCount, usePrinterSelection } from './usePrinterSelection.ts'

const FleetStanding = lazy(async () => ({ default: (await import('../../program/console/FleetStanding.tsx')).FleetStanding }))

/** The page `Printers`: the list with search, filters, selection and the `Printer` menu. */
export function PrinterList() {
  const { organizationId } = useParams({ strict: false }) as { organizationId: string }
  const { organization, can } = useOrganization(organizationId)
  const { provider } = useSession()
  const list = usePrinterList(organizationId)
  const { choice, pick, clear, selectAllThatMatch } = usePrinterSelection(organizationId, list.filter)
  const { page, layout } = list
  const items = page.data?.items ?? []
  const total = page.data?.total ?? 0
  const columns = printerColumns(organizationId, provider.name)
  return (
    <PageFrame title="Printers" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <Table
        variant="full-page"
        stickyHeader
        stickyColumns={{ first: 1 }}
        items={items}
        trackBy="id"
        columnDefinitions={columns}
        columnDisplay={columnDisplay(columns, layout.columns)}
        loading={page.isPending}
        loadingText="Loading printers"
        ariaLabels={ARIA_LABELS}
        selectionType="multi"
        selectedItems={choice.kind === 'frozen' ? items : choice.printers}
        onSelectionChange={({ detail }) => pick(detail.selectedItems)}
        {...sortingOf(list)}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={page.data && counter(chosenCount(choice), total)}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh the list" onClick={() => void page.refetch()} />
                <PrinterMenu organizationId={organizationId} choice={choice} can={can} onStarted={clear} />
              </SpaceBetween>
            }
          >
            Printers
          </Header>
        }
        filter={
          <SpaceBetween size="xs">
            <PrinterFilters organizationId={organizationId} list={list} providerName={provider.name} />
            {page.data && (total > 0 || isNarrowed(list.state)) && (
              <SelectionBar choice={choice} total={total} onAll={selectAllThatMatch} onClear={clear} />
            )}
          </SpaceBetween>
        }
        pagination={<CursorPages nextCursor={page.data?.nextCursor} disabled={page.isPlaceholderData} />}
        preferences={
          <Preferences
            rows={layout.rows}
            columns={columnDisplay(columns, layout.columns).map(({ id, visible }) => ({
              id,
              visible,
              label: columns.find((column) => column.id === id)?.header ?? id,
              alwaysVisible: id === 'ipAddress',
            }))}
            onConfirm={list.setLayout}
          />
        }
        empty={<Nothing list={list} organizationId={organizationId} />}
      />
    </PageFrame>
  )
}

const counter = (selected: number, total: number) =>
  selected > 0 ? `(${formatCount(selected)}/${formatCount(total)})` : `(${formatCount(total)})`

function sortingOf({ state, setAddress }: PrinterListView) {
  return {
    sortingColumn: { sortingField: state.sort },
    sortingDescending: state.direction === 'desc',
    onSortingChange: ({ detail }: { detail: { sortingColumn: { sortingField?: string }; isDescending?: boolean } }) => {
      const sort = detail.sortingColumn.sortingField
      if (sort && isSort(sort)) setAddress({ sort, direction: detail.isDescending ? 'desc' : 'asc', cursor: undefined })
    },
  }
}

const ARIA_LABELS = {
  tableLabel: 'Printers',
  selectionGroupLabel: 'Printer selection',
  allItemsSelectionLabel: () => 'Select all printers of this page',
  itemSelectionLabel: (_: unknown, printer: Printer) => `Select ${printer.serialNumber ?? printer.ipAddress ?? printer.id}`,
}

/** The chosen columns in their order, then the others, hidden. */
function columnDisplay(columns: readonly { id: string }[], shown: readonly string[]) {
  const known = shown.filter((id) => columns.some((column) => column.id === id))
  const hidden = columns.map(({ id }) => id).filter((id) => !known.includes(id))
  return [...known.map((id) => ({ id, visible: true })), ...hidden.map((id) => ({ id, visible: false }))]
}

function Nothing({ list, organizationId }: { list: PrinterListView; organizationId: string }) {
  if (list.page.error) return <ProblemNote error={list.page.error} retry={() => void list.page.refetch()} />
  if (!isNarrowed(list.state))
    return (
      <Suspense fallback={null}>
        <FleetStanding organizationId={organizationId} />
      </Suspense>
    )
  return <EmptyState title="No printers match">Change the search text or the filters, or clear them.</EmptyState>
}
