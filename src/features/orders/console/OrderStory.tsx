import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Steps from '@cloudscape-design/components/steps'
import { formatInstant } from '../../../platform/console/format.ts'
import { formatNoun } from '../../../platform/numbers.ts'
import { ACTOR_KINDS, type ActorKind } from '../order-states.ts'
import { type StoryStep, storyOf } from '../order-story.ts'
import type { OrderDetails } from '../orders.api.ts'
import { STATE_ICONS } from './OrderState.tsx'

/** All that happened to an order on a time line, the newest first. */
export function OrderStory({ order }: { order: OrderDetails }) {
  const names = new Map(order.orderLines.map(({ id, name, serialNumber }) => [id, serialNumber ? `${name} for ${serialNumber}` : name]))
  const only = order.orderLines.length === 1
  return (
    <Container
      header={
        <Header variant="h2" description="Each change with who or which rule made it, when and why. The newest stands first.">
          Story
        </Header>
      }
    >
      <Steps
        ariaLabel="Story of the order"
        steps={storyOf(order.events).map((step) => ({
          status: STATE_ICONS[step.to],
          statusIconAriaLabel: step.to,
          header: <Heading step={step} only={only} />,
          details: <Reasons step={step} names={names} only={only} />,
        }))}
      />
    </Container>
  )
}

function Heading({ step, only }: { step: StoryStep; only: boolean }) {
  return (
    <>
      <b>{step.label}</b>
      {only ? '' : `: ${formatNoun(step.lines, 'line')}`}
      <Box variant="small" display="block" color="text-body-secondary">
        {`${formatInstant(step.at)}, ${actorOf(step)}`}
      </Box>
    </>
  )
}

const actorOf = ({ byKind, by }: StoryStep) => `${ACTOR_KINDS[byKind as ActorKind] ?? byKind}: ${by}`

function Reasons({ step, names, only }: { step: StoryStep; names: Map<string, string>; only: boolean }) {
  const reasons = step.reasons.filter(({ reason }) => reason !== '')
  if (only) return <>{reasons.map(({ reason }) => reason).join(' ')}</>
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {step.reasons.map(({ reason, lineIds }) => (
        <li key={lineIds[0]}>{[lineIds.map((id) => names.get(id) ?? 'a line').join(', '), reason].filter(Boolean).join(': ')}</li>
      ))}
    </ul>
  )
}
