import type { ProviderSettings, SettingsForm } from '../../accounts/accounts.api.ts'

/** The settings of the provider as a person types them: times in minutes and hours. */
export const SETTINGS_FIELDS = {
  providerName: 'Provider name',
  technicalSupport: 'Technical Support',
  customerOperations: 'Customer Operations representative',
  agentSilentMinutes: 'Agent noncommunicating after',
  printerUnreadHours: 'Printer noncommunicating after',
  contactImportLimit: 'Contacts in an import file',
  taskRetentionDays: 'Outcomes of tasks',
  readingRetentionDays: 'Readings as reported',
  hourRetentionDays: 'Readings by hour',
  dayRetentionDays: 'Readings by day',
} as const
export type SettingsField = keyof typeof SETTINGS_FIELDS
const FIELD_NAMES = Object.keys(SETTINGS_FIELDS) as SettingsField[]

export type SettingsDraft = Record<SettingsField, string>
export type SettingsFaults = Partial<Record<SettingsField, string>>

const MINUTE = 60
const HOUR = 3600
const number = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2, useGrouping: false })

/** What the form shows of the settings as they stand. */
export function settingsDraft(settings: SettingsForm): SettingsDraft {
  const { providerName, technicalSupport, customerOperations } = settings
  return {
    providerName,
    technicalSupport,
    customerOperations,
    agentSilentMinutes: number(settings.agentSilentSeconds / MINUTE),
    printerUnreadHours: number(settings.printerUnreadSeconds / HOUR),
    contactImportLimit: number(settings.contactImportLimit),
    taskRetentionDays: number(settings.taskRetentionDays),
    readingRetentionDays: number(settings.readingRetentionDays),
    hourRetentionDays: number(settings.hourRetentionDays),
    dayRetentionDays: number(settings.dayRetentionDays),
  }
}

/** What was typed, as settings to send, or the fault of each field. A time that was not touched stays to the second. */
export function readSettingsDraft(
  draft: SettingsDraft,
  based: SettingsForm,
): { settings: SettingsForm; faults?: undefined } | { settings?: undefined; faults: SettingsFaults } {
  const before = settingsDraft(based)
  const agentSilent =
    draft.agentSilentMinutes === before.agentSilentMinutes ? based.agentSilentSeconds : seconds(draft.agentSilentMinutes, MINUTE)
  const printerUnread =
    draft.printerUnreadHours === before.printerUnreadHours ? based.printerUnreadSeconds : seconds(draft.printerUnreadHours, HOUR)
  const settings = {
    providerName: draft.providerName.trim(),
    technicalSupport: draft.technicalSupport.trim(),
    customerOperations: draft.customerOperations.trim(),
    agentSilentSeconds: agentSilent,
    printerUnreadSeconds: printerUnread,
    contactImportLimit: wholeNumber(draft.contactImportLimit),
    taskRetentionDays: wholeNumber(draft.taskRetentionDays),
    readingRetentionDays: wholeNumber(draft.readingRetentionDays),
    hourRetentionDays: wholeNumber(draft.hourRetentionDays),
    dayRetentionDays: wholeNumber(draft.dayRetentionDays),
  }
  const faults: Record<SettingsField, string | false> = {
    providerName: settings.providerName === '' && 'State the name of the provider.',
    technicalSupport: settings.technicalSupport === '' && 'State how to reach Technical Support.',
    customerOperations: settings.customerOperations === '' && 'State how to reach Customer Operations.',
    agentSilentMinutes: !isWithin(agentSilent, 10, 86_400) && 'Type a number of minutes up to 1440, such as 15.',
    printerUnreadHours: !isWithin(printerUnread, 10, 30 * 86_400) && 'Type a number of hours up to 720, such as 24.',
    contactImportLimit: outside(settings.contactImportLimit, 1, 20_000, 300),
    taskRetentionDays: outside(settings.taskRetentionDays, 1, 3650, 365),
    readingRetentionDays: outside(settings.readingRetentionDays, 2, 3650, 8),
    hourRetentionDays: outside(settings.hourRetentionDays, 2, 3650, 62),
    dayRetentionDays: outside(settings.dayRetentionDays, 2, 36_500, 1100),
  }
  const found = FIELD_NAMES.filter((field) => faults[field] !== false)
  if (found.length === 0) return { settings }
  return { faults: Object.fromEntries(found.map((field) => [field, faults[field]])) }
}

/** Where two editors' versions of the settings differ. */
export function settingsDifferences(mine: SettingsDraft, theirs: ProviderSettings) {
  const saved = settingsDraft(theirs)
  return FIELD_NAMES.filter((field) => mine[field] !== saved[field]).map((field) => ({
    field,
    label: SETTINGS_FIELDS[field],
    mine: mine[field],
    theirs: saved[field],
  }))
}

const isWithin = (value: number, least: number, most: number) => value >= least && value <= most
const outside = (value: number, least: number, most: number, example: number) =>
  !isWithin(value, least, most) && `Type a whole number from ${least} to ${most}, such as ${example}.`

/** Seconds of a number of minutes or hours; not a number where none was typed. */
function seconds(text: string, unit: number): number {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * unit) : Number.NaN
}

function wholeNumber(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
}
