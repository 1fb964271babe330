/** Weight, mean and spread of values that come one by one or from batches. */
export interface Moments {
  weight: number
  sum: number
  squares: number
}

export const noMoments = (): Moments => ({ weight: 0, sum: 0, squares: 0 })

/** Adds a value, in place. */
export function addTo(moments: Moments, value: number, weight = 1): void {
  moments.weight += weight
  moments.sum += weight * value
  moments.squares += weight * value * value
}

/** Adds what another batch saw, in place. */
export function mergeMoments(into: Moments, other: Moments): void {
  into.weight += other.weight
  into.sum += other.sum
  into.squares += other.squares
}

export interface Spread {
  mean: number
  sd: number
}

/** Mean and standard deviation, drawn towards a guess that counts for so much weight. */
export function shrunkTo(guess: Spread, weight: number, moments: Moments | undefined): Spread {
  if (!moments || moments.weight <= 0) return guess
  const total = moments.weight + weight
  const mean = (moments.sum + weight * guess.mean) / total
  const square = (moments.squares + weight * (guess.sd ** 2 + guess.mean ** 2)) / total
  return { mean, sd: Math.sqrt(Math.max(0, square - mean ** 2)) }
}

const TABLE = { most: 8, steps: 512 }
const table = Float64Array.from({ length: 2 * TABLE.most * TABLE.steps + 2 }, (_, i) => normalOf(i / TABLE.steps - TABLE.most))

/** The chance that a standard normal value is below x, to six digits: from a table, since a forecast asks a hundred times. */
export function normalBelow(x: number): number {
  if (x < -TABLE.most) return 0
  if (x > TABLE.most) return 1
  const at = (x + TABLE.most) * TABLE.steps
  const i = Math.floor(at)
  const below = table[i]!
  return below + (at - i) * (table[i + 1]! - below)
}

/** The same, worked out (Abramowitz and Stegun 26.2.17). */
function normalOf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const tail =
    0.3989422804 * Math.exp((-x * x) / 2) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x > 0 ? 1 - tail : tail
}
