import { readFile } from 'node:fs/promises'
import { validateXML } from 'xmllint-wasm'

/** Checks a document against a local DTD; gives the first fault, or undefined. Nothing is fetched: the checker has no network. */
export async function checkAgainstDtd(dtdFile: string, document: string): Promise<string | undefined> {
  const dtd = await readFile(dtdFile, 'utf8')
  const result = await validateXML({
    xml: [{ fileName: 'document.xml', contents: document }],
    preload: [{ fileName: 'cxml.dtd', contents: dtd }],
    modifyArguments: () => ['--nonet', '--noout', '--dtdvalid', 'cxml.dtd', 'document.xml'],
  } as never)
  if (result.valid) return undefined
  const [first] = result.errors
  return first ? `${first.loc ? `line ${first.loc.lineNumber}: ` : ''}${first.message}` : result.rawOutput.slice(0, 300)
}
