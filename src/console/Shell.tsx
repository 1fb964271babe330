import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar'
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import SideNavigation from '@cloudscape-design/components/side-navigation'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useFailedSignIns } from '../features/accounts/console/useFailedSignIns.ts'
import { useSession } from '../features/accounts/console/useSession.ts'
import { PORTAL_HREFS, PORTALS } from '../features/organizations/portals.ts'
import { dismissFlash, dismissRead } from '../platform/console/flash.ts'
import { useFrame } from '../platform/console/frame.ts'
import { useFollow } from '../platform/console/useFollow.ts'
import { Messages } from './Messages.tsx'
import { activeHref, portalOf, sideNavigation } from './navigation.ts'
import { TopBar } from './TopBar.tsx'

const LABELS = {
  navigation: 'Side navigation',
  navigationToggle: 'Open side navigation',
  navigationClose: 'Close side navigation',
  notifications: 'Messages',
}

// The layout reckons with a bar that stays at the top when the page is scrolled.
const TOP = { position: 'sticky', insetBlockStart: 0, zIndex: 1002 } as const

// An act may lead to another page by itself: its messages are not read yet.
const READING_MILLISECONDS = 3000

/** What surrounds every page of a signed-in person; a portal that is not open to the person is not found. */
export function Shell({ children, notFound }: { children: ReactNode; notFound: ReactNode }) {
  const { pathname } = useLocation()
  const [navigationOpen, setNavigationOpen] = useState(true)
  const { breadcrumbs, table } = useFrame()
  const { portals } = useSession()
  const asked = portalOf(pathname)
  const portal = asked && portals.includes(asked) ? asked : undefined
  const follow = useFollow()
  useEffect(() => {
    // A message belongs to where it was shown: it goes when the person leaves the portal.
    if (portal === undefined) dismissFlash()
  }, [portal])
  useEffect(() => {
    if (pathname) dismissRead(Date.now() - READING_MILLISECONDS)
  }, [pathname])
  // Also when the session has ended.
  useEffect(() => () => dismissFlash(), [])
  useFailedSignIns()
  return (
    <>
      <div id="top-bar" style={TOP}>
        <TopBar />
      </div>
      <AppLayoutToolbar
        headerSelector="#top-bar"
        ariaLabels={LABELS}
        contentType={table ? 'table' : 'default'}
        toolsHide
        navigationHide={portal === undefined}
        navigationOpen={navigationOpen}
        navigationWidth={250}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        navigation={
          portal && (
            <SideNavigation
              header={{ text: PORTALS[portal], href: PORTAL_HREFS[portal] }}
              items={sideNavigation(pathname)}
              activeHref={activeHref(pathname)}
            />
          )
        }
        breadcrumbs={portal && breadcrumbs.length > 1 && <BreadcrumbGroup items={breadcrumbs} onFollow={follow} ariaLabel="Breadcrumbs" />}
        notifications={<Messages />}
        stickyNotifications
        content={portal === asked ? children : notFound}
      />
    </>
  )
}
