import { ChooseImportFile } from './ChooseImportFile.tsx'
import { FollowImport } from './FollowImport.tsx'
import { NEW_IMPORT, RECENT_IMPORTS } from './import-address.ts'
import { RecentImports } from './RecentImports.tsx'

interface ImportContactsProps {
  organizationId: string
  /** a new import, the recent ones, or the id of one */
  opened: string
  mayChange: boolean
  onOpen: (opened: string) => void
  onClose: () => void
}

/** The windows of imports. Which one is open stands in the address, so that an import is found again after a reload. */
export function ImportContacts({ organizationId, opened, mayChange, onOpen, onClose }: ImportContactsProps) {
  const parts = { organizationId, mayChange, onOpen, onClose }
  if (opened === RECENT_IMPORTS) return <RecentImports {...parts} />
  if (opened !== NEW_IMPORT) return <FollowImport key={opened} {...{ organizationId, mayChange, onClose }} importId={opened} />
  return mayChange ? <ChooseImportFile {...parts} /> : null
}
