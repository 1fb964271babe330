import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatCount, formatDate, formatInstant } from '../../../platform/console/format.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { describeProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import { ORDER_STATES } from '../order-states.ts'
import type { PrinterPlan, SupplyPlan } from '../orders.api.ts'
import { DECISIONS } from './decision-words.ts'
import { ReplacePrinter } from './ReplacePrinter.tsx'
import { RequestSupplies } from './RequestSupplies.tsx'

interface PrinterSupplyPlanProps {
  organizationId: string
  printerId: string
  /** of the printer, for the heading of its windows */
  name: string
  mayChange: boolean
}

// The code that draws QR codes is loaded with the window.
const SupplyLabel = lazy(async () => ({ default: (await import('../links/console/SupplyLabel.tsx')).SupplyLabel }))

const UNMANAGED = 'Supplies are ordered for managed printers only. Add the printer to MPS Express first.'

/** The section `Supply orders` of a printer: how long each supply lasts, what was decided and why, what is on its way, and its shelf. */
export function PrinterSupplyPlan({ organizationId, printerId, name, mayChange }: PrinterSupplyPlanProps) {
  const [open, setOpen] = useState<'request' | 'replace' | 'label'>()
  const plan = useQuery(query.orders.plan.queryOptions({ input: { organizationId, printerId } }))
  const decide = useDecision(organizationId, printerId)
  const whyNot = plan.data?.managed ? undefined : UNMANAGED
  const window = { organizationId, printerId, name, onClose: () => setOpen(undefined) }
  return (
    <>
      <Table
        items={plan.data?.supplies ?? []}
        trackBy="supply"
        wrapLines
        loading={plan.isPending}
        loadingText="Loading the plan"
        columnDefinitions={columns(organizationId)}
        ariaLabels={{ tableLabel: 'Supply orders' }}
        header={
          <Header
            variant="h2"
            description={decidedWords(plan.data)}
            actions={
              mayChange && (
                <SpaceBetween direction="horizontal" size="xs">
                  <Button onClick={() => setOpen('label')}>Label</Button>
                  <ReasonedButton whyNot={whyNot} onClick={() => setOpen('replace')}>
                    Replace printer
                  </ReasonedButton>
                  <ReasonedButton whyNot={whyNot} loading={decide.isPending} onClick={() => decide.mutate({ organizationId, printerId })}>
                    Decide now
                  </ReasonedButton>
                  <ReasonedButton variant="primary" whyNot={whyNot} onClick={() => setOpen('request')}>
                    Request supplies
                  </ReasonedButton>
                </SpaceBetween>
              )
            }
          >
            Supply orders
          </Header>
        }
        empty={
          plan.error ? <ProblemNote error={plan.error} retry={() => void plan.refetch()} /> : 'The printer has not reported a supply yet.'
        }
        footer={
          <Button href={`/fleet/${organizationId}/supplies`} variant="inline-link">
            All supply orders of the organization
          </Button>
        }
      />
      {open === 'request' && plan.data && <RequestSupplies {...window} supplies={plan.data.supplies} />}
      {open === 'label' && (
        <Suspense fallback={null}>
          <SupplyLabel {...window} />
        </Suspense>
      )}
      {open === 'replace' && <ReplacePrinter {...window} />}
    </>
  )
}

function useDecision(organizationId: string, printerId: string) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation(
    query.orders.decide.mutationOptions({
      onSuccess: (plan) => {
        queries.setQueryData(query.orders.plan.queryKey({ input: { organizationId, printerId } }), plan)
        void queries.invalidateQueries({ queryKey: query.orders.key() })
        flash({ type: 'success', content: 'It was decided by what is known now.' })
      },
      onError: (error) => flash({ type: 'error', content: describeProblem(error).message }),
    }),
  )
}

function decidedWords(plan: PrinterPlan | undefined): string {
  if (!plan) return ' '
  if (!plan.managed) return UNMANAGED
  return plan.decidedAt
    ? `Decided ${formatInstant(plan.decidedAt)}, by the rule of each supply.`
    : 'It is decided on the next working morning.'
}

const columns = (organizationId: string): TableProps.ColumnDefinition<SupplyPlan>[] => [
  {
    id: 'name',
    header: 'Supply',
    isRowHeader: true,
    minWidth: 150,
    cell: ({ name, cartridge, part }) => (
      <>
        {name}
        <Note>{cartridge ? `${cartridge.manufacturer} ${cartridge.part}` : part ? `Reports ${part}` : 'Not in the catalogue'}</Note>
      </>
    ),
  },
  { id: 'forecast', header: 'Forecast to end', minWidth: 170, cell: ({ forecast }) => <Forecast forecast={forecast} /> },
  {
    id: 'decision',
    header: 'Decision',
    minWidth: 260,
    cell: ({ decision, sentence, dueOn }) => (
      <>
        {DECISIONS[decision]}
        {dueOn && `, planned for ${formatDate(dueOn)}`}
        <Note>{sentence}</Note>
      </>
    ),
  },
  {
    id: 'way',
    header: 'On its way',
    minWidth: 160,
    cell: ({ onTheWay }) =>
      onTheWay.length === 0
        ? 'Nothing'
        : onTheWay.map(({ orderId, number, state, expectedOn }) => (
            <div key={orderId}>
              <Link href={`/fleet/${organizationId}/supplies/orders/${orderId}`}>{`Order ${number}`}</Link>
              {`, ${ORDER_STATES[state]}`}
              {expectedOn && <Note>{`Expected by ${formatDate(expectedOn)}`}</Note>}
            </div>
          )),
  },
  { id: 'shelf', header: 'On the shelf', minWidth: 90, cell: ({ shelf }) => formatCount(shelf) },
]

function Forecast({ forecast }: { forecast: SupplyPlan['forecast'] }) {
  if (!forecast) return <>No forecast yet</>
  const pages = forecast.pagesPerWeekday.toFixed(forecast.pagesPerWeekday < 10 ? 1 : 0)
  return (
    <>
      {formatDate(forecast.endsFrom)} to {formatDate(forecast.endsTo)}
      <Note>{`About ${Math.round(forecast.percent)}% left, ${pages} pages a weekday`}</Note>
    </>
  )
}

function Note({ children }: { children: string }) {
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {children}
    </Box>
  )
}
