export function FleetAgents() {
  return null
}
