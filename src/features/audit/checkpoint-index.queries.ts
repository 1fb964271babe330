import { DatabaseSync } from 'node:sqlite'
import { fingerprintOf, readSignedLog } from '../../platform/signed-log.ts'
import type { CheckpointedHead } from './check-chain.ts'
import type { CheckpointContent } from './checkpoints.ts'

/** A folder of checkpoints as it was read. */
export interface CheckpointSeries {
  folder: string
  count: number
  newest: { number: number; at: string; key: string } | null
  /** what is wrong with its lines; the first hundred */
  faults: string[]
  faultCount: number
}

const MOST_FAULTS = 100

/** What checkpoints say of each chain, in the order of the entries; kept in a temporary file, since they may be many. */
export class CheckpointIndex {
  readonly series: CheckpointSeries[] = []
  // An empty name: SQLite's own temporary file, gone when it is closed.
  readonly #database = new DatabaseSync('')

  private constructor() {
    this.#database.exec(
      'create table heads (organization text, number integer, hash text, checkpoint integer, at text, primary key (organization, number, hash)) without rowid',
    )
  }

  static async read(folders: readonly string[]): Promise<CheckpointIndex> {
    const index = new CheckpointIndex()
    for (const folder of folders) await index.#readFolder(folder)
    return index
  }

  async #readFolder(folder: string) {
    const series: CheckpointSeries = { folder, count: 0, newest: null, faults: [], faultCount: 0 }
    // The same end of a chain is in many checkpoints: the newest counts.
    const insert = this.#database.prepare(
      `insert into heads values (?, ?, ?, ?, ?) on conflict (organization, number, hash)
       do update set checkpoint = excluded.checkpoint, at = excluded.at where excluded.at > at`,
    )
    this.#database.exec('begin')
    for await (const { file, line, fault } of readSignedLog<CheckpointContent>(folder)) {
      series.count++
      if (fault) {
        series.faultCount++
        if (series.faults.length < MOST_FAULTS) series.faults.push(`${file}, checkpoint ${line.number}, ${fault}`)
      }
      // What nobody signed says nothing.
      if (fault?.includes('signature') || !line.content) continue
      for (const [organization, number, hash] of line.content.heads) insert.run(organization, number, hash, line.number, line.at)
      series.newest = { number: line.number, at: line.at, key: fingerprintOf(line.key) }
    }
    this.#database.exec('commit')
    this.series.push(series)
  }

  *headsOf(organizationId: string): Generator<CheckpointedHead> {
    const read = this.#database.prepare('select checkpoint, at, number, hash from heads where organization = ? order by number')
    for (const row of read.iterate(organizationId)) yield row as unknown as CheckpointedHead
  }

  organizations(): string[] {
    const read = this.#database.prepare('select distinct organization from heads order by organization')
    return read.all().map((row) => String(row.organization))
  }

  close(): void {
    this.#database.close()
  }
}
