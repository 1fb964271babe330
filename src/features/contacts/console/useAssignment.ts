import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, query } from '../../client.ts'
import { TASK_LABELS } from '../../task-kinds.ts'
import { followTask } from '../../tasks/console/followTask.ts'
import type { ContactForm } from '../contact-form.ts'

type Assigned = { contactId: string } | { contact: ContactForm }

/**
 * Assigns a contact, existing or new, to a selection. One key per request: pressed twice or repeated after a broken connection, it is
 * done once; another contact is another request.
 */
export function useAssignment(organizationId: string, selectionId: string, onStarted: (ended: Promise<unknown>) => void) {
  const client = useQueryClient()
  const keys = useRef(new Map<string, string>())
  return useMutation({
    mutationFn: (assigned: Assigned) => {
      const body = { selectionId, ...assigned }
      const request = JSON.stringify(body)
      const key = keys.current.get(request) ?? crypto.randomUUID()
      keys.current.set(request, key)
      return api.contacts.assign({ params: { organizationId }, headers: { 'idempotency-key': key }, body })
    },
    onSuccess: ({ taskId }) => {
      void client.invalidateQueries({ queryKey: query.contacts.key() })
      onStarted(followTask(client, organizationId, taskId, TASK_LABELS['assign-contact']))
    },
  })
}
