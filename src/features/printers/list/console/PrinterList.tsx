import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { fleetBreadcrumbs } from '../../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../../organizations/console/useOrganization.ts'
import { PAGES } from '../../../paths.ts'
import { PrinterMenu } from './PrinterMenu.tsx'
import { PrinterTable } from './PrinterTable.tsx'
import { exportOf } from './printer-export.ts'
import { SelectionBar } from './SelectionBar.tsx'
import { usePrinterList } from './usePrinterList.ts'
import { chosenCount, usePrinterSelection } from './usePrinterSelection.ts'

const FleetStanding = lazy(async () => ({ default: (await import('../../../program/console/FleetStanding.tsx')).FleetStanding }))

/** The page `Printers`: the list with search, filters, views, selection and the `Printer` menu. */
export function PrinterList() {
  const { organizationId } = useParams({ from: PAGES.printers })
  const { organization, can } = useOrganization(organizationId)
  const fleet = { organizationId, all: false }
  const list = usePrinterList(fleet)
  const { choice, pick, clear, selectAllThatMatch } = usePrinterSelection(organizationId, list.filter)
  const items = list.page.data?.items ?? []
  const total = list.facets.data?.total
  return (
    <PageFrame title="Printers" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <PrinterTable
        fleet={fleet}
        list={list}
        title="Printers"
        menu={<PrinterMenu organizationId={organizationId} choice={choice} can={can} exported={exportOf(fleet, list)} onStarted={clear} />}
        selectionBar={
          total !== undefined && (total > 0 || list.narrowed) ? (
            <SelectionBar choice={choice} total={total} onAll={selectAllThatMatch} onClear={clear} />
          ) : undefined
        }
        selection={{ items: choice.kind === 'frozen' ? items : choice.printers, count: chosenCount(choice), onChange: pick }}
        empty={
          <Suspense fallback={null}>
            <FleetStanding organizationId={organizationId} />
          </Suspense>
        }
      />
    </PageFrame>
  )
}
