/** What a checkpoint says: the ends of chains. */
export interface CheckpointContent {
  /** whether these are all chains, or those that changed since the checkpoint before */
  whole: boolean
  /** which transactions it has seen: the next checkpoint goes on from there */
  through: string
  /** organization, number and hash of the last entry */
  heads: [string, number, string][]
}

export const checkpointFolder = (dataDir: string): string => `${dataDir}/audit-checkpoints`
export const checkpointKey = (dataDir: string): string => `${dataDir}/audit-checkpoints-key.pem`
