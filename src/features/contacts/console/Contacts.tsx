import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { PageFrame } from '../../../platform/console/PageFrame.tsx'
import { useAddress } from '../../../platform/console/useAddress.ts'
import { useOrganization } from '../../organizations/console/useOrganization.ts'
import { fleetBreadcrumbs } from '../../printers/console/fleet-breadcrumbs.ts'
import type { Contact } from '../contacts.api.ts'
import { ContactList, type Opened } from './ContactList.tsx'

// The form knows every country's rules of telephone and address: it is loaded when it is opened.
const ContactWindow = lazy(async () => ({ default: (await import('./ContactWindow.tsx')).ContactWindow }))
const DeleteContacts = lazy(async () => ({ default: (await import('./DeleteContacts.tsx')).DeleteContacts }))

/** The page `Contacts`. */
export function Contacts() {
  const { organizationId } = useParams({ strict: false }) as { organizationId: string }
  const { organization, can } = useOrganization(organizationId)
  const { address, setAddress } = useAddress<'contact'>()
  const [selected, setSelected] = useState<Contact[]>([])
  const [opened, setOpened] = useState<Opened>()
  const mayChange = can('manage the fleet')
  const close = () => {
    setOpened(undefined)
    setAddress({ contact: undefined })
  }
  return (
    <PageFrame title="Contacts" header={false} breadcrumbs={fleetBreadcrumbs(organization)}>
      <ContactList organizationId={organizationId} mayChange={mayChange} selected={selected} onSelect={setSelected} onOpen={setOpened} />
      <Suspense fallback={null}>
        {opened?.act === 'delete' ? (
          <DeleteContacts
            organizationId={organizationId}
            contacts={opened.contacts}
            onClose={(left) => {
              setSelected(left)
              close()
            }}
          />
        ) : (
          opened && (
            <ContactWindow
              organizationId={organizationId}
              duplicateOf={opened.act === 'duplicate' ? opened.contact : undefined}
              onClose={close}
            />
          )
        )}
        {address.contact && (
          <ContactWindow
            key={address.contact}
            organizationId={organizationId}
            contactId={address.contact}
            readOnly={!mayChange}
            onClose={close}
          />
        )}
      </Suspense>
    </PageFrame>
  )
}
