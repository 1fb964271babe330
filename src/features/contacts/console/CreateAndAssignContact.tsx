export function CreateAndAssignContact() {
  return null
}
