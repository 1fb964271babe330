import Button, { type ButtonProps } from '@cloudscape-design/components/button'

/** A button that is disabled as long as there is a reason why not, and says the reason when pointed at or focused. */
export function ReasonedButton({ whyNot, ...button }: ButtonProps & { whyNot: string | undefined }) {
  return <Button {...button} disabled={whyNot !== undefined} disabledReason={whyNot} />
}
