import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { ORDER_STATES, type OrderState as State } from '../order-states.ts'

export const STATE_ICONS: Record<State, StatusIndicatorProps.Type> = {
  proposed: 'pending',
  ordered: 'in-progress',
  shipped: 'in-progress',
  delivered: 'success',
  installed: 'success',
  canceled: 'stopped',
  held: 'warning',
  lost: 'error',
}

/** The state of an order or of one of its lines in the product's words. */
export function OrderState({ state }: { state: State }) {
  return (
    <StatusIndicator type={STATE_ICONS[state]}>
      <span style={{ wordBreak: 'normal' }}>{ORDER_STATES[state]}</span>
    </StatusIndicator>
  )
}
