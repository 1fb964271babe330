import { stepOf } from './discovery/diagnosis.ts'
import { inspectHost, inspectRecordings } from './read/inspect.ts'
import type { Watch } from './read/read-host.ts'
import { type Command, type InspectHost, parseCommand, USAGE, UsageError } from './usage.ts'

/** Why a host could not be read, for the person at the keyboard. */
const REASONS = {
  'no-answer':
    'The host does not answer. Check that it is on, that SNMP is enabled, that the community is right and that no firewall blocks SNMP.',
  'no-route': 'There is no route to the host from this computer.',
  'wrong-credentials': 'The host refuses the community, or the user, its passwords or their protocols.',
} as const
const NOT_A_PRINTER = 'The host answers but does not identify itself as a printer. Discovery skips it.'

async function perform(command: Command): Promise<number> {
  switch (command.command) {
    case 'help':
      process.stdout.write(USAGE)
      return 0
    case 'inspect-recordings':
      for (const row of inspectRecordings(command.path)) console.log(JSON.stringify(row))
      return 0
    case 'inspect-host':
      return inspectOne(command)
    case 'run':
      // What speaks with the server takes a while to load, and inspecting needs none of it.
      return (await import('./updating/run-updating.ts')).runUpdating(command)
  }
}

async function inspectOne(command: InspectHost): Promise<number> {
  const explain: Watch = (...asked) => console.error(JSON.stringify(stepOf(...asked)))
  const result = await inspectHost(command, command.explain ? explain : undefined)
  if (result.kind === 'no-reading') {
    console.error(`${command.host}: ${REASONS[result.reason]}`)
    return 1
  }
  const isPrinter = result.kind === 'reading'
  console.log(JSON.stringify({ host: command.host, isPrinter, reading: result.reading }))
  if (!isPrinter) console.error(`${command.host}: ${NOT_A_PRINTER}`)
  return 0
}

try {
  process.exitCode = await perform(parseCommand(process.argv.slice(2)))
} catch (error) {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    process.exitCode = 2
  } else {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
