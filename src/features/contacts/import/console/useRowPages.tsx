import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWindowPages } from '../../../../platform/console/useWindowPages.ts'
import { WindowPages } from '../../../../platform/console/WindowPages.tsx'
import { query } from '../../../client.ts'
import { IMPORT_OUTCOMES, type ImportOutcome } from '../../contact-columns.ts'
import type { ContactImportRow } from '../contact-imports.api.ts'

interface RowPages {
  rows: ContactImportRow[]
  loading: boolean
  error: unknown
  retry: () => void
  pages: ReactNode
}

/** The rows of an import with one outcome, page by page. */
export function useRowPages(organizationId: string, importId: string, outcome: ImportOutcome, limit: number): RowPages {
  const paging = useWindowPages()
  const found = useQuery({
    ...query.contacts.imports.listRows.queryOptions({ input: { organizationId, importId, outcome, limit, ...paging.input } }),
    placeholderData: keepPreviousData,
  })
  return {
    rows: found.data?.items ?? [],
    loading: found.isPending,
    error: found.error,
    retry: () => void found.refetch(),
    pages: (
      <WindowPages
        paging={paging}
        nextCursor={found.data?.nextCursor}
        disabled={found.isPlaceholderData}
        label={`Pages: ${IMPORT_OUTCOMES[outcome]}`}
      />
    ),
  }
}
