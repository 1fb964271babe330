export function ContactFields() {
  return null
}
