import Alert from '@cloudscape-design/components/alert'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { formatNoun } from '../../../platform/numbers.ts'
import type { OperationOutcomes } from '../program.api.ts'

interface OutcomesWindowProps {
  title: string
  /** the participle of the act, such as "accepted" */
  done: string
  result: OperationOutcomes
  onClose: () => void
}

/** What came of an act of the provider, printer by printer; those for which it was not done stand first. */
export function OutcomesWindow({ title, done, result, onClose }: OutcomesWindowProps) {
  const refused = result.outcomes.length - result.done
  const inOrder = [...result.outcomes].sort((a, b) => Number(a.done) - Number(b.done))
  return (
    <ActModal title={title} size="large" onClose={onClose}>
      <Alert type={refused === 0 ? 'success' : 'warning'} statusIconAriaLabel={refused === 0 ? 'Success' : 'Warning'}>
        {formatNoun(result.done, 'printer')} {done}
        {refused > 0 && `, ${formatNoun(refused, 'printer')} not`}.
      </Alert>
      <div style={{ maxHeight: 360, overflowY: 'auto' }}>
        <Table
          variant="embedded"
          wrapLines
          trackBy="printerId"
          items={inOrder}
          ariaLabels={{ tableLabel: 'Outcome of each printer' }}
          columnDefinitions={[
            { id: 'serialNumber', header: 'Serial number', isRowHeader: true, cell: (o) => o.serialNumber ?? '-' },
            {
              id: 'outcome',
              header: 'Outcome',
              cell: (o) => <StatusIndicator type={o.done ? 'success' : 'error'}>{o.done ? 'Done' : 'Not done'}</StatusIndicator>,
            },
            { id: 'message', header: 'Details', cell: (o) => o.message },
          ]}
        />
      </div>
    </ActModal>
  )
}
