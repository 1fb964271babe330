import Link from '@cloudscape-design/components/link'
import { formatCount } from './format.ts'

/** A count that opens to what it counts, by address or by an act; plain where there is nothing to open. */
export function CountLink({ count, label, href, onOpen }: { count: number; label: string; href?: string; onOpen?: () => void }) {
  if (count === 0) return <>0</>
  return (
    <Link
      href={href}
      ariaLabel={`${formatCount(count)} ${label}`}
      onFollow={(event) => {
        if (!onOpen) return
        event.preventDefault()
        onOpen()
      }}
    >
      {formatCount(count)}
    </Link>
  )
}
