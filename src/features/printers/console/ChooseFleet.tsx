export function ChooseFleet() {
  return null
}
