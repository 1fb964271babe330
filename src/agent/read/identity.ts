import type { PrinterReading } from '../../features/agents/agent-protocol.api.ts'
import { MAKERS } from '../makers/makers.ts'
import { describedBy, type Evidence, firstText } from './evidence.ts'
import { readMacAddress } from './mac-address.ts'
import { prtGeneralSerialNumber } from './objects.ts'
import { cleanSerialNumber } from './serial-number.ts'
import { textsOf } from './store.ts'

type Identity = Pick<PrinterReading, 'manufacturer' | 'model' | 'serialNumber' | 'macAddress' | 'firmware'>

/** Which printer it is. */
export function readIdentity(evidence: Evidence): Identity {
  return {
    manufacturer: manufacturerOf(evidence)?.slice(0, 128) ?? null,
    model: modelOf(evidence)?.slice(0, 128) ?? null,
    serialNumber: serialNumberOf(evidence) ?? null,
    macAddress: readMacAddress(evidence.store),
    firmware: firmwareOf(evidence)?.slice(0, 256) ?? null,
  }
}

/**
 * The name on the printer, not that of the factory: many are sold under others' names.
 *
 * @rule agents/the-brand-names-the-maker  A brand in the printer's own texts goes before the maker that sysObjectID names.
 */
function manufacturerOf(evidence: Evidence): string | undefined {
  return evidence.brand ?? evidence.makers[0]?.name ?? evidence.deviceId.get('MFG')
}

function modelOf(evidence: Evidence): string | undefined {
  const maker = evidence.makers.find((candidate) => candidate.model)
  const candidates = [firstText(evidence, maker?.model), ...GENERAL.map((source) => firstText(evidence, [source]))]
  for (const candidate of candidates) {
    const model = candidate && cleanModel(candidate)
    if (model && !NO_MODEL.test(model)) return model
  }
  return undefined
}

/** Texts of print servers and of families of printers that stand where a model belongs. */
const NO_MODEL = /^generic\b|multi-environment|^built-in\b|printing system$/i

const GENERAL = [{ from: 'hrDeviceDescr' }, { deviceId: 'MDL' }, { from: 'sysDescr' }] as const

/**
 * A model as it is called without its maker: the maker's name in front, however often, and habits such as "Series" behind are cut.
 *
 * @rule agents/models-without-the-maker  The model's name does not repeat the maker's.
 */
export function cleanModel(text: string): string | undefined {
  let model = text.trim()
  for (let before = ''; before !== model; ) {
    before = model
    for (const maker of MAKERS) for (const brand of maker.brands) model = model.replace(brand.begins, '').replace(/^[\s,:;-]+/, '')
  }
  return model.replace(/\s+series$/i, '').trim() || undefined
}

function serialNumberOf(evidence: Evidence): string | undefined {
  const suffix = evidence.makers.find((maker) => maker.serialSuffix)?.serialSuffix
  const standard = [...textsOf(evidence.store, prtGeneralSerialNumber, evidence.characterSet).values()]
  const own = evidence.makers.flatMap((maker) => (maker.serialNumber ?? []).map((source) => firstText(evidence, [source])))
  const candidates = [...standard, ...own, describedBy(evidence).serial, evidence.deviceId.get('SER')]
  return candidates.map((text) => cleanSerialNumber(text, suffix)).find((serial) => serial !== undefined)
}

function firmwareOf(evidence: Evidence): string | undefined {
  for (const maker of evidence.makers) {
    const firmware = firstText(evidence, maker.firmware)
    if (firmware) return firmware
  }
  // A print server's text gives its own version, which is not the printer's: where the maker says so it has no descriptions.
  return evidence.makers.some((maker) => maker.descriptions?.length === 0)
    ? undefined
    : describedBy(evidence).firmware?.replace(/[;,]$/, '')
}
