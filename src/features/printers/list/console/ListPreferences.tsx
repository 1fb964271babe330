import CollectionPreferences from '@cloudscape-design/components/collection-preferences'
import Link from '@cloudscape-design/components/link'
import { useEffect, useRef } from 'react'
import { PAGE_SIZES } from '../printer-list-address.ts'

export interface ListPreferencesProps {
  /** where tags are renamed and deleted; none over all organizations */
  tags: string | undefined
  rows: number
  /** every column in its order, and whether it is shown */
  columns: { id: string; label: string; visible: boolean; alwaysVisible: boolean }[]
  onConfirm: (chosen: { rows: number; columns: string[] }) => void
}

/** The window in which columns, their order and the rows of a page are chosen; opens as soon as it is there. */
export function ListPreferences({ tags, rows, columns, onConfirm }: ListPreferencesProps) {
  const around = useRef<HTMLDivElement>(null)
  // The component opens by its own button alone, which has just taken the place of the one that was pressed.
  useEffect(() => around.current?.querySelector('button')?.click(), [])
  return (
    <div ref={around}>
      <CollectionPreferences
        title="Columns and rows"
        confirmLabel="Apply"
        cancelLabel="Cancel"
        preferences={{ pageSize: rows, contentDisplay: columns.map(({ id, visible }) => ({ id, visible })) }}
        pageSizePreference={{ title: 'Rows of a page', options: PAGE_SIZES.map((value) => ({ value, label: `${value} printers` })) }}
        contentDisplayPreference={{
          title: 'Columns',
          description: 'Choose the columns and their order.',
          options: columns.map(({ id, label, alwaysVisible }) => ({ id, label, alwaysVisible })),
        }}
        {...(tags !== undefined && { customPreference: () => <Link href={tags}>Rename and delete tags</Link> })}
        onConfirm={({ detail }) =>
          onConfirm({
            rows: detail.pageSize ?? rows,
            columns: (detail.contentDisplay ?? []).filter((column) => column.visible).map((column) => column.id),
          })
        }
      />
    </div>
  )
}
