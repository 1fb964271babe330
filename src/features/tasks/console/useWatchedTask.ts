import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { query } from '../../client.ts'
import { taskChanges } from './taskChanges.ts'

/** Keeps a shown task, and its outcomes, as they stand on the server while the task runs. */
export function useWatchedTask(organizationId: string, taskId: string, running: boolean): void {
  const client = useQueryClient()
  useEffect(() => {
    if (!running) return
    const stop = new AbortController()
    const follow = async () => {
      for await (const task of taskChanges(organizationId, taskId, stop.signal)) {
        if (stop.signal.aborted) return
        client.setQueryData(query.tasks.get.queryKey({ input: { organizationId, taskId } }), task)
        void client.invalidateQueries({ queryKey: query.tasks.listOutcomes.key() })
      }
    }
    follow().catch(() => {
      // The page shows what it knew last; its own query reports what is wrong.
    })
    return () => stop.abort()
  }, [client, organizationId, taskId, running])
}
