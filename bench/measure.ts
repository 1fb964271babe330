/** One figure: cost of ours and of a baseline that does the same work, measured in turns in the same run. */
export interface Figure {
  name: string
  ours: number
  baseline: number
  unit: 'ms' | 'MB' | 's' | '%' | 'rows/s'
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Measures both in turns, so that a slow moment of the machine meets both; the first round warms up and does not count. */
export async function compare(
  name: string,
  unit: Figure['unit'],
  rounds: number,
  ours: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Figure> {
  const all = { ours: [] as number[], baseline: [] as number[] }
  for (let round = 0; round <= rounds; round++) {
    const [a, b] = [await ours(), await baseline()]
    if (round === 0) continue
    all.ours.push(a)
    all.baseline.push(b)
  }
  return { name, ours: median(all.ours), baseline: median(all.baseline), unit }
}

/** Prints a figure as a line of JSON; `ratio` is cost: ours over baseline. */
export function print({ name, ours, baseline, unit }: Figure): void {
  const round = (value: number) => Number(value.toPrecision(4))
  console.log(JSON.stringify({ name, ours: round(ours), baseline: round(baseline), unit, ratio: round(ours / baseline) }))
}
