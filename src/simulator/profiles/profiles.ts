import { brotherProfiles } from './brother.ts'
import { hpProfiles } from './hp.ts'
import { kyoceraProfiles } from './kyocera.ts'
import { lexmarkProfiles } from './lexmark.ts'
import { otherProfiles } from './others.ts'
import type { Profile } from './profile.ts'
import { ricohProfiles } from './ricoh.ts'
import { sharpProfiles } from './sharp.ts'

/** Every model that the simulator knows. */
export const PROFILES: readonly Profile[] = [
  ...lexmarkProfiles,
  ...hpProfiles,
  ...kyoceraProfiles,
  ...ricohProfiles,
  ...sharpProfiles,
  ...brotherProfiles,
  ...otherProfiles,
]

/** The model of that name. Throws for one that is not simulated. */
export function getProfile(model: string): Profile {
  const profile = PROFILES.find((candidate) => candidate.model === model)
  if (!profile) throw new Error(`The simulator has no model "${model}". It has: ${PROFILES.map((known) => known.model).join(', ')}.`)
  return profile
}
