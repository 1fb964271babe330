import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FileUpload from '@cloudscape-design/components/file-upload'
import Link from '@cloudscape-design/components/link'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormModal } from '../../../../platform/console/FormModal.tsx'
import { formatCount, formatInstant } from '../../../../platform/console/format.ts'
import { describeProblem, isProblem } from '../../../../platform/console/problem.ts'
import { useSession } from '../../../accounts/console/useSession.ts'
import { api, query } from '../../../client.ts'
import type { ContactImportPreview } from '../contact-imports.api.ts'
import { leadOf } from './import-words.ts'
import { MapTable } from './MapTable.tsx'
import { useKeys } from './useImport.ts'

interface ChooseImportFileProps {
  organizationId: string
  onOpen: (importId: string) => void
  onClose: () => void
}

/** The window `Import Contacts` before anything is imported: the file is chosen, sent, and checked whole. */
export function ChooseImportFile({ organizationId, onOpen, onClose }: ChooseImportFileProps) {
  const [file, setFile] = useState<File>()
  const upload = useUpload(organizationId, onOpen)
  const otherOrder = isProblem(upload.error, 'columns-in-other-order')
  const other = upload.error instanceof OtherTable ? upload.error : undefined
  const choice = (
    <>
      <WhatTheFileIs organizationId={organizationId} />
      <FileUpload
        accept=".csv,.txt,.xlsx,text/csv,text/plain"
        value={file ? [file] : []}
        showFileSize
        showFileLastModified
        i18nStrings={FILE_WORDS}
        constraintText="CSV, TXT with CSV content, or XLSX."
        onChange={({ detail }) => {
          setFile(detail.value[0])
          upload.reset()
        }}
      />
    </>
  )
  if (other) {
    return (
      <MapTable key={other.key} organizationId={organizationId} file={other.file} first={other.first} onOpen={onOpen} onClose={onClose}>
        {choice}
        <Refusal error={other.refusal} mappable />
      </MapTable>
    )
  }
  return (
    <FormModal
      title="Import Contacts"
      size="large"
      submitLabel="Import Contacts"
      whyNot={file ? undefined : 'Choose a file first.'}
      busy={upload.isPending}
      onSubmit={() => file && upload.mutate({ file, columnsByName: false })}
      onCancel={onClose}
    >
      {choice}
      {otherOrder && file ? (
        <OtherOrder busy={upload.isPending} onRead={() => upload.mutate({ file, columnsByName: true })} />
      ) : (
        <Refusal error={upload.error} />
      )}
    </FormModal>
  )
}

const FILE_WORDS = {
  uploadButtonText: () => 'Choose File',
  dropzoneText: () => 'Drop the file here',
  removeFileAriaLabel: (_: number, name: string) => `Remove the file ${name}`,
  errorIconAriaLabel: 'Error',
  formatFileSize: (bytes: number) => `${formatCount(Math.ceil(bytes / 1024))} KB`,
  formatFileLastModified: (date: Date) => `Changed on ${formatInstant(date.toISOString())}`,
}

function WhatTheFileIs({ organizationId }: { organizationId: string }) {
  const { provider } = useSession()
  return (
    <Box variant="p">
      {`A file has at most ${formatCount(provider.contactImportLimit)} contacts, one per row, and every column of the sample in the same order, including empty ones. `}
      <Link href={`/api/v1/organizations/${organizationId}/contacts/import-sample`}>Download the sample file</Link>
      {
        '. A value that contains a comma must be in double quotes; several serial numbers are separated by commas. The whole file is checked before the first contact is added. Importing a file again makes no duplicates.'
      }
    </Box>
  )
}

/** Everything that is wrong with the file, and what to do. Nothing of it was imported. */
function Refusal({ error, mappable = false }: { error: unknown; mappable?: boolean }) {
  if (!error) return null
  const { message, faults, requestId } = describeProblem(error)
  return (
    <Alert type="error" statusIconAriaLabel="Error" header="Nothing was imported">
      {error instanceof UnreadableFile ? error.message : leadOf(message, faults)}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={`${fault.field} ${fault.message}`}>
              {fault.message.includes(fault.field) ? null : <b>{fault.field}: </b>}
              {fault.message}
            </li>
          ))}
        </ul>
      )}
      {faults.length > 0 && (
        <Box variant="p">
          {mappable
            ? 'Say below which column holds what, or correct the file and choose it again.'
            : 'Correct the file, then choose it again.'}
        </Box>
      )}
      {requestId && <Box variant="small">{`Request ID: ${requestId}`}</Box>}
    </Alert>
  )
}

function OtherOrder({ busy, onRead }: { busy: boolean; onRead: () => void }) {
  const read = (
    <Button formAction="none" loading={busy} onClick={onRead}>
      Read the columns by their names
    </Button>
  )
  return (
    <Alert type="warning" statusIconAriaLabel="Warning" header="The columns are in another order than in the sample" action={read}>
      All columns are there. You can read them by their names, or put them in the order of the sample and choose the file again.
    </Alert>
  )
}

/** The file is not in the format of the sample, but a table that can be mapped. */
class OtherTable extends Error {
  readonly refusal: unknown
  readonly file: File
  readonly first: ContactImportPreview
  readonly key = crypto.randomUUID()

  constructor(refusal: unknown, file: File, first: ContactImportPreview) {
    super()
    this.refusal = refusal
    this.file = file
    this.first = first
  }
}

/** The file was changed, moved or closed to us since it was chosen. */
class UnreadableFile extends Error {}

/** Up to here a file is read before it is sent, in bytes; what is larger is refused by the server anyway. */
const READ_FIRST = 30_000_000

// A browser does not send a file that was changed after it was chosen, and calls that a broken connection.
async function readBefore(file: File): Promise<File> {
  if (file.size > READ_FIRST) return file
  try {
    return new File([await file.arrayBuffer()], file.name, { type: 'text/csv' })
  } catch {
    throw new UnreadableFile('The file was changed, moved or removed since it was chosen. Choose it again.')
  }
}

/** How the file is read as any table; undefined where it is none. */
async function previewOf(organizationId: string, file: File): Promise<ContactImportPreview | undefined> {
  try {
    const first = await api.contacts.imports.preview({ params: { organizationId }, body: { file } })
    return first.headings.length > 1 ? first : undefined
  } catch {
    return undefined
  }
}

function useUpload(organizationId: string, onOpen: (importId: string) => void) {
  const client = useQueryClient()
  const keys = useKeys()
  return useMutation({
    mutationFn: async ({ file, columnsByName }: { file: File; columnsByName: boolean }) => {
      const key = keys(`${file.name} ${file.size} ${file.lastModified} ${columnsByName}`)
      const read = await readBefore(file)
      try {
        return await api.contacts.imports.create({
          params: { organizationId },
          headers: { 'idempotency-key': key },
          body: { file: read, ...(columnsByName ? { columnsByName: 'true' as const } : {}) },
        })
      } catch (refusal) {
        const first = isProblem(refusal, 'file-not-importable') ? await previewOf(organizationId, read) : undefined
        throw first ? new OtherTable(refusal, read, first) : refusal
      }
    },
    onSuccess: (started) => {
      client.setQueryData(query.contacts.imports.get.queryKey({ input: { organizationId, importId: started.id } }), started)
      void client.invalidateQueries({ queryKey: query.contacts.imports.list.key() })
      onOpen(started.id)
    },
  })
}
