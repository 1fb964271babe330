import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemNote } from '../../../../platform/console/ProblemNote.tsx'
import { formatNoun } from '../../../../platform/numbers.ts'
import { api, query } from '../../../client.ts'
import type { ContactImport } from '../contact-imports.api.ts'

interface ImportActsProps {
  organizationId: string
  shown: ContactImport
}

/** What can be done with an import that has ended: import the rest after `Cancel`, and undo it. */
export function ImportActs({ organizationId, shown }: ImportActsProps) {
  const client = useQueryClient()
  const [asked, setAsked] = useState(false)
  const input = { organizationId, importId: shown.id }
  const stands = (answer: ContactImport) => {
    client.setQueryData(query.contacts.imports.get.queryKey({ input }), answer)
    for (const part of [query.contacts.list, query.contacts.imports.list, query.contacts.imports.listRows])
      void client.invalidateQueries({ queryKey: part.key() })
  }
  const rest = useMutation({ mutationFn: () => api.contacts.imports.importRest(input), onSuccess: stands })
  const undo = useMutation({
    mutationFn: () => api.contacts.imports.undo(input),
    onSuccess: (answer) => {
      setAsked(false)
      stands(answer.import)
    },
  })
  const hasRest = shown.notImportedRanges.some(({ reason }) => reason === 'Import canceled')
  const idle = shown.status !== 'running'
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="xs">
        {hasRest && idle && (
          <Button loading={rest.isPending} onClick={() => rest.mutate()}>
            Import the rest
          </Button>
        )}
        {shown.imported > 0 && idle && !asked && <Button onClick={() => setAsked(true)}>Undo import</Button>}
      </SpaceBetween>
      {asked && (
        <Alert
          type="warning"
          statusIconAriaLabel="Warning"
          header={`Delete ${formatNoun(shown.imported, 'imported contact')}?`}
          action={
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={() => setAsked(false)}>Keep the contacts</Button>
              <Button loading={undo.isPending} onClick={() => undo.mutate()}>
                Delete the contacts
              </Button>
            </SpaceBetween>
          }
        >
          Contacts that were edited or assigned since the import are kept.
        </Alert>
      )}
      {undo.data && (
        <Alert type={undo.data.kept.length > 0 ? 'warning' : 'success'} statusIconAriaLabel="Result">
          {`${formatNoun(undo.data.undone, 'contact')} deleted.`}
          {undo.data.kept.length > 0 && (
            <ul>
              {undo.data.kept.map(({ row, contact, reason }) => (
                <li key={row}>
                  <b>{contact}</b>: {reason}
                </li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      <ProblemNote error={rest.error ?? undo.error} />
    </SpaceBetween>
  )
}
