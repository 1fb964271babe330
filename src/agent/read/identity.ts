import type { PrinterReading } from '../../features/agent-protocol/agent-protocol.api.ts'
import { MAKERS } from '../makers/makers.ts'
import { describedBy, type Evidence, firstText, type Reported } from './evidence.ts'
import { readMacAddress } from './mac-address.ts'
import { prtGeneralSerialNumber, sysDescr } from './objects.ts'
import { remembering } from './remembering.ts'
import { cleanSerialNumber } from './serial-number.ts'
import { rowsOf, textAt } from './store.ts'

type Identity = Pick<PrinterReading, 'manufacturer' | 'model' | 'serialNumber' | 'macAddress' | 'firmware'>
type Sources = NonNullable<PrinterReading['sources']>

/**
 * Which printer it is, and which objects said so.
 *
 * @rule agents/a-value-keeps-its-source  The object from which model, serial number, firmware, mono and color count were read is kept with the value.
 */
export function readIdentity(evidence: Evidence): { identity: Identity; sources: Sources } {
  const model = modelOf(evidence)
  const serial = serialNumberOf(evidence)
  const firmware = firmwareOf(evidence)
  return {
    identity: {
      manufacturer: manufacturerOf(evidence)?.slice(0, 128) ?? null,
      model: model?.text.slice(0, 128) ?? null,
      serialNumber: serial?.text ?? null,
      macAddress: readMacAddress(evidence.store),
      firmware: firmware?.text.slice(0, 256) ?? null,
    },
    sources: {
      ...(model && { model: model.source }),
      ...(serial && { serialNumber: serial.source }),
      ...(firmware && { firmware: firmware.source }),
    },
  }
}

/**
 * The name on the printer, not that of the factory: many are sold under others' names.
 *
 * @rule agents/the-brand-names-the-maker  A brand in the printer's own texts takes precedence over the maker that sysObjectID names.
 */
function manufacturerOf(evidence: Evidence): string | undefined {
  return evidence.brand ?? evidence.makers[0]?.name ?? evidence.deviceId.get('MFG')
}

function modelOf(evidence: Evidence): Reported | undefined {
  const maker = evidence.makers.find((candidate) => candidate.model)
  for (const source of [...(maker?.model ?? []), ...GENERAL]) {
    const candidate = firstText(evidence, [source])
    const model = candidate && cleanModel(candidate.text)
    if (model && !NO_MODEL.test(model)) return { text: model, source: candidate.source }
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
export const cleanModel = remembering((text): string | undefined => {
  let model = text.trim()
  for (let before = ''; before !== model; ) {
    before = model
    for (const maker of MAKERS) for (const brand of maker.brands) model = model.replace(brand.begins, '').replace(/^[\s,:;-]+/, '')
  }
  return model.replace(/\s+series$/i, '').trim() || undefined
})

function serialNumberOf(evidence: Evidence): Reported | undefined {
  const suffix = evidence.makers.find((maker) => maker.serialSuffix)?.serialSuffix
  const { store, characterSet } = evidence
  const standard = rowsOf(store, prtGeneralSerialNumber).map((row) => `${prtGeneralSerialNumber}.${row}`)
  const candidates: (Reported | undefined)[] = [
    ...standard.map((source) => ({ text: textAt(store, source, characterSet) ?? '', source })),
    ...evidence.makers.flatMap((maker) => (maker.serialNumber ?? []).map((source) => firstText(evidence, [source]))),
    { text: describedBy(evidence).serial ?? '', source: sysDescr },
    firstText(evidence, [{ deviceId: 'SER' }]),
  ]
  for (const candidate of candidates) {
    const text = cleanSerialNumber(candidate?.text, suffix)
    if (candidate && text !== undefined) return { text, source: candidate.source }
  }
  return undefined
}

function firmwareOf(evidence: Evidence): Reported | undefined {
  for (const maker of evidence.makers) {
    const firmware = firstText(evidence, maker.firmware)
    if (firmware) return firmware
  }
  // A print server's text gives its own version, which is not the printer's: where the maker says so it has no descriptions.
  if (evidence.makers.some((maker) => maker.descriptions?.length === 0)) return undefined
  const text = describedBy(evidence).firmware?.replace(/[;,]$/, '')
  return text ? { text, source: sysDescr } : undefined
}
