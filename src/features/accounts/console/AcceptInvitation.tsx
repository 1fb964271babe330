export function AcceptInvitation() {
  return null
}
