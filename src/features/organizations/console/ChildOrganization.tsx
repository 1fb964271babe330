export function ChildOrganization() {
  return null
}
