export function PrinterDetails() {
  return null
}
