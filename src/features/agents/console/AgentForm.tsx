export function AgentForm() {
  return null
}
