import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { minifyContractRouter } from '@orpc/contract'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { withoutUnusedMessagesAndIcons, withoutUnusedParts } from './scripts/lean-console.ts'
import { contract } from './src/features/api.ts'

const CONTRACT_ROUTES = 'virtual:contract-routes'

/** Gives the console method and path of each operation without the schemas: these are the server's to check. */
function contractRoutes(): Plugin {
  const id = `\0${CONTRACT_ROUTES}`
  return {
    name: 'contract-routes',
    resolveId: (source) => (source === CONTRACT_ROUTES ? id : undefined),
    load: (loaded) =>
      loaded === id ? `export default ${JSON.stringify(minifyContractRouter(contract), onlyWhatAClientNeeds)}` : undefined,
  }
}

function onlyWhatAClientNeeds(key: string, value: unknown) {
  if (key === 'meta') return {}
  return key === 'summary' || key === 'description' || key === 'tags' || key === 'successStatus' ? undefined : value
}

/** The design system carries its fonts inside its style sheet. As files, only those are loaded that a page uses, and nothing waits. */
function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        file.source = String(file.source).replace(/url\(['"]?data:font\/woff2;base64,([^'")]+)['"]?\)/g, (_, base64: string) => {
          const font = this.emitFile({ type: 'asset', name: 'font.woff2', source: Buffer.from(base64, 'base64') })
          return `url(/${this.getFileName(font)})`
        })
      }
    },
  }
}

const gzip = promisify(zlib.gzip)
const brotli = promisify(zlib.brotliCompress)
// The highest quality takes the build some seconds and is read for years: a fourteenth less on every first visit.
const BROTLI = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }

/** Beside each text a compressed copy, so that the server compresses nothing while people wait. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const texts = Object.values(bundle).filter(({ fileName }) => /\.(js|css|svg)$/.test(fileName))
        const copies = texts.map(async (file) => {
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          if (source.length < 1024) return
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: await gzip(source) })
          this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: await brotli(source, BROTLI) })
        })
        await Promise.all(copies)
      },
    },
  }
}

// Forty small files compress worse than one, and most pages need most of them: what nearly every page shares is one file.
const SHARED = { name: 'shared', minShareCount: 8, test: (id: string) => !WINDOWS.test(id) }
// Shared too, but not with the printer list, which is looked at most: forms, windows, other lists.
const WINDOWS = new RegExp(
  [
    'components/(modal|key-value-pairs|tabs|pagination|form|form-field|column-layout)/',
    'components/(select|popover)/internal\\.js',
    'components/(select|input|container|checkbox)/index\\.js',
    'components/internal/components/focus-lock/',
    'console/\\w*(Modal|ListTable|CursorPages|CountLink|ReasonedButton)\\.tsx',
    'console/cursor-trail\\.ts',
    'features/(tasks/|task-kinds)',
    // What checks forms.
    'node_modules/zod/',
  ].join('|'),
)

export default defineConfig({
  root: 'src/console',
  plugins: [react(), contractRoutes(), withoutUnusedParts(), withoutUnusedMessagesAndIcons(), fontsAsFiles(), compressed()],
  // The design system's messages come parsed: the parser of messages is not needed.
  resolve: { alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/lib/no-parser.js' } },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // What belongs to a page, for `scripts/bundle-size.ts`.
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [SHARED] } } },
  },
})
