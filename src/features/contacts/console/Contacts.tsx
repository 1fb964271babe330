import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { query } from '../../client.ts'
import { fleetBreadcrumbs } from '../../organizations/console/fleet-breadcrumbs.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { PAGES } from '../../paths.ts'
import type { Contact } from '../contacts.api.ts'
import { ContactList, type Opened } from './ContactList.tsx'

// The form knows every country's rules of telephone and address: it is loaded when it is opened.
const ContactWindow = lazy(async () => ({ default: (await import('./ContactWindow.tsx')).ContactWindow }))
const DeleteContacts = lazy(async () => ({ default: (await import('./DeleteContacts.tsx')).DeleteContacts }))
const PendingSerialNumbers = lazy(async () => ({ default: (await import('./PendingSerialNumbers.tsx')).PendingSerialNumbers }))
const ImportContacts = lazy(async () => ({ default: (await import('../import/console/ImportContacts.tsx')).ImportContacts }))

/** The page `Contacts`. */
export function Contacts() {
  const { organizationId } = useParams({ from: PAGES.contacts })
  const { organization, can } = useOrganization(organizationId)
  const { address, setAddress } = useAddress<'contact' | 'import'>()
  const [selected, setSelected] = useState<Contact[]>([])
  const [opened, setOpened] = useState<Opened>()
  const client = useQueryClient()
  const mayChange = can('manage the fleet')
  const close = () => {
    setOpened(undefined)
    setAddress({ contact: undefined, import: undefined })
  }
  const parts = { organizationId, mayChange, onClose: close }
  return (
    <PageFrame title="Contacts" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <ContactList
        organizationId={organizationId}
        mayChange={mayChange}
        selected={selected}
        onSelect={setSelected}
        onOpen={setOpened}
        onImport={(id) => setAddress({ import: id })}
      />
      <Suspense fallback={null}>
        {opened && <OpenedWindow {...parts} opened={opened} onLeft={setSelected} />}
        {address.contact && (
          <ContactWindow
            key={address.contact}
            organizationId={organizationId}
            contactId={address.contact}
            readOnly={!mayChange}
            onClose={close}
          />
        )}
        {address.import && (
          <ImportContacts
            {...parts}
            opened={address.import}
            onOpen={(id) => setAddress({ import: id }, { replace: true })}
            onClose={() => {
              void client.invalidateQueries({ queryKey: query.contacts.imports.list.key() })
              close()
            }}
          />
        )}
      </Suspense>
    </PageFrame>
  )
}

interface OpenedWindowProps {
  organizationId: string
  mayChange: boolean
  opened: Opened
  /** called with the contacts stay selected */
  onLeft: (left: Contact[]) => void
  onClose: () => void
}

function OpenedWindow({ organizationId, mayChange, opened, onLeft, onClose }: OpenedWindowProps) {
  const parts = { organizationId, onClose }
  if (opened.act === 'pending') return <PendingSerialNumbers {...parts} contact={opened.contact} mayChange={mayChange} />
  if (opened.act !== 'delete') return <ContactWindow {...parts} duplicateOf={opened.act === 'duplicate' ? opened.contact : undefined} />
  return (
    <DeleteContacts
      organizationId={organizationId}
      contacts={opened.contacts}
      onClose={(left) => {
        onLeft(left)
        onClose()
      }}
    />
  )
}
