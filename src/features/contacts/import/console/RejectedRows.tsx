import Button from '@cloudscape-design/components/button'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import type { UseMutationResult } from '@tanstack/react-query'
import { type Dispatch, type SetStateAction, useState } from 'react'
import { formatCount } from '../../../../platform/console/format.ts'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { ReasonedButton } from '../../../../platform/console/ReasonedButton.tsx'
import { formatNoun } from '../../../../platform/numbers.ts'
import { IMPORT_OUTCOMES } from '../../contact-columns.ts'
import type { ContactImportRow } from '../contact-imports.api.ts'
import { CorrectionGrid } from './CorrectionGrid.tsx'
import { type Corrections, correctedRows } from './corrections.ts'
import { useRowPages } from './useRowPages.tsx'

const ROWS = 10

/** The most rows that one correction takes. */
const MOST = 1000

/** Corrections in the window: what was typed so far, and how it is sent. */
export interface Correction {
  corrections: Corrections
  setCorrections: Dispatch<SetStateAction<Corrections>>
  correct: UseMutationResult<unknown, unknown, { row: number; values: string[] }[]>
}

interface RejectedRowsProps {
  organizationId: string
  importId: string
  rejected: number
  /** corrected rows are being imported */
  running: boolean
  correction: Correction | undefined
  /** the grid takes the whole width */
  onWide: (wide: boolean) => void
}

/** `Contacts with missing or invalid information`: every fault of every row; corrected here, or as a file. */
export function RejectedRows({ organizationId, importId, rejected, running, correction, onWide }: RejectedRowsProps) {
  const [view, setView] = useState('faults')
  const { rows, loading, error, retry, pages } = useRowPages(organizationId, importId, 'rejected', ROWS)
  const correcting = view === 'grid' ? correction : undefined
  const show = (id: string) => {
    setView(id)
    onWide(id === 'grid')
  }
  return (
    <SpaceBetween size="s">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
        {correction && (
          <SegmentedControl
            label="How the rows are shown"
            selectedId={view}
            options={[
              { id: 'faults', text: 'List of faults' },
              { id: 'grid', text: 'Correct here' },
            ]}
            onChange={({ detail }) => show(detail.selectedId)}
          />
        )}
        <Button iconName="download" href={`/api/v1/organizations/${organizationId}/contact-imports/${importId}/rejected-rows`} download>
          Download rejected rows
        </Button>
        {correcting && <ImportCorrected {...correcting} rejected={rejected} running={running} />}
        <div style={{ marginInlineStart: 'auto' }}>{pages}</div>
      </div>
      <ProblemNote error={error} retry={retry} />
      <ProblemNote error={correcting?.correct.error} />
      {correcting ? (
        <CorrectionGrid rows={rows} corrections={correcting.corrections} onCorrect={correcting.setCorrections} />
      ) : (
        <Faults rows={rows} loading={loading} />
      )}
    </SpaceBetween>
  )
}

/** Every fault of every row, not only the first. */
function Faults({ rows, loading }: { rows: ContactImportRow[]; loading: boolean }) {
  const faults = rows.flatMap((row) => row.faults.map((fault, i) => ({ id: `${row.row} ${i}`, row: row.row, ...fault })))
  return (
    <Table
      variant="embedded"
      wrapLines
      contentDensity="compact"
      items={faults}
      trackBy="id"
      loading={loading}
      loadingText="Loading rows"
      ariaLabels={{ tableLabel: IMPORT_OUTCOMES.rejected }}
      columnDefinitions={[
        { id: 'row', header: 'Row', isRowHeader: true, width: 90, cell: ({ row }) => formatCount(row) },
        { id: 'column', header: 'Column', width: 170, cell: ({ column }) => column },
        { id: 'reason', header: 'Reason', cell: ({ message }) => message },
      ]}
      empty="None."
    />
  )
}

/** Sends every row that has no fault left, also those of other pages. */
function ImportCorrected({ rejected, running, corrections, correct }: Correction & { rejected: number; running: boolean }) {
  const corrected = correctedRows(corrections).slice(0, MOST)
  return (
    <>
      <ReasonedButton
        variant="primary"
        loading={correct.isPending || running}
        whyNot={corrected.length === 0 ? 'Correct at least one row first.' : undefined}
        onClick={() => correct.mutate(corrected)}
      >
        Import corrected rows
      </ReasonedButton>
      <span aria-live="polite">{`${formatCount(corrected.length)} of ${formatNoun(rejected, 'row')} corrected`}</span>
    </>
  )
}
