import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { formatCount } from '../../../platform/console/format.ts'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import { query } from '../../client.ts'
import { figureHref, PORTAL_HREFS, PORTAL_PURPOSES, PORTALS, type Portal } from '../portals.ts'

/** How often the figures are asked for again, in milliseconds. */
const LIVE = 10_000

/** One card per portal that the person may open, with live figures. */
export function Dashboard() {
  const { person, portals } = useSession()
  const dashboard = useQuery(query.organizations.dashboard.queryOptions({ input: {}, refetchInterval: LIVE }))
  return (
    <PageFrame title="Dashboard" description={`Welcome, ${person.name}.`}>
      {dashboard.error && <ProblemNote error={dashboard.error} retry={() => void dashboard.refetch()} />}
      {portals.length === 0 ? (
        <Container>
          <EmptyState title="You do not have access to a portal yet">
            You have no roles. Ask an Organization Administrator of your organization for the roles that you need.
          </EmptyState>
        </Container>
      ) : (
        <Grid gridDefinition={portals.map(() => ({ colspan: { default: 12, s: 6, l: 4 } }))}>
          {portals.map((portal) => (
            <PortalCard key={portal} portal={portal} figures={dashboard.data?.cards.find((card) => card.portal === portal)?.figures} />
          ))}
        </Grid>
      )}
    </PageFrame>
  )
}

function PortalCard({ portal, figures }: { portal: Portal; figures: { label: string; value: number }[] | undefined }) {
  const { organization } = useSession()
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" description={PORTAL_PURPOSES[portal]}>
          <Link href={PORTAL_HREFS[portal]} fontSize="heading-m">
            {PORTALS[portal]}
          </Link>
        </Header>
      }
      footer={
        <Button href={PORTAL_HREFS[portal]} ariaLabel={`Open ${PORTALS[portal]}`}>
          Open
        </Button>
      }
    >
      {figures ? (
        <KeyValuePairs
          columns={2}
          items={figures.map(({ label, value }) => ({
            label,
            value: (
              <Box fontSize="heading-xl" fontWeight="bold">
                <Figure label={label} value={value} href={figureHref(portal, label, organization)} />
              </Box>
            ),
          }))}
        />
      ) : (
        <Box color="text-status-inactive">Loading figures</Box>
      )}
    </Container>
  )
}

/** A figure opens to what it counts, where one page shows that. */
function Figure({ label, value, href }: { label: string; value: number; href: string | undefined }) {
  if (href === undefined || value === 0) return formatCount(value)
  return (
    <Link href={href} fontSize="heading-xl" ariaLabel={`${label}: ${formatCount(value)}`}>
      {formatCount(value)}
    </Link>
  )
}
