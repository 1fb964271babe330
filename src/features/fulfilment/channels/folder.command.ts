import fs from 'node:fs/promises'
import path from 'node:path'
import { orderCsv, orderFileName } from '../order-message.ts'
import { NotDelivered, type Send } from './channel.ts'

/** The folders of a supplier: orders go out, reports come in. */
export const folderOf = (root: string, folder: string) => ({ out: path.join(root, folder, 'out'), in: path.join(root, folder, 'in') })

/** Writes an order as a CSV file: whole or not at all, and a file that is there already is left as it is. */
export const writeToFolder =
  (root: string | null, { folder }: { folder: string }): Send =>
  async (message) => {
    if (root === null) throw new NotDelivered('The server has no folder for suppliers. Set MPS_SUPPLIER_FOLDER, then start it again.')
    const { out, in: reports } = folderOf(root, folder)
    const file = path.join(out, orderFileName(message))
    try {
      await fs.mkdir(out, { recursive: true })
      await fs.mkdir(reports, { recursive: true })
      const unfinished = path.join(out, `.${orderFileName(message)}.tmp`)
      await fs.writeFile(unfinished, orderCsv(message), { flush: true })
      // A link fails where the file is there: an earlier attempt has written it.
      await fs.link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      await fs.rm(unfinished, { force: true })
    } catch (error) {
      throw new NotDelivered(`The file ${file} cannot be written: ${(error as Error).message}`)
    }
    return { accepted: false, reference: null }
  }

const MOST_BYTES = 1_000_000

/** Reads the reports in a supplier's folder one by one. A report moves to `done`, or to `failed` with a text that says why. */
export async function readReports(root: string, folder: string, read: (csv: string) => Promise<string>): Promise<void> {
  const { in: reports } = folderOf(root, folder)
  const names = await fs.readdir(reports).catch(() => [])
  for (const name of names.filter((one) => /\.(csv|txt)$/i.test(one)).sort()) {
    const file = path.join(reports, name)
    const { size } = await fs.stat(file)
    const answer =
      size > MOST_BYTES ? `The file is larger than ${MOST_BYTES} bytes.` : await read(await fs.readFile(file, 'utf8')).catch(asText)
    const failed = answer !== ''
    const target = path.join(reports, failed ? 'failed' : 'done')
    await fs.mkdir(target, { recursive: true })
    if (failed) await fs.writeFile(path.join(target, `${name}.reason.txt`), `${answer}\n`)
    await fs.rename(file, path.join(target, name))
  }
}

const asText = (error: Error) => error.message
