import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { CountLink } from '../../../platform/console/CountLink.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { NEED_NAMES, NEEDS, type Need } from '../attention.ts'
import type { OrderCounts } from '../orders.api.ts'

interface NeedsPersonProps {
  counts: { data: OrderCounts | undefined; error: unknown; refetch: () => unknown }
  /** lists the orders that a count is of */
  onOpen: (need: Need) => void
}

/** What needs a person today: each count opens to its orders. */
export function NeedsPerson({ counts: { data, error, refetch }, onOpen }: NeedsPersonProps) {
  return (
    <Container
      header={
        <Header variant="h2" description="Order lines that wait for somebody to decide or to ask.">
          Needs a person today
        </Header>
      }
    >
      <ProblemNote error={error} retry={() => refetch()} />
      {!error && (
        <KeyValuePairs
          columns={4}
          minColumnWidth={130}
          items={NEED_NAMES.map((need) => ({
            label: NEEDS[need],
            value: (
              <Box fontSize="heading-l">
                {data ? <CountLink count={countOf(data, need)} label={`order lines: ${NEEDS[need]}`} onOpen={() => onOpen(need)} /> : '-'}
              </Box>
            ),
          }))}
        />
      )}
    </Container>
  )
}

const countOf = (counts: OrderCounts, need: Need): number => (need === 'approval' ? counts.awaitingApproval : counts[need])
