/** What the person at the terminal must settle before the project can run; its message is shown without a stack. */
export class Unusable extends Error {}
