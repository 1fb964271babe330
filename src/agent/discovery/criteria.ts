import type { AgentConfiguration } from '../../features/agent-protocol/agent-protocol.api.ts'
import type { SnmpAccess } from '../../features/agent-protocol/snmp-access.api.ts'
import { type AddressRange, covers, parseAddress, parseEntry, without } from './addresses.ts'

/** Host names of the criteria that could be resolved, with their addresses. */
export type ResolvedNames = ReadonlyMap<string, string>

/** One entry to include: where it leads and how to ask there. */
interface Inclusion {
  entry: string
  range: AddressRange | undefined
  access: SnmpAccess
}

/** What the discovery criteria mean: which addresses are included, and how each is asked. */
export interface Criteria {
  inclusions: readonly Inclusion[]
  excluded: readonly AddressRange[]
}

/** Works the criteria out. Entries whose profile is missing, and names that are not resolved, lead nowhere for the time being. */
export function criteriaOf(configuration: AgentConfiguration, names: ResolvedNames): Criteria {
  const profiles = new Map(configuration.profiles.map((profile) => [profile.id, profile]))
  const rangeOf = (entry: string) => parseEntry(entry) ?? parseEntry(names.get(entry) ?? '')
  const inclusions = configuration.include.flatMap(({ entry, profileId }) => {
    const access = profiles.get(profileId)
    return access ? [{ entry, range: rangeOf(entry), access }] : []
  })
  return { inclusions, excluded: configuration.exclude.map(rangeOf).filter((range) => range !== undefined) }
}

/** Host names among the entries, which have to be resolved. */
export function namesIn({ include, exclude }: AgentConfiguration): string[] {
  return [...include.map(({ entry }) => entry), ...exclude].filter((entry) => parseEntry(entry) === undefined)
}

/** What to sweep with each profile. */
export function sweepsOf({ inclusions, excluded }: Criteria): { access: SnmpAccess; ranges: AddressRange[] }[] {
  const byProfile = Map.groupBy(inclusions, ({ access }) => access.id)
  return [...byProfile.values()].map((group) => ({
    access: group[0]!.access,
    ranges: without(
      group.map(({ range }) => range).filter((range) => range !== undefined),
      excluded,
    ),
  }))
}

/**
 * How to ask an address: by the entries that cover it, that of the profile it answered to before going first; none when it is not
 * included, or excluded.
 *
 * @rule agents/profiles-never-unenroll  A printer whose SNMP profile was changed or deleted is read with the current profile of its entry.
 */
export function accessesTo(criteria: Criteria, address: string, before: { profileId: string; foundBy: string }): Inclusion[] {
  const number = parseAddress(address)
  if (number === undefined || covers(criteria.excluded, number)) return []
  const covering = criteria.inclusions.filter(({ entry, range }) => (range ? covers([range], number) : entry === before.foundBy))
  const byProfile = new Map(covering.toReversed().map((inclusion) => [inclusion.access.id, inclusion]))
  return [...byProfile.values()]
    .reverse()
    .sort((a, b) => Number(b.access.id === before.profileId) - Number(a.access.id === before.profileId))
}
