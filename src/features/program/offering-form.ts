import { formatNumber } from '../../platform/numbers.ts'

/** The requirements of the offering as a person types them. */
export interface OfferingFields {
  requiredAgentVersion: string
  lifetimePageCountLimit: string
  automaticAcceptance: boolean
}

interface OfferingValues {
  requiredAgentVersion: string
  lifetimePageCountLimit: number
  automaticAcceptance: boolean
}

export function offeringFields(offering: OfferingValues): OfferingFields {
  return {
    requiredAgentVersion: offering.requiredAgentVersion,
    lifetimePageCountLimit: formatNumber(offering.lifetimePageCountLimit),
    automaticAcceptance: offering.automaticAcceptance,
  }
}

/** A page count as people write it, thousands separated or not; undefined when it is no positive whole number. */
export function readPageCount(text: string): number | undefined {
  const grouped = /^\d{1,3}(?:[ ,.'’\u00a0\u202f]\d{3})+$/u.test(text.trim())
  const digits = grouped ? text.replace(/\D/gu, '') : text.trim()
  return /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : undefined
}

/** What the fields say: the offering, or what is wrong with them. */
export function readOfferingFields(fields: OfferingFields): {
  offering: OfferingValues | undefined
  faults: { requiredAgentVersion?: string; lifetimePageCountLimit?: string }
} {
  const lifetimePageCountLimit = readPageCount(fields.lifetimePageCountLimit)
  const requiredAgentVersion = fields.requiredAgentVersion.trim()
  const isVersion = /^\d+\.\d+\.\d+$/.test(requiredAgentVersion)
  const faults = {
    ...(!isVersion && { requiredAgentVersion: 'A version has three numbers, such as 1.2.0.' }),
    ...(lifetimePageCountLimit === undefined && { lifetimePageCountLimit: 'Type a whole number of pages above 0, such as 500,000.' }),
  }
  if (!isVersion || lifetimePageCountLimit === undefined) return { offering: undefined, faults }
  return { offering: { requiredAgentVersion, lifetimePageCountLimit, automaticAcceptance: fields.automaticAcceptance }, faults }
}
