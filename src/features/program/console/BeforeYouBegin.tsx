import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Permission } from '../../accounts/roles.ts'
import { pathTo } from '../../paths.ts'
import { beforeYouBegin, type Settlement, type Standing } from '../before-you-begin.ts'

interface BeforeYouBeginProps {
  standing: Standing
  organization: { id: string; parentId: string | null }
  can: (permission: Permission) => boolean
  /** opens the window that settles a point, where the page has one; else the button goes to the page that does */
  onSettle?: Partial<Record<Settlement, () => void>>
  /** in a window: other pages open beside it, so that it and the selection stay */
  inWindow?: boolean
}

/** *Before you begin*: where the organization stands; each open point with the button that settles it, or whom to ask. */
export function BeforeYouBegin({ standing, organization, can, onSettle = {}, inWindow = false }: BeforeYouBeginProps) {
  return (
    <section aria-label="Before you begin">
      <SpaceBetween size="xs">
        <Box variant="h3" tagOverride={inWindow ? 'h3' : 'h2'}>
          Before you begin
        </Box>
        <SpaceBetween size="xs">
          {beforeYouBegin(standing).map(({ settlement, text, settled }) => (
            <SpaceBetween key={settlement} direction="horizontal" size="s" alignItems="center">
              <StatusIndicator type={settled ? 'success' : 'pending'} iconAriaLabel={settled ? 'Settled' : 'Open'}>
                {text}
              </StatusIndicator>
              {!settled && (
                <SettleButton
                  settlement={settlement}
                  organization={organization}
                  can={can}
                  onSettle={onSettle[settlement]}
                  inWindow={inWindow}
                />
              )}
            </SpaceBetween>
          ))}
        </SpaceBetween>
      </SpaceBetween>
    </section>
  )
}

const BUTTONS: Record<Settlement, { label: string; permission: Permission; ask: string }> = {
  'enroll-printers': { label: 'Set up a fleet agent', permission: 'manage the fleet', ask: 'a Fleet Management Administrator' },
  entitle: { label: 'Open Organization Entitlements', permission: 'entitle the organization', ask: 'a Partner Administrator' },
  'create-contact': { label: 'Create a contact', permission: 'manage the fleet', ask: 'a Fleet Management Administrator' },
  'assign-contact': { label: 'Assign supplies delivery contact', permission: 'manage the fleet', ask: 'a Fleet Management Administrator' },
}

interface SettleButtonProps extends Pick<BeforeYouBeginProps, 'organization' | 'can'> {
  settlement: Settlement
  onSettle: (() => void) | undefined
  inWindow: boolean
}

function SettleButton({ settlement, organization, can, onSettle, inWindow }: SettleButtonProps) {
  const { label, permission, ask } = BUTTONS[settlement]
  if (!can(permission)) return <Box color="text-body-secondary">{`Ask ${ask}.`}</Box>
  if (onSettle) return <Button onClick={onSettle}>{label}</Button>
  const beside = inWindow && ({ target: '_blank', iconName: 'external', iconAlign: 'right' } as const)
  return (
    <Button href={pageOf(settlement, organization)} {...beside}>
      {label}
    </Button>
  )
}

function pageOf(settlement: Settlement, { id, parentId }: BeforeYouBeginProps['organization']): string {
  if (settlement === 'entitle') return pathTo('entitlements', { organizationId: parentId ?? id, childId: id })
  return settlement === 'enroll-printers' ? pathTo('agents', { organizationId: id }) : pathTo('contacts', { organizationId: id })
}
