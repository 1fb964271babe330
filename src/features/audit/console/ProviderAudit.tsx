import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useSession } from '../../accounts/console/useSession.ts'
import { PAGES } from '../../paths.ts'
import { AuditTrail } from './AuditTrail.tsx'

/** The audit trail of the provider, over the whole width of the page. */
export function ProviderAudit() {
  const { organization } = useSession()
  return (
    <PageFrame title="Audit trail" breadcrumbs={[{ text: 'Operations', href: PAGES.pendingRequests }]} header={false}>
      <AuditTrail organizationId={organization.id} heading="h1" />
    </PageFrame>
  )
}
