import { brotherProfiles } from './brother.ts'
import { hpProfiles } from './hp.ts'
import { kyoceraProfiles } from './kyocera.ts'
import { lexmarkProfiles } from './lexmark.ts'
import { otherProfiles } from './others.ts'
import type { Profile } from './profile.ts'
import { rarerProfiles } from './rarer.ts'
import { ricohProfiles } from './ricoh.ts'
import { sharpProfiles } from './sharp.ts'

/** The models of which the fleets are made. */
export const PROFILES: readonly Profile[] = [
  ...lexmarkProfiles,
  ...hpProfiles,
  ...kyoceraProfiles,
  ...ricohProfiles,
  ...sharpProfiles,
  ...brotherProfiles,
  ...otherProfiles,
]

/** Every model that the simulator knows. */
export const ALL_PROFILES: readonly Profile[] = [...PROFILES, ...rarerProfiles]

/** The model of that name. Throws for one that is not simulated. */
export function getProfile(model: string): Profile {
  const profile = ALL_PROFILES.find((candidate) => candidate.model === model)
  if (!profile) throw new Error(`The simulator has no model "${model}". It has: ${ALL_PROFILES.map((known) => known.model).join(', ')}.`)
  return profile
}
