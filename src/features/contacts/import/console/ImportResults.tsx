import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { formatCount, formatInstant } from '../../../../platform/console/format.ts'
import { pathTo } from '../../../paths.ts'
import { TASK_LABELS } from '../../../task-kinds.ts'
import { IMPORT_OUTCOMES } from '../../contact-columns.ts'
import type { ContactImport } from '../contact-imports.api.ts'
import { ImportActs } from './ImportActs.tsx'
import { ExistingRows, ImportedRows, NotImportedRows } from './ImportRows.tsx'
import { importSummary } from './import-words.ts'
import { type Correction, RejectedRows } from './RejectedRows.tsx'

interface ImportResultsProps {
  organizationId: string
  /** ended; or running again with rows that were corrected */
  shown: ContactImport
  /** undefined where the reader may not */
  correction: Correction | undefined
  onClose: () => void
  children?: ReactNode
}

/** The window `Import Contacts Results`: four groups, each with its count, opened to its details. */
export function ImportResults({ organizationId, shown, correction, onClose, children }: ImportResultsProps) {
  const [wide, setWide] = useState(false)
  const parts = { organizationId, importId: shown.id }
  return (
    <ActModal title="Import Contacts Results" size={wide ? 'max' : 'large'} onClose={onClose}>
      {children}
      <Summary organizationId={organizationId} shown={shown} />
      {correction && <ImportActs organizationId={organizationId} shown={shown} />}
      <div>
        <Group title={IMPORT_OUTCOMES.imported} count={shown.imported}>
          <ImportedRows {...parts} />
        </Group>
        <Group title={IMPORT_OUTCOMES.existing} count={shown.existing}>
          <ExistingRows {...parts} />
        </Group>
        <Group title={IMPORT_OUTCOMES['not-imported']} count={shown.notImported}>
          <NotImportedRows ranges={shown.notImportedRanges} />
        </Group>
        <Group title={IMPORT_OUTCOMES.rejected} count={shown.rejected} opened={shown.rejected > 0}>
          <RejectedRows
            {...parts}
            rejected={shown.rejected}
            running={shown.status === 'running'}
            correction={correction}
            onWide={setWide}
          />
        </Group>
      </div>
    </ActModal>
  )
}

/** Where the button that was pressed is gone with the last rejected row, whoever works by keyboard goes on at what it came to. */
function useKeptFocus(running: boolean) {
  const summary = useRef<HTMLSpanElement>(null)
  const ran = useRef(false)
  useEffect(() => {
    if (ran.current && !running && document.activeElement === document.body) summary.current?.focus()
    ran.current = running
  }, [running])
  return summary
}

function Summary({ organizationId, shown }: { organizationId: string; shown: ContactImport }) {
  const running = shown.status === 'running'
  const summary = useKeptFocus(running)
  return (
    <SpaceBetween size="xs">
      {shown.status === 'canceled' && (
        <Alert type="warning" statusIconAriaLabel="Warning">
          The import was canceled. Contacts that were added before are kept.
        </Alert>
      )}
      <Box variant="p">
        <b style={{ overflowWrap: 'anywhere' }}>{shown.fileName}</b>
        {`, ${formatInstant(shown.startedAt)}, ${shown.startedBy}: `}
        <span role="status" ref={summary} tabIndex={-1}>
          {running ? 'Importing.' : `${importSummary(shown)}.`}
        </span>
      </Box>
      {shown.taskId && (
        <span>
          {'Printers got their contact by the task '}
          <Link href={pathTo('task', { organizationId, taskId: shown.taskId })}>{`${TASK_LABELS['assign-contact']} ${shown.taskId}`}</Link>
        </span>
      )}
    </SpaceBetween>
  )
}

interface GroupProps {
  title: string
  count: number
  opened?: boolean
  children: ReactNode
}

/** Its details are asked for when it is opened, and not before. */
function Group({ title, count, opened = false, children }: GroupProps) {
  const [expanded, setExpanded] = useState(opened)
  return (
    <ExpandableSection
      headingTagOverride="h3"
      headerText={`${title} (${formatCount(count)})`}
      expanded={expanded}
      onChange={({ detail }) => setExpanded(detail.expanded)}
    >
      {expanded && (count === 0 ? 'None.' : children)}
    </ExpandableSection>
  )
}
