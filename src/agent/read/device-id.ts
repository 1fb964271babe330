/** Long and short names of the keys that matter (IEEE 1284.4). */
const NAMES: Record<string, string> = {
  MANUFACTURER: 'MFG',
  MANUFACTURE: 'MFG',
  MODEL: 'MDL',
  DESCRIPTION: 'DES',
  SERN: 'SER',
  SERIALNUMBER: 'SER',
  SN: 'SER',
}

/** Takes an IEEE 1284 device id apart: `MFG:…;MDL:…;CLS:PRINTER;` into values by key, long keys under their short names. */
export function parseDeviceId(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const part of text.split(';')) {
    const colon = part.indexOf(':')
    if (colon < 1) continue
    const key = part.slice(0, colon).trim().toUpperCase()
    const value = part.slice(colon + 1).trim()
    if (value) values.set(NAMES[key] ?? key, value)
  }
  return values
}
