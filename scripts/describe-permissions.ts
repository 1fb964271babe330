import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'
import {
  HOLDS,
  may,
  ORGANIZATION_KINDS,
  PERMISSIONS,
  type Permission,
  ROLE_NAMES,
  ROLES,
  type Role,
} from '../src/features/accounts/roles.ts'
import { contract } from '../src/features/api.ts'
import type { OperationMeta } from '../src/features/contract.ts'

const KINDS = ORGANIZATION_KINDS.join(', ')
const OTHERS = {
  anyone: 'Anyone, without signing in',
  'signed-in': 'Any signed-in person, about what is theirs',
  agent: 'Fleet agents, with their own credential',
} as const

interface Operation {
  path: string
  method: string
  summary: string
  access: OperationMeta['access']
}

function operationsOf(part: unknown): Operation[] {
  if (!isContractProcedure(part)) return Object.values(part as object).flatMap(operationsOf)
  const { route, meta } = (part as AnyContractProcedure)['~orpc']
  const { method = 'POST', path = '', summary = '' } = route
  return [{ method, path, summary, access: (meta as OperationMeta).access }]
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (heads: readonly string[], body: readonly (readonly string[])[]) =>
  [row(heads), row(heads.map(() => '---')), ...body.map(row)].join('\n')

function kindsIn(role: Role, permission: Permission): string {
  const kinds = ORGANIZATION_KINDS.filter((kind) => may([role], permission, kind))
  return kinds.length === ORGANIZATION_KINDS.length ? 'all' : kinds.join(', ')
}

const placesOf = (role: Role) => {
  const { kinds, byAccessGroup }: { kinds: readonly string[]; byAccessGroup: boolean } = ROLES[role]
  return [kinds.join(', ') || 'nowhere', byAccessGroup ? 'yes' : 'no']
}

const operationRow = ({ method, path, summary }: Operation) => [`\`${method} ${path}\``, summary.replaceAll('|', '\\|')]

/** The page of roles and operations, made from the tables that the server's access check and the console read. */
export function describePermissions(): string {
  const operations = operationsOf(contract)
  const labels = ROLE_NAMES.map((role) => ROLES[role].label)
  const permissions = Object.keys(PERMISSIONS) as Permission[]
  const sections = [
    ...permissions.map((permission) => ({ title: permission, access: permission as OperationMeta['access'] })),
    ...Object.entries(OTHERS).map(([access, title]) => ({ title, access: access as OperationMeta['access'] })),
  ].map(({ title, access }) => {
    const mine = operations.filter((operation) => operation.access === access)
    return `### ${title[0]!.toUpperCase()}${title.slice(1)}\n\n${mine.length > 0 ? table(['operation', 'does'], mine.map(operationRow)) : 'No operation of its own.'}`
  })
  return `# Permissions

Made by \`npm run generate\` from \`src/features/accounts/roles.ts\` and the contracts of the operations; \`npm test\` fails when it is not fresh.
A role acts in the organization where it is given. A role of a Child Organization Access Group acts in all child organizations of the partner.
Whoever has no role in an organization gets the answer 404, as if it did not exist; whoever has one that does not allow an act gets 403.

## Where a role can be given

${table(
  ['role', 'directly or by an ordinary group, in', 'by a Child Organization Access Group'],
  ROLE_NAMES.map((role) => [ROLES[role].label, ...placesOf(role)]),
)}

## Who gives and takes which role

A person gives or takes a role, and changes, resets, deactivates or deletes a person who has it, only if they hold the role. \`yes\`: who has the role
of the row holds the role of the column. In Child Organization Access Groups this counts for ${ROLES['partner-administrator'].label} and ${ROLES['organization-administrator'].label} alone.

${table(
  ['has \\ gives', ...labels],
  ROLE_NAMES.map((role) => [
    ROLES[role].label,
    ...ROLE_NAMES.map((other) => ((HOLDS[role] as readonly Role[]).includes(other) ? 'yes' : '')),
  ]),
)}

## What each role allows

In which kinds of organization (${KINDS}) a role allows an act.

${table(
  ['act', ...labels],
  permissions.map((permission) => [permission, ...ROLE_NAMES.map((role) => kindsIn(role, permission))]),
)}

## Operations

The operations of the API by the act that they take.

${sections.join('\n\n')}
`
}
