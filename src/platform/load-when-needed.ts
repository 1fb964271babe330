import { createRequire } from 'node:module'

/** Loads a library that is large and seldom needed with the first question for it, not when the program starts. */
export const loadWhenNeeded = createRequire(import.meta.url) as (library: string) => unknown
