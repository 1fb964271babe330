export function OperationsQueue(_: { management: 'pending' | 'managed' }) {
  return null
}
