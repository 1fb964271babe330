import Alert from '@cloudscape-design/components/alert'
import { type ReactNode, useState } from 'react'
import { ActModal } from '../../../../platform/console/ActModal.tsx'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import type { ContactImportPreview } from '../contact-imports.api.ts'
import { MapColumns } from './MapColumns.tsx'
import { PreviewRows } from './PreviewRows.tsx'
import { TableFormat } from './TableFormat.tsx'
import { usePreview } from './usePreview.ts'

interface MapTableProps {
  organizationId: string
  file: File
  /** how the file was read at first, with a mapping to begin with */
  first: ContactImportPreview
  onOpen: (importId: string) => void
  onClose: () => void
  /** what stands above the columns: the choice of the file, and why it is not in the format of the sample */
  children: ReactNode
}

/**
 * The window `Import Contacts` for a file in another format than the sample's: its columns are mapped, then what would become of its
 * rows is shown
 * before anything is written.
 */
export function MapTable({ organizationId, file, first, onOpen, onClose, children }: MapTableProps) {
  const [step, setStep] = useState<'columns' | 'preview'>('columns')
  const { shown, mapping, setMapping, preview, start } = usePreview({ organizationId, file, first, onOpen })
  if (step === 'preview') {
    const importable = shown.sound + shown.faulty
    const act = {
      label: 'Import Contacts',
      whyNot: importable === 0 ? 'The file has no contact that does not exist already.' : undefined,
      busy: start.isPending,
      onAct: () => start.mutate(shown),
    }
    return (
      <ActModal title="Import Contacts" size="max" act={act} onBack={() => setStep('columns')} onClose={onClose}>
        <PreviewRows organizationId={organizationId} shown={shown} />
        <ProblemNote error={start.error} />
      </ActModal>
    )
  }
  const unmapped = Object.keys(mapping.columns).length === 0 && mapping.fullName === undefined
  const act = {
    label: 'Preview',
    whyNot: unmapped ? 'Choose a column for at least one field first.' : undefined,
    busy: preview.isPending,
    onAct: () =>
      preview.mutate({ ...shown.format, mapping }, { onSuccess: ({ mappingFaults }) => mappingFaults.length === 0 && setStep('preview') }),
  }
  return (
    <ActModal title="Import Contacts" size="max" act={act} onClose={onClose}>
      {children}
      <TableFormat shown={shown} busy={preview.isPending} onChange={(format) => preview.mutate({ ...shown.format, ...format })} />
      <MapColumns headings={shown.headings} samples={shown.samples} mapping={mapping} onChange={setMapping} />
      {shown.mappingFaults.map((fault) => (
        <Alert key={fault.field} type="error" statusIconAriaLabel="Error">
          {fault.message}
        </Alert>
      ))}
      <ProblemNote error={preview.error} />
    </ActModal>
  )
}
