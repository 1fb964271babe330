import { soakAgent } from './agent.ts'
import { soakBulk } from './bulk.ts'
import { soakFuzz } from './fuzz.ts'
import { soakOrders } from './orders.ts'

// `npm run soak [-- bulk|agent|fuzz|orders] [-- SEED]`: kills programs at random moments of long work, and sees that nothing is lost and nothing done twice. The moments
// follow from the seed, which is printed.

const SOAKS: Record<string, (random: () => number) => Promise<string[]>> = {
  bulk: soakBulk,
  agent: soakAgent,
  fuzz: soakFuzz,
  orders: soakOrders,
}

/** A generator of numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const [first, second] = process.argv.slice(2)
const isNamed = first !== undefined && first in SOAKS
const number = isNamed ? second : first
const seed = number === undefined ? Date.now() % 1_000_000 : Number(number)
if (Number.isNaN(seed)) throw new Error(`There is no soak "${number}": ${Object.keys(SOAKS).join(', ')}`)
for (const name of isNamed ? [first] : Object.keys(SOAKS)) {
  console.log(`${name}, seed ${seed}: the same moments again with: npm run soak -- ${name} ${seed}`)
  const wrong = await SOAKS[name]!(randomOf(seed))
  for (const line of wrong) console.error(line)
  if (wrong.length > 0) process.exitCode = 1
}
