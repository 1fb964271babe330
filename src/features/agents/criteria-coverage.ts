/**
 * Which addresses a list of discovery criteria covers, as far as it can be known without asking a name server: a host name covers the
 * printer that carries it, whether the printer says its whole name or only the first part of it.
 */

export interface Reachable {
  ipAddress: string | null
  hostName: string | null
}

export interface Criteria {
  include: readonly { entry: string }[]
  exclude: readonly string[]
}

/** From the first to the last address, both included, as numbers. */
type Range = readonly [from: number, to: number]

interface Covered {
  /** by their beginnings, none touching another */
  ranges: Range[]
  names: Set<string>
}

const number = (address: string) => address.split('.').reduce((n, part) => n * 256 + Number(part), 0)
const isAddress = (text: string) => /^\d+\.\d+\.\d+\.\d+$/.test(text)
const firstLabel = (name: string) => name.split('.')[0]!

/** The addresses of one entry; undefined for a host name. */
export function rangeOf(entry: string): Range | undefined {
  const text = entry.trim()
  const [network = '', bits] = text.split('/')
  if (bits !== undefined && isAddress(network)) {
    const size = 2 ** (32 - Number(bits))
    const from = Math.floor(number(network) / size) * size
    return [from, from + size - 1]
  }
  const [from = '', to = from] = text.split('-').map((part) => part.trim())
  return isAddress(from) && isAddress(to) ? [number(from), number(to)] : undefined
}

/** Whether one entry of the criteria covers a printer. */
export const covers = (entry: string, printer: Reachable): boolean => isCovered(coveredBy([entry]), printer)

function coveredBy(entries: readonly string[]): Covered {
  const names = new Set<string>()
  const found: Range[] = []
  for (const entry of entries) {
    const range = rangeOf(entry)
    if (range) found.push(range)
    else names.add(entry.trim().toLowerCase())
  }
  const ranges: [number, number][] = []
  for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
    const last = ranges.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else ranges.push([from, to])
  }
  return { ranges, names }
}

function isCovered({ ranges, names }: Covered, { ipAddress, hostName }: Reachable): boolean {
  if (names.size > 0 && hostName !== null && carries(names, hostName.toLowerCase())) return true
  if (ipAddress === null || !isAddress(ipAddress)) return false
  const address = number(ipAddress)
  let [low, high] = [0, ranges.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle]!
    if (address < from) high = middle - 1
    else if (address > to) low = middle + 1
    else return true
  }
  return false
}

function carries(names: Set<string>, hostName: string): boolean {
  if (names.has(hostName) || names.has(firstLabel(hostName))) return true
  return !hostName.includes('.') && [...names].some((name) => firstLabel(name) === hostName)
}

/** Makes of criteria the question whether an agent with them reads a printer: included, and not excluded. */
export function reading(criteria: Criteria): (printer: Reachable) => boolean {
  const included = coveredBy(criteria.include.map(({ entry }) => entry))
  const excluded = coveredBy(criteria.exclude)
  return (printer) => isCovered(included, printer) && !isCovered(excluded, printer)
}

/** Where an address is by the addresses of criteria alone; host names are not looked at. */
export function placing(criteria: Criteria) {
  const included = coveredBy(criteria.include.map(({ entry }) => entry))
  const excluded = coveredBy(criteria.exclude)
  return {
    hostNames: included.names.size,
    of(ipAddress: string): 'included' | 'excluded' | 'outside' {
      const at = { ipAddress, hostName: null }
      if (isCovered(excluded, at)) return 'excluded'
      return isCovered(included, at) ? 'included' : 'outside'
    },
  }
}

/** Whether an agent with these criteria reads a printer. */
export const isRead = (criteria: Criteria, printer: Reachable): boolean => reading(criteria)(printer)

/**
 * The printers that an edit of the criteria puts out of reach, and those that it brings back into it.
 * @rule agents/criteria-warn-of-held-printers  Before an entry that covers managed or pending printers is removed or excluded, a message states their number.
 */
export function changeOfReach<T extends Reachable>(
  before: Criteria,
  after: Criteria,
  printers: readonly T[],
): { lost: T[]; regained: T[] } {
  const [was, is] = [reading(before), reading(after)]
  return {
    lost: printers.filter((printer) => was(printer) && !is(printer)),
    regained: printers.filter((printer) => !was(printer) && is(printer)),
  }
}

/** The held printers that an edit of the criteria would put out of reach: their number is reported before the edit is saved. */
export const outOfReach = <T extends Reachable>(before: Criteria, after: Criteria, held: readonly T[]): T[] =>
  changeOfReach(before, after, held).lost
