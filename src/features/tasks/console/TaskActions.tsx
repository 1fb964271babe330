import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { flash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { describeProblem } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import { api, query } from '../../client.ts'
import { pathTo } from '../../paths.ts'
import { TASK_KINDS } from '../../task-kinds.ts'
import type { Task } from '../tasks.api.ts'
import { RETRIED_OUTCOMES, whyNotCancel, whyNotRetry } from '../tasks.ts'
import { settledOf } from './TaskStatus.tsx'
import { useTaskStart } from './useTaskStart.ts'

interface OfTask {
  organizationId: string
  task: Task
}

/** What can be done with a task: its printers that were not done tried again, or the rest of it given up. */
export function TaskActions({ organizationId, task }: OfTask) {
  const [canceling, setCanceling] = useState(false)
  return (
    <>
      <SpaceBetween direction="horizontal" size="xs">
        <RetryFailed organizationId={organizationId} task={task} />
        <ReasonedButton whyNot={whyNotCancel(task)} onClick={() => setCanceling(true)}>
          Cancel task
        </ReasonedButton>
      </SpaceBetween>
      {canceling && <CancelTask organizationId={organizationId} task={task} onClose={() => setCanceling(false)} />}
    </>
  )
}

/** Starts a new task for the printers of this one that were refused, failed or canceled, and goes to its page. */
function RetryFailed({ organizationId, task }: OfTask) {
  const router = useRouter()
  const retry = useTaskStart(
    organizationId,
    task.kind,
    async ({ taskId }: { taskId: string }, headers) => {
      const started = await api.tasks.retry({ params: { organizationId, taskId }, headers })
      router.history.push(pathTo('task', { organizationId, taskId: started.taskId }))
      return started
    },
    () => {},
  )
  const again = RETRIED_OUTCOMES.reduce((sum, outcome) => sum + task[outcome], 0)
  return (
    <ReasonedButton
      whyNot={whyNotRetry(task)}
      loading={retry.isPending}
      ariaLabel={`Retry failed: ${formatNoun(again, 'printer')}`}
      onClick={() =>
        retry.mutate({ taskId: task.id }, { onError: (error) => flash({ type: 'error', content: describeProblem(error).message }) })
      }
    >
      Retry failed
    </ReasonedButton>
  )
}

function CancelTask({ organizationId, task, onClose }: OfTask & { onClose: () => void }) {
  const client = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => api.tasks.cancel({ organizationId, taskId: task.id }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: query.tasks.key() })
      onClose()
    },
  })
  const left = task.printers - settledOf(task)
  const act = { label: 'Cancel task', whyNot: whyNotCancel(task), busy: cancel.isPending, onAct: () => cancel.mutate() }
  return (
    <ActModal title={`Cancel task ${task.id}`} act={act} onClose={onClose}>
      {`About ${formatNoun(left, 'printer')} of ${formatNoun(task.printers, 'printer')} are left. The printers that are being processed now are finished first. ${TASK_KINDS[task.kind].staysWhenCanceled}`}
      {cancel.error && <ProblemNote error={cancel.error} />}
    </ActModal>
  )
}
