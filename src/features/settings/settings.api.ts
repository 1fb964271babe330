import { z } from 'zod'
import { inOrganization, int32, operation } from '../contract.ts'
import { refusals } from '../problems.ts'
import { SETTING_NAMES, SETTINGS, type Setting, type Settings } from './settings.ts'

function schemaOf(setting: Setting) {
  const about = `${setting.label}. ${setting.description}`
  if (setting.kind === 'number') return z.number().int().min(setting.min).max(setting.max).describe(about)
  return z.string().trim().min(1, setting.missing).max(setting.maxLength).describe(about)
}

const shape = Object.fromEntries(SETTING_NAMES.map((name) => [name, schemaOf(SETTINGS[name])])) as {
  [Name in keyof Settings]: Settings[Name] extends string ? z.ZodString : z.ZodNumber
}

/** What the provider sets for the whole installation. */
export const SettingsForm = z.object(shape)
const ProviderSettings = SettingsForm.extend({ version: int32.describe('send it back with an edit') })
export type SettingsForm = z.infer<typeof SettingsForm>
export type ProviderSettings = z.infer<typeof ProviderSettings>

export const settingsContract = {
  get: operation('change the settings')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/settings',
      summary: 'What the provider sets for the whole installation',
      tags: ['Settings'],
    })
    .input(z.object(inOrganization))
    .output(ProviderSettings),
  update: operation('change the settings')
    .route({
      method: 'PUT',
      path: '/organizations/{organizationId}/settings',
      summary: 'Change the settings of the installation (provider)',
      tags: ['Settings'],
    })
    .errors(refusals('edited-by-another'))
    .input(z.object({ ...inOrganization, version: int32, settings: SettingsForm }))
    .output(ProviderSettings),
}
