// What a thread of a test does.

export const add = (a: number, b: number): number => a + b

export const fail = (): never => {
  throw new Error('made to fail')
}

export const runForEver = (): never => {
  for (;;);
}

export const hoard = (): never => {
  const kept: string[] = []
  for (let i = 0; ; i++) kept.push(`${i}`.repeat(100))
}

/** Counts until a flag is set from outside. */
export function countUntil(flag: Int32Array): number {
  for (let count = 0; ; count++) if (Atomics.load(flag, 0) !== 0) return count
}
