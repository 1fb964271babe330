import { HOSTILE_FILES } from '../test/support/hostile-files.ts'

/** Sends a hostile file as a form; what is answered does not matter. */
export async function upload(url: string, key: string, index: number): Promise<number> {
  const form = new FormData()
  form.append('file', new File([HOSTILE_FILES[index]![1]()], 'hostile.csv'))
  const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form })
  await response.arrayBuffer()
  return response.status
}
