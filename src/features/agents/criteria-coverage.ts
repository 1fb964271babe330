/**
 * Which addresses a list of discovery criteria covers, as far as it can be told without asking a name server: a host name covers the
 * printer that bears it.
 */

export interface Reachable {
  ipAddress: string | null
  hostName: string | null
}

export interface Criteria {
  include: readonly { entry: string }[]
  exclude: readonly string[]
}

const number = (address: string) => address.split('.').reduce((n, part) => n * 256 + Number(part), 0)
const isAddress = (text: string) => /^\d+\.\d+\.\d+\.\d+$/.test(text)

/** Whether one entry of the criteria covers a printer. */
export function covers(entry: string, { ipAddress, hostName }: Reachable): boolean {
  const text = entry.trim()
  const [from = '', to = ''] = text.split('-').map((part) => part.trim())
  const [network = '', bits] = text.split('/')
  if (!isAddress(from) && !isAddress(network)) return hostName !== null && hostName.toLowerCase() === text.toLowerCase()
  if (ipAddress === null || !isAddress(ipAddress)) return false
  const address = number(ipAddress)
  if (bits !== undefined) {
    const size = 2 ** (32 - Number(bits))
    return Math.floor(address / size) === Math.floor(number(network) / size)
  }
  return isAddress(to) ? address >= number(from) && address <= number(to) : address === number(from)
}

/** Whether an agent with these criteria reads a printer: included, and not excluded. */
export function isRead(criteria: Criteria, printer: Reachable): boolean {
  return criteria.include.some(({ entry }) => covers(entry, printer)) && !criteria.exclude.some((entry) => covers(entry, printer))
}

/**
 * The held printers that an edit of the criteria would put out of reach: their number is told before the edit is saved.
 * @rule agents/criteria-warn-of-held-printers  Removing an entry, or excluding one, that covers a managed or pending printer says first how many.
 */
export function outOfReach<T extends Reachable>(before: Criteria, after: Criteria, held: readonly T[]): T[] {
  return held.filter((printer) => isRead(before, printer) && !isRead(after, printer))
}
