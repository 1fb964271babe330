export function ChooseParent() {
  return null
}
