/** A file of an archive. */
export interface TarFile {
  path: string
  content: Buffer | string
  /** may be run */
  executable?: boolean
}

const BLOCK = 512

/** An archive in the `ustar` form of POSIX, for a few files with plain names of at most 100 octets. */
export function tar(files: readonly TarFile[], modified: Date): Buffer {
  const parts = files.flatMap(({ path, content, executable }) => {
    const octets = Buffer.from(content)
    return [header(path, octets.length, executable ? 0o755 : 0o644, modified), octets, Buffer.alloc(-octets.length & (BLOCK - 1))]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function header(path: string, size: number, mode: number, modified: Date): Buffer {
  const block = Buffer.alloc(BLOCK)
  if (block.write(path, 0, 100) < Buffer.byteLength(path)) throw new Error(`The name is too long for an archive: ${path}`)
  const octal = (value: number, at: number, length: number) => block.write(value.toString(8).padStart(length - 1, '0'), at)
  octal(mode, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(Math.floor(modified.getTime() / 1000), 136, 12)
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\u000000', 257)
  block.write('root', 265)
  block.write('root', 297)
  const sum = block.reduce((total, octet) => total + octet, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
