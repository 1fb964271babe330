import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, query } from '../../../client.ts'
import type { ContactImport } from '../contact-imports.api.ts'

/** How often a running import is asked how far it is, in milliseconds. */
const PACE = 200

/** An import as it stands on the server; followed closely while it runs, also across a restart of the server. */
export function useImport(organizationId: string, importId: string) {
  const found = useQuery({
    ...query.contacts.imports.get.queryOptions({ input: { organizationId, importId } }),
    placeholderData: undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? PACE : false),
  })
  useNewsOfItsEnd(found.data)
  return found
}

/** When an import has ended, every list that it may have changed is read again. */
function useNewsOfItsEnd(found: ContactImport | undefined) {
  const client = useQueryClient()
  const running = useRef(false)
  const status = found?.status
  useEffect(() => {
    if (status === undefined) return
    if (running.current && status !== 'running') {
      for (const part of [query.contacts.list, query.contacts.imports.list, query.contacts.imports.listRows, query.printers, query.tasks])
        void client.invalidateQueries({ queryKey: part.key() })
    }
    running.current = status === 'running'
  }, [client, status])
}

/** The acts on an import: cancel it, and import rejected rows again as they were corrected. */
export function useImportActs(organizationId: string, importId: string, onCorrected: (rows: number[]) => void) {
  const client = useQueryClient()
  const stands = (answer: ContactImport) =>
    client.setQueryData(query.contacts.imports.get.queryKey({ input: { organizationId, importId } }), answer)
  const cancel = useMutation({
    mutationFn: () => api.contacts.imports.cancel({ organizationId, importId }),
    onSuccess: stands,
  })
  const keys = useKeys()
  const correct = useMutation({
    mutationFn: (rows: { row: number; values: string[] }[]) =>
      api.contacts.imports.correct({
        params: { organizationId, importId },
        headers: { 'idempotency-key': keys(JSON.stringify(rows)) },
        body: { rows },
      }),
    onSuccess: (answer, rows) => {
      stands(answer)
      void client.invalidateQueries({ queryKey: query.contacts.imports.listRows.key() })
      onCorrected(rows.map(({ row }) => row))
    },
  })
  return { cancel, correct }
}

/** One key per request: pressed twice, or repeated after a broken connection, it is done once; another request has another key. */
export function useKeys(): (request: string) => string {
  const keys = useRef(new Map<string, string>())
  return (request) => {
    const key = keys.current.get(request) ?? crypto.randomUUID()
    keys.current.set(request, key)
    return key
  }
}
