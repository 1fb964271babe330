import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { formatNoun, plural } from '../../../platform/numbers.ts'
import { CRITERIA_COLUMNS, type CriteriaImport, type ImportedCriteria, readCriteria, sampleCriteria, textOf } from '../criteria-import.ts'
import type { SnmpProfile } from '../snmp-profiles/snmp-profiles.api.ts'

interface ImportCriteriaProps {
  profiles: SnmpProfile[]
  present: { include: { entry: string }[]; exclude: string[] }
  onClose: () => void
  onImported: (criteria: ImportedCriteria) => void
}

/** Reads discovery criteria from a file into the form of the agent: all of them, or none and why. */
export function ImportCriteria({ profiles, present, onClose, onImported }: ImportCriteriaProps) {
  const [file, setFile] = useState<File>()
  const [read, setRead] = useState<CriteriaImport>()
  const choose = async (chosen: File | undefined) => {
    setFile(chosen)
    setRead(undefined)
    if (chosen) setRead(await readFile(chosen, profiles, present))
  }
  const added = read && 'include' in read ? read : undefined
  const count = added ? added.include.length + added.exclude.length : 0
  const whyNot = !read ? 'Choose a file first.' : added ? (count === 0 ? 'The file adds nothing.' : undefined) : 'Correct the file first.'
  return (
    <ActModal
      title="Import criteria"
      size="large"
      act={{
        label: count > 0 ? `Add ${formatNoun(count, 'entry', 'entries')}` : 'Add entries',
        whyNot,
        onAct: () => {
          if (added) onImported(added)
          onClose()
        },
      }}
      onClose={onClose}
    >
      <Box>
        {'A CSV or TXT file with the columns '}
        <Box variant="code">{CRITERIA_COLUMNS.join(',')}</Box>
        {'. If a line is wrong, nothing is added. The entries are saved when you save the agent. '}
        <Link href={`data:text/csv;charset=utf-8,${encodeURIComponent(sampleCriteria(profiles[0]?.name))}`} {...DOWNLOAD}>
          Download the sample file
        </Link>
      </Box>
      <FormField label="File">
        <FileUpload
          value={file ? [file] : []}
          accept=".csv,.txt"
          showFileSize
          onChange={({ detail }) => void choose(detail.value[0])}
          i18nStrings={{
            uploadButtonText: () => 'Choose File',
            dropzoneText: () => 'Drop the file here',
            removeFileAriaLabel: () => 'Remove the file',
            errorIconAriaLabel: 'Error',
            warningIconAriaLabel: 'Warning',
          }}
        />
      </FormField>
      {read && 'faults' in read && <Faults faults={read.faults} />}
      {added && <Added criteria={added} />}
    </ActModal>
  )
}

// The name that the browser gives the file.
const DOWNLOAD = { download: 'discovery-criteria-sample.csv' } as object

async function readFile(file: File, profiles: SnmpProfile[], present: ImportCriteriaProps['present']): Promise<CriteriaImport> {
  const text = textOf(new Uint8Array(await file.arrayBuffer()))
  if (text === undefined) return { faults: [{ line: 1, message: 'The file is not UTF-8. Save it as "CSV UTF-8".' }] }
  return readCriteria(text, profiles, present)
}

function Faults({ faults }: { faults: { line: number; message: string }[] }) {
  return (
    <SpaceBetween size="s">
      <Alert type="error" statusIconAriaLabel="Error" header={`${formatNoun(faults.length, 'fault')} in the file`}>
        Nothing was added. Correct the file and choose it again.
      </Alert>
      <Table
        variant="embedded"
        items={faults.slice(0, 100)}
        ariaLabels={{ tableLabel: 'Faults' }}
        columnDefinitions={[
          { id: 'line', header: 'Line', width: 90, cell: ({ line }) => line },
          { id: 'message', header: 'What is wrong', isRowHeader: true, cell: ({ message }) => message },
        ]}
        footer={faults.length > 100 && `${formatNoun(faults.length - 100, 'more fault')} not shown.`}
      />
    </SpaceBetween>
  )
}

function Added({ criteria: { include, exclude, duplicates } }: { criteria: ImportedCriteria }) {
  const left = duplicates.map(({ line, entry }) => `line ${line} (${entry})`)
  return (
    <Alert type={duplicates.length > 0 ? 'warning' : 'success'} statusIconAriaLabel={duplicates.length > 0 ? 'Warning' : 'Success'}>
      {`${formatNoun(include.length, 'entry', 'entries')} to include and ${formatNoun(exclude.length, 'entry', 'entries')} to exclude are new.`}
      {left.length > 0 &&
        ` ${formatNoun(left.length, 'entry', 'entries')} ${plural(left.length, 'is', 'are')} already in the list and left out: ${left.slice(0, 10).join(', ')}${left.length > 10 ? ', …' : ''}.`}
    </Alert>
  )
}
