export function AgentDetails() {
  return null
}
