import Badge from '@cloudscape-design/components/badge'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { lazy, Suspense, useState } from 'react'
import { formatInstant } from '../../../platform/console/format.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { Registration } from '../list/console/PrinterCells.tsx'
import type { PrinterDetails } from '../printers.api.ts'
import { whyNotLabel } from '../printers.ts'
import { Reported } from './Reported.tsx'

const EditPrinters = lazy(async () => ({ default: (await import('../acts/console/EditPrinters.tsx')).EditPrinters }))
const TagPrinters = lazy(async () => ({ default: (await import('../acts/console/TagPrinters.tsx')).TagPrinters }))

interface PrinterIdentificationProps {
  organizationId: string
  printer: PrinterDetails
  mayChange: boolean
}

/** What identifies this printer, with what people wrote on it: asset tag, location and tags, to be edited here. */
export function PrinterIdentification({ organizationId, printer, mayChange }: PrinterIdentificationProps) {
  const [opened, setOpened] = useState<'labels' | 'tags'>()
  const close = () => setOpened(undefined)
  const whyNot = whyNotLabel(printer.registration)
  const act = { organizationId, printer, onClose: close, onStarted: close }
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <ReasonedButton whyNot={whyNot} onClick={() => setOpened('labels')}>
        Edit asset tag and location
      </ReasonedButton>
      <ReasonedButton whyNot={whyNot} onClick={() => setOpened('tags')}>
        Edit tags
      </ReasonedButton>
    </SpaceBetween>
  )
  return (
    <Container
      header={
        <Header variant="h2" actions={mayChange && actions}>
          Identification
        </Header>
      }
    >
      <KeyValuePairs columns={4} items={itemsOf(printer)} />
      <Suspense fallback={null}>
        {opened === 'labels' && <EditPrinters {...act} />}
        {opened === 'tags' && <TagPrinters {...act} />}
      </Suspense>
    </Container>
  )
}

function itemsOf(printer: PrinterDetails) {
  const text = (label: string, value: string | null) => ({ label, value: value ?? '-' })
  const reported = (label: string, value: string | null, source: string | undefined) => ({
    label,
    value: <Reported value={value ?? '-'} source={value && source} />,
  })
  const own = printer.locationSet !== null && printer.locationRead !== null && printer.locationRead !== printer.locationSet
  return [
    text('IP address', printer.ipAddress),
    text('Host name', printer.hostName),
    text('Manufacturer', printer.manufacturer),
    reported('Model', printer.model, printer.sources.model),
    reported('Serial number', printer.serialNumber, printer.sources.serialNumber),
    text('MAC address', printer.macAddress),
    reported('Firmware', printer.firmware, printer.sources.firmware),
    { label: 'Registration', value: <Registration printer={printer} /> },
    text('Location', printer.location && (own ? `${printer.location} (the printer reports ${printer.locationRead})` : printer.location)),
    text('Asset tag', printer.assetTag),
    { label: 'Tags', value: <Tags tags={printer.tags} /> },
    text('Enrolled', printer.enrolledAt && formatInstant(printer.enrolledAt)),
  ]
}

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return '-'
  return (
    <SpaceBetween direction="horizontal" size="xxs">
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </SpaceBetween>
  )
}
