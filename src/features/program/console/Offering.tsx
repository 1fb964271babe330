export function Offering() {
  return null
}
