import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import { useId, useState } from 'react'
import { formatNoun } from '../../../platform/numbers.ts'
import type { EligibilityStatus } from '../eligibility.ts'
import type { EligibilityReport as Report } from '../program.api.ts'
import { EligibilityPrinters } from './EligibilityPrinters.tsx'
import type { useContactAssigning } from './useContactAssigning.ts'

interface EligibilityReportProps {
  organizationId: string
  report: Report
  assigning: ReturnType<typeof useContactAssigning>
}

/** `Printer Eligibility Status`: nine lines, each a count of printers and of models that opens to serial numbers, models and reasons. */
export function EligibilityReport({ organizationId, report, assigning }: EligibilityReportProps) {
  return (
    <section aria-label="Printer Eligibility Status">
      <Box variant="h3" padding={{ bottom: 'xs' }}>
        Printer Eligibility Status
      </Box>
      <div style={{ borderBlockStart: RULE }}>
        {report.lines.map((line) => (
          <Line key={line.status} line={line} organizationId={organizationId} report={report} assigning={assigning} />
        ))}
      </div>
    </section>
  )
}

const RULE = '1px solid #c6c6cd'

function iconOf(status: EligibilityStatus, printers: number): StatusIndicatorProps.Type {
  if (printers === 0) return 'stopped'
  if (status === 'eligible' || status === 'already-managed') return 'success'
  return status === 'pending-management' ? 'pending' : 'warning'
}

interface LineProps extends EligibilityReportProps {
  line: Report['lines'][number]
}

function Line({ line, organizationId, report, assigning }: LineProps) {
  const [open, setOpen] = useState(false)
  const details = useId()
  const counts = `${formatNoun(line.printers, 'printer')}, ${formatNoun(line.models, 'model')}`
  return (
    <div style={{ borderBlockEnd: RULE, padding: '6px 4px' }}>
      <div style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 16, minHeight: 28 }}>
        <StatusIndicator type={iconOf(line.status, line.printers)} colorOverride={line.printers === 0 ? 'grey' : undefined}>
          {line.label}
        </StatusIndicator>
        {line.printers === 0 ? (
          <Box color="text-body-secondary">{counts}</Box>
        ) : (
          <Button
            variant="inline-link"
            ariaLabel={`${line.label}: ${counts}`}
            ariaExpanded={open}
            ariaControls={details}
            iconName={open ? 'angle-up' : 'angle-down'}
            iconAlign="right"
            onClick={() => setOpen(!open)}
          >
            {counts}
          </Button>
        )}
      </div>
      <div id={details}>
        {open && line.printers > 0 && (
          <EligibilityPrinters
            organizationId={organizationId}
            report={report}
            status={line.status}
            label={line.label}
            assigning={assigning}
          />
        )}
      </div>
    </div>
  )
}
