import FormField from '@cloudscape-design/components/form-field'
import Grid from '@cloudscape-design/components/grid'
import Header from '@cloudscape-design/components/header'
import Input, { type InputProps } from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useId } from 'react'
import { CONTACT_FIELDS, type ContactDraft, type ContactFaults, type ContactField } from '../contact-draft.ts'
import { COUNTRIES } from '../normal/countries.ts'
import { needsState, statesOf } from '../normal/states.ts'
import { hasInvisible } from '../normal/text.ts'
import { POSTAL_RULES } from '../postal-rules.ts'

interface ContactFieldsProps {
  draft: ContactDraft
  faults: ContactFaults
  onChange: (draft: ContactDraft) => void
}

const COUNTRY_OPTIONS = COUNTRIES.map(({ code, name }) => ({ value: code, label: name, labelTag: code }))
const HALVES = [{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 6 } }]

/** The form of a contact: name, contact information, shipping address. */
export function ContactFields(props: ContactFieldsProps) {
  const field = (name: ContactField, more: FieldMore = {}) => <TextField {...props} name={name} {...more} />
  const rule = POSTAL_RULES[props.draft.country]
  return (
    <SpaceBetween size="l">
      <Part title="Name">
        <Grid gridDefinition={HALVES}>
          {field('firstName', { autoComplete: 'given-name' })}
          {field('lastName', { autoComplete: 'family-name' })}
        </Grid>
        {field('businessName', { optional: true, autoComplete: 'organization' })}
      </Part>
      <Part title="Contact information">
        {field('email', { type: 'email', autoComplete: 'email' })}
        <Grid gridDefinition={[{ colspan: { default: 12, xs: 4 } }, { colspan: { default: 12, xs: 8 } }]}>
          {field('countryCode', { hint: 'Digits only, such as 1 or 49.', inputMode: 'numeric', autoComplete: 'tel-country-code' })}
          {field('phoneNumber', { inputMode: 'tel', autoComplete: 'tel-national' })}
        </Grid>
      </Part>
      <Part title="Shipping address">
        <CountryField {...props} />
        {field('addressLine1', { autoComplete: 'address-line1' })}
        {field('addressLine2', { optional: true, autoComplete: 'address-line2' })}
        {field('city', { autoComplete: 'address-level2' })}
        <Grid gridDefinition={HALVES}>
          {field('state', {
            optional: !needsState(props.draft.country, props.draft.city),
            autoComplete: 'address-level1',
            choices: statesOf(props.draft.country).map(({ code, names }) => ({ value: code, label: names[0]! })),
          })}
          {field('postalCode', {
            optional: !rule?.postalCodeRequired,
            autoComplete: 'postal-code',
            ...(rule?.example ? { hint: `Such as ${rule.example}.` } : {}),
          })}
        </Grid>
      </Part>
    </SpaceBetween>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }} aria-label={title}>
      <SpaceBetween size="s">
        <Header variant="h3">{title}</Header>
        {children}
      </SpaceBetween>
    </fieldset>
  )
}

interface FieldMore {
  optional?: boolean
  hint?: string
  type?: InputProps.Type
  inputMode?: InputProps.InputMode
  autoComplete?: string
  /** what may be typed, offered while typing */
  choices?: readonly { value: string; label: string }[]
}

function TextField({
  draft,
  faults,
  onChange,
  name,
  optional,
  hint,
  choices = [],
  ...input
}: ContactFieldsProps & FieldMore & { name: ContactField }) {
  const list = useId()
  const unseen = hasInvisible(draft[name]) ? 'Invisible characters in this text are removed when it is saved.' : undefined
  return (
    <FormField
      label={CONTACT_FIELDS[name].label}
      info={optional ? <i>optional</i> : undefined}
      constraintText={faults[name] ? undefined : (unseen ?? hint)}
      errorText={faults[name]}
      stretch
    >
      <Input
        {...input}
        value={draft[name]}
        nativeInputAttributes={{ dir: 'auto', ...(choices.length > 0 ? { list } : {}) }}
        ariaRequired={!optional}
        onChange={({ detail }) => onChange({ ...draft, [name]: detail.value })}
      />
      {choices.length > 0 && (
        <datalist id={list}>
          {choices.map(({ value, label }) => (
            <option key={value} value={value} label={label} />
          ))}
        </datalist>
      )}
    </FormField>
  )
}

function CountryField({ draft, faults, onChange }: ContactFieldsProps) {
  return (
    <FormField label={CONTACT_FIELDS.country.label} errorText={faults.country} stretch>
      <Select
        filteringType="auto"
        filteringPlaceholder="Find a country"
        filteringAriaLabel="Find a country"
        placeholder="Choose a country"
        ariaRequired
        options={COUNTRY_OPTIONS}
        selectedOption={COUNTRY_OPTIONS.find(({ value }) => value === draft.country) ?? null}
        onChange={({ detail }) => onChange({ ...draft, country: detail.selectedOption.value ?? '' })}
      />
    </FormField>
  )
}
