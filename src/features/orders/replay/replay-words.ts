import type { ReplayFigures, ReplayResult } from './replay-figures.ts'

/** The figures of a replay beside those of the rules in use, as lines of text. */
export function replayLines(result: ReplayResult): string[] {
  const { tried, inUse, printerMonths } = result
  const rate = (n: number) => (printerMonths === 0 ? '-' : ((n * 1000) / printerMonths).toFixed(1))
  const row = (name: string, of: (figures: ReplayFigures) => string) =>
    `${name.padEnd(44)}${of(tried).padStart(22)}${of(inUse).padStart(22)}`
  return [
    `${result.from} to ${result.to}: ${result.printers} printers, ${printerMonths.toFixed(1)} printer months; ${result.withoutReadings} more have no recorded days.`,
    `Rule: ${result.rule}`,
    '',
    `${''.padEnd(44)}${'this rule'.padStart(22)}${'rules in use'.padStart(22)}`,
    row('run-outs', ({ runOutsFrom, runOutsTo }) => rangeWords(runOutsFrom, runOutsTo)),
    row('run-outs per 1,000 printer months', ({ runOutsFrom, runOutsTo }) => rangeWords(rate(runOutsFrom), rate(runOutsTo))),
    row('days out', ({ daysOut }) => daysOut.toFixed(1)),
    row('parcels', ({ parcels }) => String(parcels)),
    row('cartridges', ({ cartridges }) => String(cartridges)),
    row('toner left in cartridges taken out', leftWords),
    row('days on the shelf, per cartridge', ({ shelfDays, cartridges }) => (cartridges === 0 ? '-' : (shelfDays / cartridges).toFixed(0))),
    row('cost of cartridges', costWords),
    '',
    `Printers that differ: ${result.differing}${result.differing > result.examples.length ? `; the first ${result.examples.length}` : ''}`,
    ...result.examples.map(
      ({ serialNumber, printerId, model, tried: one, inUse: other }) =>
        `  ${serialNumber ?? printerId}  ${model ?? ''}: ${one.cartridges} cartridges and ${rangeWords(one.runOutsFrom, one.runOutsTo)} run-outs; ` +
        `in use ${other.cartridges} and ${rangeWords(other.runOutsFrom, other.runOutsTo)}`,
    ),
    '',
    'What this rests on:',
    ...result.assumptions.map((sentence) => `- ${sentence}`),
  ]
}

const rangeWords = (from: number | string, to: number | string): string => (from === to ? String(from) : `${from} to ${to}`)

const leftWords = ({ tonerLeft, installs }: ReplayFigures): string =>
  installs === 0 ? '-' : `${((100 * tonerLeft) / installs).toFixed(1)} %`

function costWords({ costCents, withoutPrice }: ReplayFigures): string {
  const sums = Object.entries(costCents).map(([currency, cents]) => `${(cents / 100).toFixed(2)} ${currency}`)
  return [...sums, ...(withoutPrice > 0 ? [`${withoutPrice} without price`] : [])].join(' + ') || '-'
}
