/** The part of net-snmp that the baseline uses; the package brings no types. */
declare module 'net-snmp' {
  export interface Varbind {
    oid: string
    type: number
    value: unknown
  }
  type Feed<T> = (error: Error | null, varbinds: T[]) => void
  export interface Session {
    get(oids: string[], feed: Feed<Varbind>): void
    getBulk(oids: string[], nonRepeaters: number, maxRepetitions: number, feed: Feed<Varbind[]>): void
    close(): void
    on(event: 'error', listener: (error: Error) => void): void
  }
  export const Version2c: number
  export function createSession(
    target: string,
    community: string,
    options: { port: number; retries: number; timeout: number; version: number },
  ): Session
  export function isVarbindError(varbind: Varbind): boolean
}
