import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { create } from 'qrcode'
import { useState } from 'react'
import { ActModal } from '../../../platform/console/ActModal.tsx'
import { FormModal } from '../../../platform/console/FormModal.tsx'
import { useFlash } from '../../../platform/console/flash.ts'
import { faultOf } from '../../../platform/console/problem.ts'
import { query } from '../../client.ts'

/** Whether signing in takes a code beside the password; turned on and off here. */
export function SecondFactor() {
  const factor = useQuery(query.accounts.session.getSecondFactor.queryOptions({ input: {} }))
  const [open, setOpen] = useState<'on' | 'off'>()
  const close = () => setOpen(undefined)
  const left = factor.data?.recoveryCodes ?? 0
  return (
    <>
      <Container
        header={
          <Header
            variant="h2"
            description="A code from an authenticator app, asked for after the password when you sign in."
            actions={
              factor.data && (
                <Button onClick={() => setOpen(factor.data.isOn ? 'off' : 'on')}>{factor.data.isOn ? 'Turn off' : 'Turn on'}</Button>
              )
            }
          >
            Second factor
          </Header>
        }
      >
        {factor.data?.isOn ? (
          <StatusIndicator type="success">On. {left === 1 ? '1 recovery code' : `${left} recovery codes`} left</StatusIndicator>
        ) : (
          <StatusIndicator type={factor.isPending ? 'loading' : 'stopped'}>{factor.isPending ? 'Loading' : 'Off'}</StatusIndicator>
        )}
      </Container>
      {open === 'on' && <TurnOn onClose={close} />}
      {open === 'off' && <TurnOff onClose={close} />}
    </>
  )
}

function TurnOn({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation(query.accounts.session.beginSecondFactor.mutationOptions())
  const confirm = useMutation(
    query.accounts.session.confirmSecondFactor.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: query.accounts.session.key() }),
    }),
  )
  if (confirm.data) return <RecoveryCodes codes={confirm.data.recoveryCodes} onClose={onClose} />
  if (!begin.data)
    return (
      <FormModal
        title="Turn on second factor"
        submitLabel="Next"
        whyNot={password ? undefined : 'Enter your password first.'}
        busy={begin.isPending}
        error={faultOf(begin.error, 'password') ? null : begin.error}
        onCancel={onClose}
        onSubmit={() => begin.mutate({ password })}
      >
        <PasswordField value={password} onChange={setPassword} error={begin.error} />
      </FormModal>
    )
  return (
    <FormModal
      title="Turn on second factor"
      submitLabel="Turn on"
      whyNot={code ? undefined : 'Enter the code that the app shows.'}
      busy={confirm.isPending}
      error={faultOf(confirm.error, 'code') ? null : confirm.error}
      onCancel={onClose}
      onSubmit={() => confirm.mutate({ code })}
    >
      <SpaceBetween size="m">
        <span>Scan the picture with your authenticator app, or enter the key there. Then enter the code that the app shows.</span>
        <QrCode text={begin.data.address} />
        <FormField label="Key">
          <Box variant="code">{begin.data.key.replace(/(.{4})(?=.)/g, '$1 ')}</Box>
        </FormField>
        <CodeField value={code} onChange={setCode} error={confirm.error} />
      </SpaceBetween>
    </FormModal>
  )
}

/** A picture that an app reads; drawn as one path, dark on light in every theme, since apps read no other. */
function QrCode({ text }: { text: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules
  const path = Array.from(data, (dark, at) => (dark ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('')
  return (
    <svg role="img" aria-label="QR code of the key" viewBox={`-2 -2 ${size + 4} ${size + 4}`} width="220" height="220">
      <rect x="-2" y="-2" width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <ActModal title="Recovery codes" onClose={onClose}>
      <span>
        The second factor is on, and your other sessions have ended. If you lose your device, each of these codes signs you in once.
      </span>
      <Alert type="warning" statusIconAriaLabel="Warning">
        The codes are shown only now. Print them, or keep them in a password manager.
      </Alert>
      <Box variant="pre">{codes.join('\n')}</Box>
      <CopyToClipboard
        textToCopy={codes.join('\n')}
        copyButtonText="Copy codes"
        copySuccessText="Copied"
        copyErrorText="Copying did not work. Select the codes and copy them by hand."
      />
    </ActModal>
  )
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const { flash } = useFlash()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const end = useMutation(
    query.accounts.session.endSecondFactor.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: query.accounts.session.key() })
        flash({ type: 'success', content: 'The second factor is off. Your password alone signs you in.' })
        onClose()
      },
    }),
  )
  const atField = faultOf(end.error, 'password') ?? faultOf(end.error, 'code')
  return (
    <FormModal
      title="Turn off second factor"
      submitLabel="Turn off"
      whyNot={password && code ? undefined : 'Enter your password and a code first.'}
      busy={end.isPending}
      error={atField ? null : end.error}
      onCancel={onClose}
      onSubmit={() => end.mutate({ password, code })}
    >
      <SpaceBetween size="m">
        <PasswordField value={password} onChange={setPassword} error={end.error} />
        <CodeField value={code} onChange={setCode} error={end.error} />
      </SpaceBetween>
    </FormModal>
  )
}

interface FieldProps {
  value: string
  onChange: (value: string) => void
  error: unknown
}

function PasswordField({ value, onChange, error }: FieldProps) {
  return (
    <FormField label="Your password" errorText={faultOf(error, 'password')}>
      <Input type="password" autoComplete="current-password" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}

function CodeField({ value, onChange, error }: FieldProps) {
  return (
    <FormField label="Code" errorText={faultOf(error, 'code')}>
      <Input autoComplete="one-time-code" inputMode="numeric" value={value} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  )
}
