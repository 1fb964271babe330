export function AccountManagement() {
  return null
}
