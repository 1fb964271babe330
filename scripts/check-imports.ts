import path from 'node:path'
import { cruise, format, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'

const root = path.dirname(import.meta.dirname)

export interface ImportReport {
  /** For people. */
  text: string
  modules: number
  /** The names of the rules that are broken, once for each import that breaks one. */
  broken: string[]
}

/** Holds the modules under a project's `src` against `.dependency-cruiser.cjs`. */
export async function checkImports(project: string): Promise<ImportReport> {
  const options = await extractDepcruiseOptions(path.join(root, '.dependency-cruiser.cjs'))
  const tsConfig = extractTsConfig(path.join(root, 'tsconfig.json'))
  const { output } = await cruise(['src'], { ...options, baseDir: project }, undefined, { tsConfig })
  const result = output as ICruiseResult
  const { output: text } = await format(result, { outputType: 'err-long' })
  return { text: `${text}`, modules: result.summary.totalCruised, broken: result.summary.violations.map(({ rule }) => rule.name) }
}

if (import.meta.main) {
  const { text, modules, broken } = await checkImports(root)
  console.log(text)
  // With a compiler it does not know, dependency-cruiser finds no modules at all, and nothing wrong with them.
  if (modules <= 20) console.log(`only ${modules} modules were found: dependency-cruiser needs "typescript" to be version 6`)
  process.exitCode = broken.length > 0 || modules <= 20 ? 1 : 0
}
