/** The agent in one file, as this server gives it out. */
export interface AgentBundle {
  version: string
  /** in hexadecimal */
  sha256: string
  bytes: Buffer
}
