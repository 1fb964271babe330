// Who may import whom. The names of the rules are those of ARCHITECTURE.md. Imports of types count too.
const tests = '(\\.test\\.tsx?$|^test/|^bench/)'
// A plain name in a feature's folder: no suffix but .ts, and not a page.
const suffixed = '\\.(api|routes|command|queries|store|job|test|d)\\.tsx?$'
const behindTheApi = '\\.(routes|command|queries|store|job)\\.ts$'
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`
const database = ['pg', 'pg-[^/]+', 'kysely', 'graphile-worker']
const webServer = ['hono', '@hono', '@orpc/server', '@orpc/openapi', 'pino']
const browser = ['react', 'react-dom', '@cloudscape-design', '@tanstack', 'vite']

module.exports = {
  forbidden: [
    {
      name: 'plain-names-are-pure',
      comment: 'A file without a suffix holds rules: it knows no database, network, clock or environment, and no file with a suffix.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/', pathNot: [suffixed, '/console/'] },
      to: {
        path: [behindTheApi, '^src/platform/(db|http|jobs|console|log|config|secrets)', packages(...database, ...webServer, ...browser)],
      },
    },
    {
      name: 'plain-names-take-only-types-of-contracts',
      comment: 'A rule may speak of what a contract describes, by its types alone; the schemas build on the rules.',
      severity: 'error',
      from: { path: '^src/features/', pathNot: [suffixed, '/console/', '^src/features/(api|client)\\.ts$'] },
      to: { path: '\\.api\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contacts-know-no-printers',
      comment: 'A printer has a contact; a contact is chosen for printers by a selection.',
      severity: 'error',
      from: { path: '^src/features/contacts/', pathNot: tests },
      to: { path: '^src/features/printers/' },
    },
    {
      name: 'the-task-engine-knows-no-kind',
      comment: 'Each feature registers the handler of its tasks in server/features.ts.',
      severity: 'error',
      from: { path: '^src/features/tasks/', pathNot: [tests, '/console/'] },
      to: { path: '^src/features/(agents|contacts|printers|program|orders|supplies)/' },
    },
    {
      name: 'scopes-are-made-at-entry-points',
      comment: 'A scope grants what was checked: it is made for a request, an agent, a task or an import, and where accounts begin.',
      severity: 'error',
      from: {
        pathNot: [
          tests,
          '^src/features/(entry-points|doors)\\.routes\\.ts$',
          '^src/features/accounts/(access\\.queries|api-keys\\.command|people\\.command|setup\\.command|own-account\\.command|sign-in\\.command)\\.ts$',
          '^src/features/agents/activate-agent\\.command\\.ts$',
          '^src/features/contacts/import/run-import\\.command\\.ts$',
          '^src/features/organizations/dashboard\\.queries\\.ts$',
          '^src/features/orders/morning/morning\\.job\\.ts$',
          '^src/features/orders/links/use-link\\.command\\.ts$',
          '^src/features/tasks/run-task\\.command\\.ts$',
          '^src/features/fulfilment/fulfilment\\.job\\.ts$',
        ],
      },
      to: { path: '^src/platform/make-scope\\.ts$' },
    },
    {
      name: 'plain-names-are-pure-of-the-system',
      comment: 'As above, of what Node brings along.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/', pathNot: [suffixed, '/console/'] },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(assert|buffer|crypto|url|util)$' },
    },
    {
      name: 'the-laboratory-calls-the-product',
      comment: 'The adapter of the supplies laboratory only translates: what it assesses is what the product decides with.',
      severity: 'error',
      from: { path: '^src/replay/laboratory-adapter\\.ts$' },
      to: { pathNot: '^src/features/supplies/[^./]+\\.ts$' },
    },
    {
      name: 'stores-are-private',
      comment: 'Only its own feature writes to a table; others call its commands.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: tests },
      to: { path: '\\.store\\.ts$', pathNot: '^src/features/$1/' },
    },
    {
      name: 'stores-are-private-to-features',
      comment: 'As above, for what is no feature.',
      severity: 'error',
      from: { pathNot: ['^src/features/[^/]+/', tests] },
      to: { path: '\\.store\\.ts$' },
    },
    {
      name: 'the-console-is-a-client',
      comment: 'Pages reach nothing that stands behind the API, neither directly nor through others.',
      severity: 'error',
      from: { path: ['^src/(console|platform/console)/', '^src/features/.+/console/'], pathNot: tests },
      to: {
        path: [
          behindTheApi,
          '^src/(server|agent|simulator)/',
          '^src/platform/(db|http|jobs|log|config|secrets)',
          packages(...database, ...webServer),
        ],
        reachable: true,
      },
    },
    {
      name: 'nothing-imports-the-console',
      comment: 'src/console is the root that imports the pages of the features.',
      severity: 'error',
      from: { pathNot: '^src/console/' },
      to: { path: '^src/console/' },
    },
    {
      name: 'the-agent-travels-light',
      comment: 'The agent is installed where there is no server: no database, web framework or React is reachable from it.',
      severity: 'error',
      from: { path: '^src/agent/', pathNot: tests },
      to: {
        path: [
          packages(...database, ...webServer, ...browser),
          behindTheApi,
          '^src/(server|console|simulator|platform/(db|http|jobs|console))',
        ],
        reachable: true,
      },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'The platform would serve a library as well as a fleet.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: tests },
      to: { path: '^src/(features|server|console|agent|simulator)/' },
    },
    {
      name: 'routes-have-no-sql',
      comment: 'A route calls commands and queries.',
      severity: 'error',
      from: { path: '\\.routes\\.ts$' },
      to: { path: [packages(...database), '\\.store\\.ts$'] },
    },
    {
      name: 'queries-only-read',
      comment: 'What reads does not write, not even through others.',
      severity: 'error',
      from: { path: '\\.queries\\.ts$' },
      to: { path: '\\.(store|command|routes|job)\\.ts$' },
    },
    {
      name: 'commands-know-no-http',
      comment: 'A command is called by a route, a job or a test alike.',
      severity: 'error',
      from: { path: '\\.command\\.ts$' },
      to: { path: ['\\.routes\\.ts$', packages('hono', '@hono', '@orpc/server')] },
    },
    {
      name: 'commands-have-no-sql',
      comment: 'A command decides and calls queries and its store. Sign-in gives its library a database to work with.',
      severity: 'error',
      from: { path: '\\.(command|job)\\.ts$', pathNot: 'sign-in\\.command\\.ts$' },
      to: { path: packages('kysely', 'pg') },
    },
    { name: 'no-cycles', comment: 'Two files that need each other are one.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-missing',
      comment: 'It cannot be resolved. (The package numfmt names a file of types that it does not ship.)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(virtual:|numfmt$)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
