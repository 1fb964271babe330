import Button from '@cloudscape-design/components/button'
import { lazy, Suspense, useState } from 'react'
import type { ListPreferencesProps } from './ListPreferences.tsx'

// Choosing columns needs drag and drop, a tenth of the whole page: it is loaded when somebody wants to.
const ListPreferences = lazy(async () => ({ default: (await import('./ListPreferences.tsx')).ListPreferences }))

/** The gear of the printer list. */
export function Preferences(props: ListPreferencesProps) {
  const [wanted, setWanted] = useState(false)
  const gear = (loading: boolean) => (
    <Button variant="icon" iconName="settings" ariaLabel="Preferences" loading={loading} onClick={() => setWanted(true)} />
  )
  if (!wanted) return gear(false)
  return (
    <Suspense fallback={gear(true)}>
      <ListPreferences {...props} />
    </Suspense>
  )
}
