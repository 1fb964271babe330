import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flash } from '../../../platform/console/flash.ts'
import { api, query } from '../../client.ts'

interface PrinterEdit {
  printerId: string
  assetTag?: string | null
  location?: string | null
  tags?: string[]
  /** what the editor saw of asset tag and location */
  seen?: { assetTag: string | null; location: string | null }
}

/** Writes asset tag, location or tags of one printer at once, without a task. */
export function usePrinterEdit(organizationId: string, onDone: (ended: Promise<unknown>) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ printerId, tags, ...labels }: PrinterEdit) => {
      if (tags) await api.printers.setTags({ organizationId, printerId, tags })
      if (Object.keys(labels).length > 0) await api.printers.edit({ organizationId, printerId, ...labels })
    },
    onSuccess: () => {
      flash({ type: 'success', content: 'The printer was changed.' })
      onDone(client.invalidateQueries({ queryKey: query.printers.key() }))
    },
  })
}
