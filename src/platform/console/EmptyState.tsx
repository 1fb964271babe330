import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

/** What a list shows when it holds nothing: that, and the next step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Box textAlign="center" color="inherit" margin={{ vertical: 'xs' }}>
      <SpaceBetween size="m" alignItems="center">
        <div>
          <b>{title}</b>
          {children && (
            <Box color="inherit" padding={{ top: 'xxs' }}>
              {children}
            </Box>
          )}
        </div>
        {action}
      </SpaceBetween>
    </Box>
  )
}
