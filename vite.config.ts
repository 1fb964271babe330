import { minifyContractRouter } from '@orpc/contract'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
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

export default defineConfig({
  root: 'src/console',
  plugins: [react(), contractRoutes()],
  build: { outDir: '../../dist/console', emptyOutDir: true, target: 'es2022' },
})
