import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { formatDate } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { VisitorFrame } from '../../../accounts/console/VisitorFrame.tsx'
import { query } from '../../../client.ts'
import { OrderState } from '../../console/OrderState.tsx'
import type { LinkedLine, LinkedPrinter } from '../links.api.ts'
import { AskForSupplies } from './AskForSupplies.tsx'
import { CountByLink } from './CountByLink.tsx'

/** Where the label on a printer leads: the supplies of that printer, for people without an account. What is on its way stands first. */
export function LinkedSupplies() {
  const { token } = useParams({ strict: false }) as { token: string }
  const printer = useQuery(query.orders.links.open.queryOptions({ input: { token }, retry: false }))
  const [open, setOpen] = useState<'ask' | 'count'>()
  const close = () => setOpen(undefined)
  const found = printer.data
  return (
    <VisitorFrame title="Printer supplies" description={found && describe(found)}>
      <SpaceBetween size="l">
        {printer.isPending && <Spinner />}
        <ProblemNote error={printer.error} retry={() => void printer.refetch()} />
        {found && <OnTheWay token={token} lines={found.lines} />}
        {found && <Supplies printer={found} />}
        {found && !found.managed && <Box>Supplies are not ordered for this printer here. Ask the person who looks after it.</Box>}
        {found?.managed && (
          <SpaceBetween size="s">
            <Button variant="primary" fullWidth disabled={found.supplies.length === 0} onClick={() => setOpen('ask')}>
              Ask for supplies
            </Button>
            <Button fullWidth disabled={found.supplies.length === 0} onClick={() => setOpen('count')}>
              Count the shelf
            </Button>
          </SpaceBetween>
        )}
        {found && open === 'ask' && <AskForSupplies token={token} printer={found} onClose={close} />}
        {found && open === 'count' && <CountByLink token={token} printer={found} onClose={close} />}
      </SpaceBetween>
    </VisitorFrame>
  )
}

const describe = ({ model, serialNumber, location }: LinkedPrinter) =>
  [model ?? 'Printer', serialNumber, location].filter(Boolean).join(', ')

function OnTheWay({ token, lines }: { token: string; lines: LinkedLine[] }) {
  const queries = useQueryClient()
  const act = useMutation(
    query.orders.links.act.mutationOptions({
      onSuccess: () => void queries.invalidateQueries({ queryKey: query.orders.links.open.key() }),
    }),
  )
  return (
    <section aria-label="On its way">
      <SpaceBetween size="s">
        <Header variant="h2">On its way</Header>
        {lines.length === 0 && <Box>Nothing is on its way.</Box>}
        {lines.map((line) => (
          <div key={line.id}>
            <b>{line.name}</b> <OrderState state={line.state} />
            <Box color="text-body-secondary">
              {`Order ${line.order}${line.expectedOn ? `, expected by ${formatDate(line.expectedOn)}` : ''}`}
            </Box>
            <SpaceBetween direction="horizontal" size="xs">
              {line.acts.map((name) => (
                <Button
                  key={name}
                  disabled={act.isPending}
                  ariaLabel={`${LABELS[name]}: ${line.name}, order ${line.order}`}
                  onClick={() => act.mutate({ token, act: name, lineId: line.id })}
                >
                  {LABELS[name]}
                </Button>
              ))}
            </SpaceBetween>
          </div>
        ))}
        {act.data && !act.data.done && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            {act.data.message}
          </Alert>
        )}
        <ProblemNote error={act.error} />
      </SpaceBetween>
    </section>
  )
}

const LABELS = { deliver: 'It has arrived', lose: 'It has not arrived' }

function Supplies({ printer: { supplies } }: { printer: LinkedPrinter }) {
  return (
    <section aria-label="Supplies">
      <SpaceBetween size="s">
        <Header variant="h2">Supplies</Header>
        {supplies.length === 0 && <Box>The printer has not reported a supply yet.</Box>}
        {supplies.map(({ supply, name, percent, endsFrom, endsTo, shelf }) => (
          <div key={supply}>
            <b>{name}</b>
            <Box>
              {[
                percent === null ? 'Level not known' : `About ${Math.round(percent)}% left`,
                endsFrom && endsTo && `forecast to end ${formatDate(endsFrom)} to ${formatDate(endsTo)}`,
                shelf > 0 && `${shelf} on the shelf`,
              ]
                .filter(Boolean)
                .join(', ')}
            </Box>
          </div>
        ))}
      </SpaceBetween>
    </section>
  )
}
