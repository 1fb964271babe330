import Flashbar from '@cloudscape-design/components/flashbar'
import Link from '@cloudscape-design/components/link'
import { dismissFlash, type ShownFlash } from '../platform/console/flash.ts'

/** The messages above the page. */
export function Flashes({ shown }: { shown: ShownFlash[] }) {
  return (
    <Flashbar
      stackItems
      items={shown.map(({ id, type, header, content, link }) => ({
        id,
        type: type === 'in-progress' ? ('info' as const) : type,
        loading: type === 'in-progress',
        header,
        ariaRole: type === 'error' ? ('alert' as const) : ('status' as const),
        content: (
          <>
            {content}{' '}
            {link && (
              <Link href={link.href} color="inverted" variant="primary">
                {link.text}
              </Link>
            )}
          </>
        ),
        dismissible: true,
        dismissLabel: 'Dismiss message',
        onDismiss: () => dismissFlash(id),
      }))}
    />
  )
}
