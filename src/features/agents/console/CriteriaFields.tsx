import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { formatCount } from '../../../platform/console/format.ts'
import type { AgentDraft, AgentFaults } from '../agent-draft.ts'
import type { SnmpProfile } from '../snmp-profiles/snmp-profiles.api.ts'
import { ROWS, useRows } from './useRows.tsx'

const SUCH_AS = '10.0.0.0/24, 10.0.0.1-10.0.0.99, 10.0.0.7 or a host name'

type Include = AgentDraft['include'][number]

interface IncludeFieldsProps {
  entries: Include[]
  faults: AgentFaults['include']
  profiles: SnmpProfile[]
  onChange: (entries: Include[]) => void
  onCreateProfile: () => void
  onImport: () => void
}

/** `Add Discovery Criteria to Include`: what the agent sweeps, each entry with the SNMP profile it is read by. */
export function IncludeFields({ entries, faults, profiles, onChange, onCreateProfile, onImport }: IncludeFieldsProps) {
  const options = profiles.map(({ id, name, version }) => ({ value: id, label: name, labelTag: version }))
  const rows = useRows(entries, Object.keys(faults))
  const replace = (row: number, part: Partial<Include>) => onChange(entries.map((entry, i) => (i === row ? { ...entry, ...part } : entry)))
  const add = () => {
    onChange([...entries, { entry: '', profileId: entries.at(-1)?.profileId ?? options[0]?.value ?? '' }])
    rows.goToLast()
  }
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <Button formAction="none" onClick={onImport}>
        Import criteria
      </Button>
      <Button formAction="none" onClick={onCreateProfile}>
        Create SNMP profile
      </Button>
    </SpaceBetween>
  )
  return (
    <CriteriaSection title="Add Discovery Criteria to Include" count={entries.length} actions={actions} pages={rows.pages}>
      {profiles.length === 0 && <Box color="text-body-secondary">Create an SNMP profile first. It defines how the printers are read.</Box>}
      <AttributeEditor
        items={rows.shown}
        addButtonText="Add entry"
        removeButtonText="Remove"
        empty="Nothing is included yet."
        onAddButtonClick={add}
        onRemoveButtonClick={({ detail }) => onChange(entries.filter((_, row) => row !== rows.from + detail.itemIndex))}
        removeButtonAriaLabel={({ entry }) => `Remove ${entry || 'the blank entry'}`}
        definition={[
          {
            label: 'Address, range, subnet or host name',
            control: ({ entry }, row) => (
              <Input value={entry} placeholder={SUCH_AS} onChange={({ detail }) => replace(rows.from + row, { entry: detail.value })} />
            ),
            errorText: (_, row) => faults[rows.from + row]?.entry,
          },
          {
            label: 'SNMP profile',
            control: ({ profileId }, row) => (
              <Select
                options={options}
                placeholder="Choose a profile"
                selectedOption={options.find(({ value }) => value === profileId) ?? null}
                onChange={({ detail }) => replace(rows.from + row, { profileId: detail.selectedOption.value ?? '' })}
              />
            ),
            errorText: (_, row) => faults[rows.from + row]?.profileId,
          },
        ]}
      />
    </CriteriaSection>
  )
}

interface ExcludeFieldsProps {
  entries: string[]
  faults: AgentFaults['exclude']
  onChange: (entries: string[]) => void
}

/** `Exclude`: what the agent leaves alone, though it is included. */
export function ExcludeFields({ entries, faults, onChange }: ExcludeFieldsProps) {
  const rows = useRows(entries, Object.keys(faults))
  return (
    <CriteriaSection title="Exclude" count={entries.length} pages={rows.pages}>
      <AttributeEditor
        items={rows.shown}
        addButtonText="Add entry"
        removeButtonText="Remove"
        empty="Nothing is excluded."
        onAddButtonClick={() => {
          onChange([...entries, ''])
          rows.goToLast()
        }}
        onRemoveButtonClick={({ detail }) => onChange(entries.filter((_, row) => row !== rows.from + detail.itemIndex))}
        removeButtonAriaLabel={(entry) => `Remove ${entry || 'the blank entry'}`}
        definition={[
          {
            label: 'Address, range, subnet or host name',
            control: (entry, row) => (
              <Input
                value={entry}
                placeholder={SUCH_AS}
                onChange={({ detail }) => onChange(entries.map((other, i) => (i === rows.from + row ? detail.value : other)))}
              />
            ),
            errorText: (_, row) => faults[rows.from + row],
          },
        ]}
      />
    </CriteriaSection>
  )
}

interface CriteriaSectionProps {
  title: string
  count: number
  actions?: ReactNode
  pages: ReactNode
  children: ReactNode
}

function CriteriaSection({ title, count, actions, pages, children }: CriteriaSectionProps) {
  return (
    <section aria-label={title}>
      <SpaceBetween size="s">
        <Header variant="h3" counter={count > ROWS ? `(${formatCount(count)})` : undefined} actions={actions}>
          {title}
        </Header>
        {pages}
        {children}
      </SpaceBetween>
    </section>
  )
}
