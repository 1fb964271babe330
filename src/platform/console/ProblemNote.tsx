import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { describeProblem } from './problem.ts'

/** Shows a refusal's message and faults, or that the error was unexpected, with the request id; nothing while there is no error. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  if (!error) return null
  const { message, faults, requestId } = describeProblem(error)
  return (
    <Alert type="error" statusIconAriaLabel="Error" action={retry && <Button onClick={retry}>Try again</Button>}>
      {message}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={`${fault.field} ${fault.message}`}>
              {fault.field && <b>{fault.field}: </b>}
              {fault.message}
            </li>
          ))}
        </ul>
      )}
      {requestId && (
        <Box variant="small" display="block">
          Request ID: {requestId}
        </Box>
      )}
    </Alert>
  )
}
