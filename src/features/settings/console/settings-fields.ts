import type { ProviderSettings, SettingsForm } from '../settings.api.ts'
import { SETTING_NAMES, SETTINGS, type SettingName } from '../settings.ts'

/** The settings as a person types them: each number in the unit of its field, such as minutes for a stored number of seconds. */
export type SettingsDraft = Record<SettingName, string>
export type SettingsFaults = Partial<SettingsDraft>

const shown = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 2, useGrouping: false })

/** What the form shows of the settings. */
export function settingsDraft(settings: SettingsForm): SettingsDraft {
  const fields = SETTING_NAMES.map((name) => {
    const setting = SETTINGS[name]
    return [name, setting.kind === 'text' ? settings[name] : shown((settings[name] as number) / setting.per)]
  })
  return Object.fromEntries(fields) as SettingsDraft
}

/** What was typed, as settings to send, or the fault of each field. A number that was not touched keeps its stored value, though it is shown rounded. */
export function readSettingsDraft(
  draft: SettingsDraft,
  based: SettingsForm,
): { settings: SettingsForm; faults?: undefined } | { settings?: undefined; faults: SettingsFaults } {
  const before = settingsDraft(based)
  const values: Partial<Record<SettingName, string | number>> = {}
  const faults: SettingsFaults = {}
  for (const name of SETTING_NAMES) {
    const { value, fault } = draft[name] === before[name] ? { value: based[name] } : readField(name, draft[name].trim())
    if (fault === undefined) values[name] = value
    else faults[name] = fault
  }
  return Object.keys(faults).length > 0 ? { faults } : { settings: values as SettingsForm }
}

function readField(name: SettingName, typed: string): { value?: string | number; fault?: string } {
  const setting = SETTINGS[name]
  if (setting.kind === 'text') {
    if (typed === '') return { fault: setting.missing }
    return typed.length > setting.maxLength ? { fault: `Use at most ${setting.maxLength} characters.` } : { value: typed }
  }
  const { unit, per, min, max, example } = setting
  const isNumber = per === 1 ? /^\d{1,9}$/.test(typed) : /^\d{1,9}([.,]\d{1,9})?$/.test(typed)
  const value = isNumber ? Math.round(Number(typed.replace(',', '.')) * per) : Number.NaN
  if (value >= min && value <= max) return { value }
  if (per === 1) return { fault: `Type a whole number from ${min} to ${max}, such as ${example}.` }
  return { fault: `Type a number of ${unit}, such as ${example}: at least ${shown(min / per)}, at most ${shown(max / per)}.` }
}

/** Where two editors' versions of the settings differ. */
export function settingsDifferences(mine: SettingsDraft, theirs: ProviderSettings) {
  const saved = settingsDraft(theirs)
  return SETTING_NAMES.filter((field) => mine[field] !== saved[field]).map((field) => ({
    field,
    label: SETTINGS[field].label,
    mine: mine[field],
    theirs: saved[field],
  }))
}
