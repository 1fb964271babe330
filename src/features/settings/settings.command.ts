import { type Db, inScope } from '../../platform/db/database.ts'
import type { Scope } from '../../platform/scope.ts'
import { recordAct } from '../audit/record-act.command.ts'
import { Problem } from '../problems.ts'
import type { ProviderSettings, SettingsForm } from './settings.api.ts'
import { findSettings } from './settings.queries.ts'
import { updateSettings } from './settings.store.ts'

/**
 * Changes what the provider sets for the whole installation.
 * @rule settings/settings-are-the-providers  The provider's Organization Administrator sets names, addresses, times and limits; when two people edit, the second is warned.
 */
export function changeSettings(db: Db, scope: Scope, version: number, form: SettingsForm): Promise<ProviderSettings> {
  return inScope(db, scope, async (tx) => {
    const before = await findSettings(tx)
    if (!(await updateSettings(tx, version, form)))
      throw new Problem('edited-by-another', undefined, { current: { ...(await findSettings(tx)) } })
    await recordAct(tx, scope, { act: 'Change settings', subject: form.providerName, before: { ...before }, after: { ...form } })
    return findSettings(tx)
  })
}
