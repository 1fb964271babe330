export function OrganizationEntitlements() {
  return null
}
