const SHORTEST = 12
const LONGEST = 128

export const PASSWORD_RULE = `At least ${SHORTEST} characters.`

/** What is wrong with a new password; undefined when nothing is. */
export function faultOfPassword(password: string): string | undefined {
  if (password.length < SHORTEST) return `A password has at least ${SHORTEST} characters.`
  return password.length > LONGEST ? `A password has at most ${LONGEST} characters.` : undefined
}

/** What is wrong with the repetition of a new password; undefined when nothing is. */
export function faultOfRepetition(password: string, repeated: string): string | undefined {
  return password === repeated ? undefined : 'The two passwords differ.'
}
