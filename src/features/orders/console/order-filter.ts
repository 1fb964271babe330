import { useAddress } from '../../../platform/console/useAddress.ts'
import { NEED_NAMES, type Need } from '../attention.ts'
import { ORDER_STATE_NAMES, type OrderState } from '../order-states.ts'

type Key = 'state' | 'need' | 'search' | 'cursor'

/** The filter of an order list as it stands in the address; what is not understood filters nothing. */
export function useOrderFilter() {
  const { address } = useAddress<Key>()
  return {
    state: ORDER_STATE_NAMES.find((name) => name === address.state),
    need: NEED_NAMES.find((name) => name === address.need),
    search: address.search,
    cursor: address.cursor,
  }
}

/** The same as an operation takes it. */
export function orderInput({ state, ...rest }: ReturnType<typeof useOrderFilter>): {
  state?: OrderState[]
  need: Need | undefined
  search: string | undefined
  cursor: string | undefined
} {
  return { ...rest, ...(state && { state: [state] }) }
}
