export function PrinterList() {
  return null
}
