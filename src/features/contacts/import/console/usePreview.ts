import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '../../../client.ts'
import type { ContactMapping } from '../../mapping/contact-mapping.ts'
import type { ContactImportPreview } from '../contact-imports.api.ts'
import { useKeys } from './useImport.ts'

type Format = Partial<ContactImportPreview['format']> & { mapping?: ContactMapping }

// The names of the other sheets are shown, not sent.
const sent = ({ sheets: _, ...format }: Format) => format

interface Previewed {
  organizationId: string
  file: File
  first: ContactImportPreview
  onOpen: (importId: string) => void
}

/** How a table is read: what is shown of it now, the mapping that is being edited, and the import itself. */
export function usePreview({ organizationId, file, first, onOpen }: Previewed) {
  const client = useQueryClient()
  const keys = useKeys()
  const [shown, setShown] = useState(first)
  const [mapping, setMapping] = useState(first.mapping)
  const preview = useMutation({
    mutationFn: (format: Format) => api.contacts.imports.preview({ params: { organizationId }, body: { file, ...sent(format) } }),
    onSuccess: (read, format) => {
      setShown(read)
      // Other headings are read with another encoding or separator: their mapping begins again.
      if (!format.mapping) setMapping(read.mapping)
    },
  })
  const start = useMutation({
    mutationFn: ({ format, mapping }: ContactImportPreview) =>
      api.contacts.imports.create({
        params: { organizationId },
        headers: { 'idempotency-key': keys(JSON.stringify([file.name, file.size, file.lastModified, format, mapping])) },
        body: { file, ...sent(format), mapping },
      }),
    onSuccess: (started) => {
      client.setQueryData(query.contacts.imports.get.queryKey({ input: { organizationId, importId: started.id } }), started)
      void client.invalidateQueries({ queryKey: query.contacts.imports.list.key() })
      onOpen(started.id)
    },
  })
  return { shown, mapping, setMapping, preview, start }
}
