export function AssignContact() {
  return null
}
