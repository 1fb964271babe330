import Spinner from '@cloudscape-design/components/spinner'

/** The room that the charts will take, so that what stands below does not move away under the pointer when they come. */
export function HistoryPlace() {
  return (
    <div style={{ minHeight: 480 }}>
      <Spinner />
    </div>
  )
}
