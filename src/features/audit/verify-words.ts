import type { ChainReport } from './check-chain.ts'

/** What came out of checking a chain, for a person. */
export function reportLines(report: ChainReport & { organizationId: string; name: string }): string[] {
  const { organizationId, name, first, last, count, head, gaps, checkpoint, uncovered, erasedTexts, firstBad, faults } = report
  const lines = {
    entries: count === 0 ? 'none' : `${first} to ${last}, ${count} in all`,
    head: head ?? 'none',
    checkpoint: checkpoint ? `number ${checkpoint.checkpoint} of ${checkpoint.at}, matches at entry ${checkpoint.number}` : 'none matches',
    'not covered': uncovered.entries === 0 ? 'nothing' : `since ${uncovered.since} (${plural(uncovered.entries, 'entry', 'entries')})`,
    gaps: gaps.length === 0 ? 'none' : gaps.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', '),
    ...(erasedTexts > 0 && { erased: plural(erasedTexts, 'text', 'texts') }),
    result: firstBad
      ? `BROKEN at entry ${firstBad.number} (${plural(faults, 'fault', 'faults')}): ${firstBad.what}: expected ${firstBad.expected}, found ${firstBad.found}`
      : 'whole',
  }
  return [`Organization ${name} (${organizationId})`, ...Object.entries(lines).map(([label, text]) => `  ${label.padEnd(12)} ${text}`)]
}

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`
