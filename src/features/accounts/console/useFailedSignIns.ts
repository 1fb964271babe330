import { useEffect } from 'react'
import { flash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { useSession } from './useSession.ts'

const SHOWN = 'mps.failed-sign-ins'

/** Shows a person once per session that somebody tried wrong passwords before they signed in. */
export function useFailedSignIns(): void {
  const { failedSignIns, expiresAt } = useSession()
  useEffect(() => {
    if (!failedSignIns || sessionStorage.getItem(SHOWN) === expiresAt) return
    sessionStorage.setItem(SHOWN, String(expiresAt))
    const { count, lastAt } = failedSignIns
    const tries = count === 1 ? 'There was 1 sign-in' : `There were ${count} sign-ins`
    flash({
      type: 'warning',
      header: `${tries} with a wrong password since you last signed in`,
      content: `The last one was at ${formatInstant(lastAt)}. If it was not you, change your password.`,
      link: { text: 'Profile', href: '/profile' },
    })
  }, [failedSignIns, expiresAt])
}
