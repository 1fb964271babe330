import { IMPORT_COLUMNS, REASON_COLUMN } from '../contact-columns.ts'

export interface FileFault {
  field: string
  message: string
}

// Who has other columns altogether is helped by the first of them.
const MOST_FAULTS = 100

const NO_HEADER = `The first row is not the header. It must be: ${IMPORT_COLUMNS.join(',')}`

export type ColumnPlan =
  | { kind: 'read' /** where in the file each column of the sample stands */; at: number[] }
  | { kind: 'other-order'; faults: FileFault[] }
  | { kind: 'refused'; faults: FileFault[] }

/**
 * Where the columns of the sample stand in a file with this header.
 * @rule contacts/columns-as-in-the-sample  All columns of the sample, in its order; a last column Reason is ignored.
 * @rule contacts/columns-by-name  Where only the order differs, the refusal says so, and the file can be read by the names.
 */
export function planColumns(header: readonly string[], byName: boolean): ColumnPlan {
  const names = header.map((name) => name.trim())
  if (!names.some(isKnown)) return { kind: 'refused', faults: [{ field: 'header', message: NO_HEADER }] }
  const faults = [...findDoubled(names), ...findMissing(names), ...findExtra(names)].slice(0, MOST_FAULTS)
  if (faults.length > 0) return { kind: 'refused', faults }
  const at = IMPORT_COLUMNS.map((column) => names.indexOf(column))
  const moved = names.flatMap((name, i) => {
    const expected = IMPORT_COLUMNS[i] ?? REASON_COLUMN
    return name === expected ? [] : [{ field: name, message: `Column ${i + 1} is “${name}”; “${expected}” is expected there.` }]
  })
  return moved.length === 0 || byName ? { kind: 'read', at } : { kind: 'other-order', faults: moved }
}

function findDoubled(names: readonly string[]): FileFault[] {
  const places = new Map<string, number[]>()
  for (const [i, name] of names.entries()) places.set(name, [...(places.get(name) ?? []), i + 1])
  places.delete('')
  return [...places].flatMap(([name, columns]) =>
    columns.length > 1 ? [{ field: name, message: `“${name}” is in several columns: ${columns.join(', ')}. Keep one.` }] : [],
  )
}

function findMissing(names: readonly string[]): FileFault[] {
  return IMPORT_COLUMNS.flatMap((column, i) => {
    if (names.includes(column)) return []
    const written = names.find((name) => !isKnown(name) && bare(name) === bare(column)) ?? (isKnown(names[i]) ? undefined : names[i])
    return [{ field: column, message: `“${column}” is missing${written ? `: “${written}” is there instead. Rename it` : ''}.` }]
  })
}

function findExtra(names: readonly string[]): FileFault[] {
  return names.flatMap((name, i) =>
    isKnown(name)
      ? []
      : [
          {
            field: name || `Column ${i + 1}`,
            message: `Column ${i + 1}${name ? `, “${name}”,` : ' without a name'} is not a column of the sample.`,
          },
        ],
  )
}

const isKnown = (name: string | undefined) => name !== undefined && (IMPORT_COLUMNS.includes(name) || name === REASON_COLUMN)
const bare = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

const OTHER_SEPARATORS = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const

/** What separates the values of a first line, where it is another sign than a comma; undefined where it is none of those known. */
export function otherSeparator(firstLine: string): string | undefined {
  const known = (sign: string) => firstLine.split(sign).filter((cell) => isKnown(cell.trim().replace(/^"(.*)"$/, '$1'))).length
  const found = Object.entries(OTHER_SEPARATORS).find(([sign]) => known(sign) > 1 && known(sign) > known(','))
  return found?.[1]
}
