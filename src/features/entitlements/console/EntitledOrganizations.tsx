export function EntitledOrganizations() {
  return null
}
