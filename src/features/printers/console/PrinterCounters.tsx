import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { formatCount, formatInstant } from '../../../platform/console/format.ts'
import { capitalWords } from '../../supplies/supply-level.ts'
import type { PrinterDetails } from '../printers.api.ts'
import { Reported } from './Reported.tsx'

/** The page counts with their unit, source and age: totals of makers and of the standard differ, so that it must be sent which one this is. */
export function PrinterCounters({ printer }: { printer: PrinterDetails }) {
  return (
    <Container header={<Header variant="h2">Counters</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: 'Lifetime page count',
            value: <Reported value={formatCount(printer.lifetimePageCount)} source={printer.lifetimePageCountSource} />,
          },
          { label: 'Unit', value: printer.lifetimePageCountUnit ? capitalWords(printer.lifetimePageCountUnit) : '-' },
          { label: 'Read', value: formatInstant(printer.lifetimePageCountReadAt) },
          { label: 'Mono pages', value: <Reported value={formatCount(printer.monoPageCount)} source={printer.sources.monoPageCount} /> },
          { label: 'Color pages', value: <Reported value={formatCount(printer.colorPageCount)} source={printer.sources.colorPageCount} /> },
        ]}
      />
    </Container>
  )
}
