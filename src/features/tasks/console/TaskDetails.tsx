export function TaskDetails() {
  return null
}
