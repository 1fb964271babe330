import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { api } from '../../client.ts'
import type { PrinterDetails, Selection } from '../printers.api.ts'

const AssignContact = lazy(async () => ({ default: (await import('../../contacts/console/AssignContact.tsx')).AssignContact }))
const CreateAndAssignContact = lazy(async () => ({
  default: (await import('../../contacts/console/CreateAndAssignContact.tsx')).CreateAndAssignContact,
}))

interface PrinterContactProps {
  organizationId: string
  printer: PrinterDetails
  mayChange: boolean
}

/** The supplies delivery contact of a printer, with the windows that change it. A held printer changes its contact but never loses it. */
export function PrinterContact({ organizationId, printer, mayChange }: PrinterContactProps) {
  const [opened, setOpened] = useState<{ create: boolean; selection: Selection }>()
  const open = useMutation({
    mutationFn: async (create: boolean) => ({ create, selection: await api.printers.select({ organizationId, printerIds: [printer.id] }) }),
    onSuccess: setOpened,
  })
  const close = () => setOpened(undefined)
  const Assigning = opened?.create ? CreateAndAssignContact : AssignContact
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            mayChange && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button loading={open.isPending} onClick={() => open.mutate(true)}>
                  Create and assign new supplies delivery contact
                </Button>
                <Button loading={open.isPending} onClick={() => open.mutate(false)}>
                  Assign supplies delivery contact
                </Button>
              </SpaceBetween>
            )
          }
        >
          Supplies delivery contact
        </Header>
      }
    >
      {printer.contactId ? (
        <Link variant="primary" href={`/fleet/${organizationId}/contacts?contact=${printer.contactId}`}>
          {printer.contact}
        </Link>
      ) : (
        'No supplies delivery contact assigned'
      )}
      <ProblemNote error={open.error} />
      {opened && (
        <Suspense fallback={null}>
          <Assigning organizationId={organizationId} selection={opened.selection} onClose={close} onStarted={close} />
        </Suspense>
      )}
    </Container>
  )
}
