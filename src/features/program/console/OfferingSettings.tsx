import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Toggle from '@cloudscape-design/components/toggle'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFlash } from '../../../platform/console/flash.ts'
import { ProblemNote } from '../../../platform/console/ProblemNote.tsx'
import { faultOf } from '../../../platform/console/problem.ts'
import { ReasonedButton } from '../../../platform/console/ReasonedButton.tsx'
import { query } from '../../client.ts'
import { type OfferingFields, offeringFields, readOfferingFields } from '../offering-form.ts'
import type { Offering } from '../program.api.ts'

interface OfferingSettingsProps {
  providerId: string
  mayChange: boolean
  offering: Offering
}

/** What a printer must meet to be eligible, and whether requests are accepted by themselves. */
export function OfferingSettings({ providerId, mayChange, offering }: OfferingSettingsProps) {
  const stored = offeringFields(offering)
  const [edited, setEdited] = useState<OfferingFields>()
  const fields = edited ?? stored
  const { offering: wanted, faults } = readOfferingFields(fields)
  const isChanged = JSON.stringify(fields) !== JSON.stringify(stored)
  const save = useSavedOffering(() => setEdited(undefined))
  const change = (part: Partial<OfferingFields>) => setEdited({ ...fields, ...part })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted && isChanged && !save.isPending) save.mutate({ organizationId: providerId, ...wanted })
      }}
    >
      <Form
        actions={
          mayChange && (
            <SpaceBetween direction="horizontal" size="xs">
              {isChanged && (
                <Button variant="link" formAction="none" onClick={() => setEdited(undefined)}>
                  Cancel
                </Button>
              )}
              <ReasonedButton
                variant="primary"
                formAction="submit"
                loading={save.isPending}
                whyNot={isChanged ? undefined : 'There are no changes to save.'}
              >
                Save Changes
              </ReasonedButton>
            </SpaceBetween>
          )
        }
      >
        <Container header={<Header variant="h2">Requirements</Header>}>
          <SpaceBetween size="l">
            <ProblemNote error={save.error} />
            <FormField
              label="Maximum lifetime page count"
              description="Applies to every model without its own limit. A printer at the maximum is eligible."
              errorText={faults.lifetimePageCountLimit ?? faultOf(save.error, 'lifetimePageCountLimit')}
            >
              <Input
                inputMode="numeric"
                readOnly={!mayChange}
                value={fields.lifetimePageCountLimit}
                onChange={({ detail }) => change({ lifetimePageCountLimit: detail.value })}
              />
            </FormField>
            <FormField
              label="Required agent version"
              description="Printers that are read by an older fleet agent are not eligible."
              errorText={faults.requiredAgentVersion ?? faultOf(save.error, 'requiredAgentVersion')}
            >
              <Input
                readOnly={!mayChange}
                value={fields.requiredAgentVersion}
                onChange={({ detail }) => change({ requiredAgentVersion: detail.value })}
              />
            </FormField>
            <Toggle
              disabled={!mayChange}
              checked={fields.automaticAcceptance}
              description="New requests are accepted at once. Requests that are already pending still need a decision."
              onChange={({ detail }) => change({ automaticAcceptance: detail.checked })}
            >
              Accept requests automatically
            </Toggle>
          </SpaceBetween>
        </Container>
      </Form>
    </form>
  )
}

function useSavedOffering(onDone: () => void) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  return useMutation(
    query.program.changeOffering.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: query.program.key() })
        flash({
          type: 'success',
          content: 'The requirements are saved. They apply to future eligibility checks. Managed printers stay managed.',
        })
        onDone()
      },
    }),
  )
}
