import TopNavigation from '@cloudscape-design/components/top-navigation'
import { useQueryClient } from '@tanstack/react-query'
import { signOut } from '../features/accounts/console/sign-in.ts'
import { useSession } from '../features/accounts/console/useSession.ts'
import { PORTAL_HREFS, PORTALS } from '../features/organizations/portals.ts'
import { PAGES } from '../features/paths.ts'
import { flash } from '../platform/console/flash.ts'
import { useFollow } from '../platform/console/useFollow.ts'

const LAUNCHER_ICON = (
  <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <g fill="currentColor" stroke="none">
      {[1, 6.5, 12].flatMap((y) => [1, 6.5, 12].map((x) => <rect key={`${x} ${y}`} x={x} y={y} width="3" height="3" rx="0.5" />))}
    </g>
  </svg>
)

/** The bar on top of every page: the name of the product, the account menu and, in the corner, the launcher of the portals. */
export function TopBar() {
  const { person, organization, portals } = useSession()
  const queryClient = useQueryClient()
  const follow = useFollow()
  const leave = async () => {
    try {
      await signOut()
    } catch {
      flash({ type: 'error', content: 'Could not sign out. Try again.' })
      return
    }
    queryClient.clear()
    location.assign(PAGES.signIn)
  }
  return (
    <TopNavigation
      identity={{ href: PAGES.dashboard, title: 'MPS Express' }}
      utilities={[
        {
          type: 'menu-dropdown',
          text: person.name,
          title: person.email,
          description: organization.name,
          iconName: 'user-profile',
          ariaLabel: `Account of ${person.name}`,
          items: [
            { id: 'profile', text: 'Profile', href: PAGES.profile },
            { id: 'sign-out', text: 'Sign out' },
          ],
          onItemFollow: follow,
          onItemClick: ({ detail }) => {
            if (detail.id === 'sign-out') void leave()
          },
        },
        {
          type: 'menu-dropdown',
          ariaLabel: 'Portals',
          title: 'Portals',
          iconSvg: LAUNCHER_ICON,
          disableUtilityCollapse: true,
          onItemFollow: follow,
          items: portals.map((portal) => ({ id: portal, text: PORTALS[portal], href: PORTAL_HREFS[portal] })),
        },
      ]}
    />
  )
}
