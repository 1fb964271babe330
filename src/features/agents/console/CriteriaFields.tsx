import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { AgentDraft, AgentFaults } from '../agent-draft.ts'
import type { SnmpProfile } from '../agents.api.ts'

const SUCH_AS = '10.0.0.0/24, 10.0.0.1-10.0.0.99, 10.0.0.7 or a host name'

type Include = AgentDraft['include'][number]

interface IncludeFieldsProps {
  entries: Include[]
  faults: AgentFaults['include']
  profiles: SnmpProfile[]
  onChange: (entries: Include[]) => void
  onCreateProfile: () => void
}

/** `Add Discovery Criteria to Include`: what the agent sweeps, each entry with the SNMP profile it is read by. */
export function IncludeFields({ entries, faults, profiles, onChange, onCreateProfile }: IncludeFieldsProps) {
  const options = profiles.map(({ id, name, version }) => ({ value: id, label: name, labelTag: version }))
  const replace = (row: number, part: Partial<Include>) => onChange(entries.map((entry, i) => (i === row ? { ...entry, ...part } : entry)))
  const add = () => onChange([...entries, { entry: '', profileId: entries.at(-1)?.profileId ?? options[0]?.value ?? '' }])
  return (
    <section aria-label="Add Discovery Criteria to Include">
      <SpaceBetween size="s">
        <Header variant="h3" actions={<Button onClick={onCreateProfile}>Create SNMP profile</Button>}>
          Add Discovery Criteria to Include
        </Header>
        {profiles.length === 0 && <Box color="text-body-secondary">Create an SNMP profile first: it says how the printers are read.</Box>}
        <AttributeEditor
          items={entries}
          addButtonText="Add entry"
          removeButtonText="Remove"
          empty="Nothing is included yet."
          onAddButtonClick={add}
          onRemoveButtonClick={({ detail }) => onChange(entries.filter((_, row) => row !== detail.itemIndex))}
          removeButtonAriaLabel={({ entry }) => `Remove ${entry || 'the blank entry'}`}
          definition={[
            {
              label: 'Address, range, subnet or host name',
              control: ({ entry }, row) => (
                <Input value={entry} placeholder={SUCH_AS} onChange={({ detail }) => replace(row, { entry: detail.value })} />
              ),
              errorText: (_, row) => faults[row]?.entry,
            },
            {
              label: 'SNMP profile',
              control: ({ profileId }, row) => (
                <Select
                  options={options}
                  placeholder="Choose a profile"
                  selectedOption={options.find(({ value }) => value === profileId) ?? null}
                  onChange={({ detail }) => replace(row, { profileId: detail.selectedOption.value ?? '' })}
                />
              ),
              errorText: (_, row) => faults[row]?.profileId,
            },
          ]}
        />
      </SpaceBetween>
    </section>
  )
}

interface ExcludeFieldsProps {
  entries: string[]
  faults: AgentFaults['exclude']
  onChange: (entries: string[]) => void
}

/** `Exclude`: what the agent leaves alone, though it is included. */
export function ExcludeFields({ entries, faults, onChange }: ExcludeFieldsProps) {
  return (
    <section aria-label="Exclude">
      <SpaceBetween size="s">
        <Header variant="h3">Exclude</Header>
        <AttributeEditor
          items={entries}
          addButtonText="Add entry"
          removeButtonText="Remove"
          empty="Nothing is excluded."
          onAddButtonClick={() => onChange([...entries, ''])}
          onRemoveButtonClick={({ detail }) => onChange(entries.filter((_, row) => row !== detail.itemIndex))}
          removeButtonAriaLabel={(entry) => `Remove ${entry || 'the blank entry'}`}
          definition={[
            {
              label: 'Address, range, subnet or host name',
              control: (entry, row) => (
                <Input
                  value={entry}
                  placeholder={SUCH_AS}
                  onChange={({ detail }) => onChange(entries.map((other, i) => (i === row ? detail.value : other)))}
                />
              ),
              errorText: (_, row) => faults[row],
            },
          ]}
        />
      </SpaceBetween>
    </section>
  )
}
