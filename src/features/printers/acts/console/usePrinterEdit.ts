import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flash } from '../../../../platform/console/flash.ts'
import { api, query } from '../../../client.ts'

interface PrinterEdit {
  printerId: string
  assetTag?: string | null
  location?: string | null
  /** what the editor saw of asset tag and location */
  seen: { assetTag: string | null; location: string | null }
}

interface PrinterTagging {
  printerId: string
  tags: string[]
  /** the tags that the editor saw */
  seen: string[]
}

/** Writes asset tag and location, or tags, of one printer at once, without a task. */
export function usePrinterEdit(organizationId: string, onDone: (ended: Promise<unknown>) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (edit: PrinterEdit | PrinterTagging) => {
      if ('tags' in edit) await api.printers.setTags({ organizationId, ...edit })
      else await api.printers.edit({ organizationId, ...edit })
    },
    onSuccess: () => {
      flash({ type: 'success', content: 'The printer was changed.' })
      onDone(client.invalidateQueries({ queryKey: query.printers.key() }))
    },
  })
}
