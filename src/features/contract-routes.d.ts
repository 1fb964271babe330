/** Made by the build from the contract: what a client must know of each operation. See vite.config.ts. */
declare module 'virtual:contract-routes' {
  import type { AnyContractRouter } from '@orpc/contract'

  const routes: AnyContractRouter
  export default routes
}
