/**
 * What the provider sets for the whole installation: each setting once, with the column that keeps it, its words and its bounds. The page, the API and the
 * queries follow from this table; the database checks the same bounds again.
 */

interface TextSetting {
  kind: 'text'
  column: string
  section: string
  label: string
  description: string
  /** what an empty field asks for */
  missing: string
  maxLength: number
}

interface NumberSetting {
  kind: 'number'
  column: string
  section: string
  label: string
  description: string
  /** in which a person types it */
  unit: string
  /** how many of the stored unit are one of the typed unit, such as 60 for seconds typed in minutes */
  per: number
  /** in the stored unit */
  min: number
  max: number
  /** in the typed unit */
  example: number
}

type Rest<S> = Omit<S, 'kind' | 'column' | 'section' | 'label'>
const text = (column: string, section: string, label: string, rest: Rest<TextSetting>) =>
  ({ kind: 'text', column, section, label, ...rest }) satisfies TextSetting
const number = (column: string, section: string, label: string, rest: Rest<NumberSetting>) =>
  ({ kind: 'number', column, section, label, ...rest }) satisfies NumberSetting

const DAY_SECONDS = 86_400

export const SETTINGS = {
  providerName: text('provider_name', 'Provider', 'Provider name', {
    description: 'The first word of the column "Managed" in printer lists.',
    missing: 'State the name of the provider.',
    maxLength: 128,
  }),
  technicalSupport: text('technical_support', 'Provider', 'Technical Support', {
    description: 'Name and address, such as a telephone number or e-mail address. Shown where a printer needs help.',
    missing: 'State how to reach Technical Support.',
    maxLength: 500,
  }),
  customerOperations: text('customer_operations', 'Provider', 'Customer Operations representative', {
    description: 'Name and address. Shown where only the provider can change something, such as an entitlement.',
    missing: 'State how to reach Customer Operations.',
    maxLength: 500,
  }),
  agentSilentSeconds: number('agent_silent_seconds', 'Communication', 'Agent noncommunicating after', {
    description: 'An agent that is not heard from for this long is Noncommunicating.',
    unit: 'minutes',
    per: 60,
    min: 10,
    max: DAY_SECONDS,
    example: 15,
  }),
  printerUnreadSeconds: number('printer_unread_seconds', 'Communication', 'Printer noncommunicating after', {
    description: 'A printer that is not read for this long is Noncommunicating.',
    unit: 'hours',
    per: 3600,
    min: 10,
    max: 30 * DAY_SECONDS,
    example: 24,
  }),
  contactImportLimit: number('contact_import_limit', 'Import', 'Contacts in an import file', {
    description: 'A file with more contacts is refused.',
    unit: 'contacts',
    per: 1,
    min: 1,
    max: 20_000,
    example: 300,
  }),
  newPrintersPerDay: number('new_printers_per_day', 'Agents', 'New printers per agent and day', {
    description: 'What an agent finds beyond this is registered on a later day.',
    unit: 'printers',
    per: 1,
    min: 1,
    max: 1_000_000,
    example: 2000,
  }),
  taskRetentionDays: number('task_retention_days', 'Kept for', 'Outcomes of tasks', {
    description: 'The outcome of each printer of a task that has ended, and the rows of imports. Tasks and the audit trail stay.',
    unit: 'days',
    per: 1,
    min: 1,
    max: 3650,
    example: 365,
  }),
  readingRetentionDays: number('reading_retention_days', 'Kept for', 'Readings as received', {
    description: 'Page counts and supply levels, each time they changed.',
    unit: 'days',
    per: 1,
    min: 2,
    max: 3650,
    example: 8,
  }),
  hourRetentionDays: number('hour_retention_days', 'Kept for', 'Readings by hour', {
    description: 'The last page counts and supply levels of each hour.',
    unit: 'days',
    per: 1,
    min: 2,
    max: 3650,
    example: 62,
  }),
  dayRetentionDays: number('day_retention_days', 'Kept for', 'Readings by day', {
    description: 'The last page counts and supply levels of each day.',
    unit: 'days',
    per: 1,
    min: 2,
    max: 36_500,
    example: 1100,
  }),
} as const satisfies Record<string, TextSetting | NumberSetting>

export type Setting = TextSetting | NumberSetting
export type SettingName = keyof typeof SETTINGS
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

/** What stands above the settings of a section on the page. */
export const SECTION_DESCRIPTIONS: Record<string, string> = { 'Kept for': 'Older data is removed permanently.' }

/** Settings as they are stored: texts, and whole numbers in the stored unit. */
export type Settings = { [Name in SettingName]: (typeof SETTINGS)[Name]['kind'] extends 'text' ? string : number }
