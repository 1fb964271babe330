import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../../platform/console/EmptyState.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { formatInstant } from '../../../platform/console/format.ts'
import { faultOf } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'
import type { Terms } from '../program.api.ts'

interface OfferingTermsProps {
  providerId: string
  mayChange: boolean
  terms: Terms | null
}

/** The terms of service in force, and the window that publishes the next version. */
export function OfferingTerms({ providerId, mayChange, terms }: OfferingTermsProps) {
  const [publishing, setPublishing] = useState(false)
  const publish = mayChange && <Button onClick={() => setPublishing(true)}>Publish new version</Button>
  return (
    <>
      <Container
        header={
          <Header
            variant="h2"
            actions={terms && publish}
            description={terms && `Version ${terms.version}, published ${formatInstant(terms.publishedAt)}`}
          >
            Terms of service
          </Header>
        }
        footer={
          terms && (
            <Box variant="small">
              <span style={{ overflowWrap: 'anywhere' }}>SHA-256 {terms.hash}</span>
            </Box>
          )
        }
      >
        {terms ? (
          <>
            <Box variant="h3">{terms.title}</Box>
            <div style={{ whiteSpace: 'pre-wrap', maxWidth: 800 }}>{terms.text}</div>
          </>
        ) : (
          <EmptyState title="No terms of service yet" action={publish}>
            Customers can add printers after you publish terms of service. They accept the terms each time.
          </EmptyState>
        )}
      </Container>
      {publishing && <PublishTerms providerId={providerId} terms={terms} onClose={() => setPublishing(false)} />}
    </>
  )
}

function PublishTerms({ providerId, terms, onClose }: { providerId: string; terms: Terms | null; onClose: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const [title, setTitle] = useState(terms?.title ?? '')
  const [text, setText] = useState(terms?.text ?? '')
  const publish = useMutation(
    query.program.publishTerms.mutationOptions({
      onSuccess: ({ version }) => {
        void queries.invalidateQueries({ queryKey: query.program.key() })
        flash({ type: 'success', content: `Version ${version} of the terms of service is published.` })
        onClose()
      },
    }),
  )
  return (
    <FormModal
      title="Publish new version"
      size="large"
      submitLabel="Publish"
      whyNot={whyNotPublish(title, text, terms)}
      busy={publish.isPending}
      error={publish.error}
      onCancel={onClose}
      onSubmit={() => publish.mutate({ organizationId: providerId, title, text })}
    >
      <span>
        The new version applies to every printer added from now on. People who have the previous version open are asked to read the new one.
        Earlier versions and their acceptances are kept.
      </span>
      <FormField label="Title" errorText={faultOf(publish.error, 'title')}>
        <Input value={title} onChange={({ detail }) => setTitle(detail.value)} />
      </FormField>
      <FormField label="Text" stretch errorText={faultOf(publish.error, 'text')}>
        <Textarea value={text} rows={16} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </FormModal>
  )
}

function whyNotPublish(title: string, text: string, terms: Terms | null): string | undefined {
  if (!title.trim() || !text.trim()) return 'Title and text are required.'
  return title.trim() === terms?.title && text.trim() === terms.text ? 'There are no changes to save.' : undefined
}
