import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { EmptyState } from '../../../../platform/console/EmptyState.tsx'
import { PageFrame } from '../../../../platform/console/PageFrame.tsx'
import { useCleanMenu } from '../../../../platform/console/useCleanMenu.ts'
import { PAGES } from '../../../paths.ts'
import { PrinterTable } from './PrinterTable.tsx'
import { exportOf, type PrinterExport } from './printer-export.ts'
import { printerMenu, WORKS_IN_CHILD } from './printer-menu.ts'
import { usePrinterList } from './usePrinterList.ts'

/** The page `All organizations`: the printers of all children of a partner, to see, filter and export. */
export function AllPrinters() {
  const { organizationId } = useParams({ from: PAGES.allPrinters })
  const fleet = { organizationId, all: true }
  const list = usePrinterList(fleet)
  return (
    <PageFrame title="All organizations" header={false} breadcrumbs={[{ text: 'Fleet Management', href: PAGES.chooseFleet }]}>
      <PrinterTable
        fleet={fleet}
        list={list}
        title="All organizations (view only)"
        description="The printers of all child organizations. To change a printer, open its organization."
        menu={<MenuOfParent exported={exportOf(fleet, list)} />}
        empty={<EmptyState title="No printers yet">None of the child organizations that you have access to has a printer.</EmptyState>}
      />
    </PageFrame>
  )
}

/** The `Printer` menu as it is in a parent: it says where its acts work. */
function MenuOfParent({ exported }: { exported: PrinterExport }) {
  const menu = useRef<HTMLDivElement>(null)
  useCleanMenu(menu)
  return (
    <div ref={menu}>
      <ButtonDropdown
        expandableGroups
        items={printerMenu({ mayChange: true, whyNot: WORKS_IN_CHILD, exported: { whyNot: exported.whyNot } })}
        onItemClick={() => exported.start()}
      >
        Printer
      </ButtonDropdown>
    </div>
  )
}
