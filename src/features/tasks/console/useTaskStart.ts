import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { TASK_LABELS, type TaskKind } from '../../task-kinds.ts'
import { followTask } from './followTask.ts'

/**
 * Starts a task and follows it. One key per request: pressed twice or repeated after a broken connection, it is done once; another body is
 * another request. `onStarted` is called at the end.
 */
export function useTaskStart<Body>(
  organizationId: string,
  kind: TaskKind,
  start: (body: Body, headers: { 'idempotency-key': string }) => Promise<{ taskId: string }>,
  onStarted: (ended: Promise<unknown>) => void,
) {
  const client = useQueryClient()
  const keys = useRef(new Map<string, string>())
  return useMutation({
    mutationFn: (body: Body) => {
      const request = JSON.stringify(body)
      const key = keys.current.get(request) ?? crypto.randomUUID()
      keys.current.set(request, key)
      return start(body, { 'idempotency-key': key })
    },
    onSuccess: ({ taskId }) => onStarted(followTask(client, organizationId, taskId, TASK_LABELS[kind])),
  })
}
