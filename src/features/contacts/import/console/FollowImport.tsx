import Alert from '@cloudscape-design/components/alert'
import Spinner from '@cloudscape-design/components/spinner'
import { useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { isProblem } from '../../../../platform/console/problem.ts'
import type { ContactImport } from '../contact-imports.api.ts'
import { NO_CORRECTIONS, release } from './corrections.ts'
import { ImportProgress } from './ImportProgress.tsx'
import { ImportResults } from './ImportResults.tsx'
import { useImport, useImportActs } from './useImport.ts'

interface FollowImportProps {
  organizationId: string
  importId: string
  mayChange: boolean
  onClose: () => void
}

/** Whether the import was seen to have ended: rows of it that are imported again do not take its results away. */
function useHasEnded(found: ContactImport | undefined): boolean {
  const [hasEnded, setHasEnded] = useState(false)
  if (found && found.status !== 'running' && !hasEnded) setHasEnded(true)
  return hasEnded
}

/** An import: how far it is while it runs, its results when it has ended. What was corrected stays while corrected rows are imported. */
export function FollowImport({ organizationId, importId, mayChange, onClose }: FollowImportProps) {
  const found = useImport(organizationId, importId)
  const [corrections, setCorrections] = useState(NO_CORRECTIONS)
  const hasEnded = useHasEnded(found.data)
  const { cancel, correct } = useImportActs(organizationId, importId, (rows) => setCorrections((now) => release(now, rows)))
  if (!found.data) {
    const gone = isProblem(found.error, 'not-found')
    return (
      <ActModal title="Import Contacts" onClose={onClose}>
        {found.error ? (
          <ProblemNote error={found.error} {...(gone ? {} : { retry: () => void found.refetch() })} />
        ) : (
          <Spinner size="large" />
        )}
      </ActModal>
    )
  }
  if (found.data.status === 'running' && !hasEnded) {
    return (
      <ImportProgress
        organizationId={organizationId}
        running={found.data}
        lost={found.isRefetchError || found.failureCount > 0}
        cancel={mayChange ? cancel : undefined}
        onClose={onClose}
      />
    )
  }
  return (
    <ImportResults
      organizationId={organizationId}
      shown={found.data}
      correction={mayChange ? { corrections, setCorrections, correct } : undefined}
      onClose={onClose}
    >
      {cancel.error && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          The import had ended before it could be canceled.
        </Alert>
      )}
    </ImportResults>
  )
}
