import Box from '@cloudscape-design/components/box'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { SearchField } from '../../../platform/console/SearchField.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { query } from '../../client.ts'

const ROWS = 10

interface ReplacePrinterProps {
  organizationId: string
  printerId: string
  name: string
  onClose: () => void
}

interface Candidate {
  id: string
  manufacturer: string | null
  model: string | null
  serialNumber: string | null
  location: string | null
}

/** The window `Replace printer`: another printer takes over contact, place in the program, shelf and open orders by one act. */
export function ReplacePrinter({ organizationId, printerId, name, onClose }: ReplacePrinterProps) {
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<Candidate>()
  const printers = useQuery({
    ...query.printers.list.queryOptions({ input: { organizationId, limit: ROWS, ...(search && { search }) } }),
    placeholderData: keepPreviousData,
  })
  const replace = useReplacement(onClose)
  const items: Candidate[] = (printers.data?.items ?? []).filter(({ id }) => id !== printerId)
  return (
    <ActModal
      title={`Replace ${name}`}
      size="large"
      act={{
        label: 'Replace printer',
        whyNot: chosen ? undefined : 'Pick the printer that takes its place first.',
        busy: replace.isPending,
        onAct: () => chosen && replace.mutate({ organizationId, printerId, newPrinterId: chosen.id }),
      }}
      onClose={onClose}
    >
      <Box variant="p">
        The printer that you pick takes over the supplies delivery contact, the place in the program, the shelf and the open orders. This
        cannot be undone.
      </Box>
      <Table
        variant="embedded"
        items={items}
        trackBy="id"
        columnDefinitions={COLUMNS}
        wrapLines
        loading={printers.isPending}
        loadingText="Loading printers"
        selectionType="single"
        selectedItems={items.filter(({ id }) => id === chosen?.id)}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0])}
        ariaLabels={{
          tableLabel: 'Printers',
          selectionGroupLabel: 'Selection of a printer',
          itemSelectionLabel: (_, { serialNumber, model }) => `Select ${serialNumber ?? model ?? 'printer'}`,
        }}
        filter={<SearchField label="Search printers" placeholder="Serial number, model or location" value={search} onSearch={setSearch} />}
        empty={printers.error ? <ProblemNote error={printers.error} retry={() => void printers.refetch()} /> : 'No other printer matches.'}
      />
      <ProblemNote error={replace.error} />
    </ActModal>
  )
}

function useReplacement(onClose: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation(
    query.orders.replacePrinter.mutationOptions({
      onSuccess: ({ moved, canceled }) => {
        void queries.invalidateQueries()
        const rest = canceled > 0 ? ` ${formatNoun(canceled, 'line')} did not fit and ended.` : ''
        flash({ type: 'success', content: `The printer is replaced. ${formatNoun(moved, 'order line')} moved to the new one.${rest}` })
        onClose()
      },
    }),
  )
}

const COLUMNS: TableProps.ColumnDefinition<Candidate>[] = [
  { id: 'serialNumber', header: 'Serial number', isRowHeader: true, cell: ({ serialNumber }) => serialNumber ?? '-' },
  { id: 'model', header: 'Model', cell: ({ manufacturer, model }) => [manufacturer, model].filter(Boolean).join(' ') || '-' },
  { id: 'location', header: 'Location', cell: ({ location }) => location ?? '-' },
]
