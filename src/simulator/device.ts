import type { FleetPrinter } from './fleets/fleet.ts'
import type { Profile, SupplyProfile } from './profiles/profile.ts'
import { getProfile } from './profiles/profiles.ts'
import { type Random, randomOf } from './random.ts'

/** A supply in a printer: how much of it is left, and which cartridge it is. */
export interface SupplyState {
  profile: SupplyProfile
  /** Left, from 0 to 1; of a receptacle, the room left. */
  left: number
  serial: string
  swaps: number
  /** Hours for which it has been empty: somebody has to notice. */
  emptyHours: number
}

/** A printer at one hour of its simulated life. Hours begin on a Monday at 8. */
export class Device {
  readonly printer: FleetPrinter
  readonly profile: Profile
  readonly serial: string | null
  readonly firmware: string
  readonly macAddress: string
  readonly supplies: SupplyState[]
  mono = 0
  color = 0
  hour = 0
  /** How many boards it has had; each begins to count again. */
  boards = 1
  bootedAtHour = 0
  #random: Random
  #pagesPerHour: number
  #colorShare: number

  constructor(printer: FleetPrinter, seed: number) {
    const random = randomOf(seed, printer.address)
    const profile = getProfile(printer.model)
    this.#random = random
    this.printer = printer
    this.profile = profile
    const serial = writeSerial(profile.serial, random)
    this.serial = printer.serialNumber === undefined ? serial : printer.serialNumber
    this.firmware = random.pick(profile.firmware)
    this.macAddress = `${profile.vendorOctets}:${[0, 0, 0].map(() => random.between(0, 255).toString(16).padStart(2, '0')).join(':')}`
    const perMonth = random.between(...profile.pagesPerMonth)
    this.#pagesPerHour = perMonth / WORKING_HOURS_A_MONTH
    this.#colorShare = profile.color ? 0.2 + 0.4 * random.next() : 0
    const total = printer.lifetimePageCount ?? Math.round(perMonth * (3 + 40 * random.next()))
    this.color = Math.round(total * this.#colorShare)
    this.mono = total - this.color
    this.supplies = profile.supplies.map((supply) => ({
      profile: supply,
      left: 0.05 + 0.95 * random.next(),
      serial: writeSerial('@@####@#####', random),
      swaps: 0,
      emptyHours: 0,
    }))
  }

  get total(): number {
    return this.mono + this.color
  }

  get hostName(): string {
    return `PRN-${this.printer.address.split('.').slice(1).join('-')}`
  }

  /** Puts what this printer has into a text of its profile. */
  fill(template: string): string {
    return template
      .replaceAll('{firmware}', this.firmware)
      .replaceAll('{serial}', this.serial ?? '')
      .replaceAll('{host}', this.hostName)
  }

  /** Lives on until an hour. Going back is not possible: an earlier hour changes nothing. */
  liveUntil(hour: number): void {
    while (this.hour < hour) this.#liveAnHour()
  }

  /** Is switched off and on; a new board knows nothing of the pages before. */
  reboot(hour: number, newBoard: boolean): void {
    this.bootedAtHour = hour
    if (!newBoard) return
    this.boards++
    this.mono = 0
    this.color = 0
  }

  #liveAnHour() {
    this.hour++
    const empty = this.supplies.some((supply) => supply.left === 0 && supply.profile.colorant === 'black')
    const busy = isWorkingHour(this.hour) && !empty
    const pages = busy ? Math.round(this.#pagesPerHour * 2 * this.#random.next()) : 0
    const color = Math.round(pages * this.#colorShare * 2 * this.#random.next())
    this.color += Math.min(pages, color)
    this.mono += pages - Math.min(pages, color)
    for (const supply of this.supplies) this.#use(supply, pages, Math.min(pages, color))
  }

  #use(supply: SupplyState, pages: number, color: number) {
    const isColor = supply.profile.colorant !== undefined && supply.profile.colorant !== 'black'
    const used = ((isColor ? color : pages) / supply.profile.pages) * (0.8 + 0.4 * this.#random.next())
    supply.left = Math.max(0, supply.left - used)
    if (supply.left > 0) return
    supply.emptyHours++
    if (supply.emptyHours < NOTICED_AFTER_HOURS) return
    supply.left = 1
    supply.swaps++
    supply.emptyHours = 0
    supply.serial = writeSerial('@@####@#####', this.#random)
  }
}

const WORKING_HOURS_A_MONTH = 210
const NOTICED_AFTER_HOURS = 4
const FIRST_HOUR_OF_DAY = 8

/** The hour of the day, and the day of the week from Monday = 0, of a simulated hour. */
export function timeOf(hour: number): { hourOfDay: number; weekday: number } {
  const hours = hour + FIRST_HOUR_OF_DAY
  return { hourOfDay: hours % 24, weekday: Math.floor(hours / 24) % 7 }
}

function isWorkingHour(hour: number): boolean {
  const { hourOfDay, weekday } = timeOf(hour)
  return weekday < 5 && hourOfDay >= 8 && hourOfDay < 18
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'

/** Writes a serial number of a pattern: `#` a digit, `@` a letter. */
export function writeSerial(pattern: string, random: Random): string {
  return pattern.replace(/[#@]/g, (sign) => (sign === '#' ? String(random.between(0, 9)) : random.pick([...LETTERS])))
}
