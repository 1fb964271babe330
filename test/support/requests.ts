import fc from 'fast-check'
import { type Operation, partsOf, pathParameters, type Schema } from './operations.ts'

/** A request of an operation, before it is written as HTTP. */
export interface Request {
  params: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: unknown
}

/** Ids that stand somewhere, by the name of the field that takes them. */
export type Ids = Record<string, string[]>

const WORDS = [
  '',
  'a',
  'Press 100',
  '10.0.0.1',
  '10.0.0.0/8',
  '::1',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '\u202e',
  'İ',
  'ß',
  '👩‍👩‍👧',
  '=1+1',
  '<script>',
]
const INSTANTS = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.123456789+23:59',
  '2026-01-01T00:00:00-23:59',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
]
const EDGES = [
  0,
  1,
  -1,
  2,
  32767,
  32768,
  65535,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
]

const cursorOf = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
const UUID = '00000000-0000-7000-8000-000000000000'
const CURSOR_VALUES = [
  null,
  0,
  1e-99,
  1e99,
  2 ** 53,
  '9999999999999999',
  '2026-02-31T00:00:00Z',
  '2026-02-31 00:00:00+00',
  '2999-12-31T24:00:00Z',
  '1.2.3.4/999',
  '1.2.3.4',
  '::1/129',
  'fe80::1%eth0',
  '1e-99',
  '999.999999999e-99',
  'a',
  UUID,
  'after',
  'before',
  '',
  '\u0000',
  '2026-01-01T00:00:00+23:59',
  '2026-W01-1',
]
const SORTS = [
  'ipAddress',
  'lifetimePageCount',
  'lowestSupplyPercent',
  'daysLeft',
  'lastReadAt',
  'lifetimePageCountReadAt',
  'hostName',
  'name',
].flatMap((sort) => [`${sort} asc`, `${sort} desc`])

/** Cursors that look like ours. */
const cursors = fc.oneof(
  fc.array(fc.constantFrom(...CURSOR_VALUES), { minLength: 1, maxLength: 4 }).map(cursorOf),
  fc
    .tuple(fc.constantFrom(...SORTS), fc.constantFrom('after', 'before'), fc.constantFrom(...CURSOR_VALUES), fc.constant(UUID))
    .map(cursorOf),
  fc.constantFrom('', 'x', 'bnVsbA', 'e30'),
)

function text({ minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  const words = WORDS.filter((word) => word.length >= minLength && word.length <= maxLength)
  const free = fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
  const full = fc.constant('x'.repeat(Math.min(maxLength, 2000)))
  const ends = fc.constantFrom('x'.repeat(Math.max(minLength, 1)), ...words)
  return fc.oneof({ weight: 3, arbitrary: free }, ends, full)
}

function textOf(schema: Schema, name: string, ids: Ids): fc.Arbitrary<unknown> {
  if (name === 'cursor') return cursors
  const known = ids[name] ?? []
  if (schema.format === 'uuid' || known.length > 0)
    return known.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.uuid()) : fc.uuid()
  if (schema.format === 'email') return fc.constantFrom('jo@example.com', 'a.b+c@example.org', `${'x'.repeat(60)}@example.com`)
  if (schema.format === 'date-time') return fc.constantFrom(...INSTANTS)
  if (schema.format === 'binary') return fc.string({ unit: 'binary', maxLength: 200 })
  if (schema.pattern) return matching(schema.pattern, schema)
  return text(schema)
}

function matching(pattern: string, schema: Schema): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern))
  } catch {
    return text(schema)
  }
}

function integer({ minimum, maximum, exclusiveMinimum }: Schema): fc.Arbitrary<number> {
  const min = Math.max(
    minimum ?? (exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + 1),
    Number.MIN_SAFE_INTEGER,
  )
  const max = Math.min(maximum ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  const edges = [min, max, ...EDGES].filter((edge) => edge >= min && edge <= max)
  return fc.oneof(fc.constantFrom(...edges), fc.integer({ min: Math.max(min, -10), max: Math.min(max, Math.max(min, 10)) }))
}

function number({ minimum = -1e300, maximum = 1e300 }: Schema): fc.Arbitrary<number> {
  return fc.oneof(
    fc.constantFrom(minimum, maximum),
    fc.double({ min: minimum, max: maximum, noNaN: true }),
    fc.integer({ min: Math.ceil(Math.max(minimum, -1e9)), max: Math.floor(Math.min(maximum, 1e9)) }),
  )
}

function object({ properties = {}, required = [], additionalProperties, propertyNames }: Schema, ids: Ids): fc.Arbitrary<unknown> {
  if (Object.keys(properties).length === 0 && typeof additionalProperties === 'object') {
    const key = propertyNames ? legal(propertyNames, 'key', ids).map(String) : fc.string({ maxLength: 10 })
    return fc.dictionary(key, legal(additionalProperties, 'value', ids), { maxKeys: 5 })
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, legal(schema, name, ids)]))
  return fc.record(fields, { requiredKeys: required.filter((key) => key in fields) })
}

/** Values that a schema allows; what it does not say in JSON Schema (a check in code) may still refuse some of them. */
export function legal(schema: Schema, name: string, ids: Ids): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => legal(choice, name, ids)))
  if (schema.allOf) return legal(Object.assign({}, ...schema.allOf), name, ids)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'string':
      return textOf(schema, name, ids)
    case 'integer':
      return integer(schema)
    case 'number':
      return number(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(legal(schema.items ?? {}, name, ids), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 5, 5)),
      })
    case 'object':
      return object(schema, ids)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const asRecord = (arbitrary: fc.Arbitrary<unknown>) => arbitrary as fc.Arbitrary<Record<string, unknown>>

/** Requests that the contract of an operation allows. */
export function legalRequests(operation: Operation, ids: Ids): fc.Arbitrary<Request> {
  const parts = partsOf(operation)
  const properties = Object.entries(parts.params.properties ?? {}).map(([name, schema]) => [name, { minLength: 1, ...schema }] as const)
  const params = { ...parts.params, properties: Object.fromEntries(properties), required: pathParameters(operation) }
  const requests = fc.record({
    params: asRecord(legal(params, 'params', ids)),
    query: asRecord(legal(parts.query, 'query', ids)),
    headers: asRecord(legal(parts.headers, 'headers', ids)),
    body: legal(parts.body, 'body', ids),
  })
  return 'sort' in (parts.query.properties ?? {})
    ? fc.tuple(requests, fc.constantFrom(...CURSOR_VALUES), fc.boolean()).map(inOrder)
    : requests
}

// A cursor of the very order that is asked for, at a place that may be none.
function inOrder([request, value, matching]: [Request, unknown, boolean]): Request {
  const { sort = 'ipAddress', direction = 'asc' } = request.query
  const cursor = cursorOf([`${sort} ${direction}`, 'after', value, UUID])
  return matching ? { ...request, query: { ...request.query, cursor } } : request
}

/** Requests that the contract allows, and such in which one thing is wrong. */
export function anyRequests(operation: Operation, ids: Ids): fc.Arbitrary<Request> {
  const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom<unknown>(...EDGES, '\u0000', '\ud800', [], {}, '1e400'))
  const spoiled = fc.tuple(legalRequests(operation, ids), fc.nat(), odd).map(([request, at, value]) => spoil(request, at, value))
  return fc.oneof({ weight: 3, arbitrary: legalRequests(operation, ids) }, { weight: 1, arbitrary: spoiled })
}

// Puts a value in the place of one that stands somewhere in the query or the body.
function spoil(request: Request, at: number, value: unknown): Request {
  const copy = structuredClone(request)
  const places: [Record<string, unknown>, string][] = []
  const walk = (part: unknown) => {
    if (typeof part !== 'object' || part === null) return
    for (const [key, inner] of Object.entries(part)) {
      places.push([part as Record<string, unknown>, key])
      walk(inner)
    }
  }
  walk(copy.query)
  walk(copy.body)
  const place = places[at % Math.max(places.length, 1)]
  if (place) place[0][place[1]] = value
  return copy
}

/** The places of texts in a schema: each a path of keys, `0` for the first item of a list. */
export function textPlaces(schema: Schema, at: string[] = []): string[][] {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices)
    return choices
      .flatMap((choice) => textPlaces(choice, at))
      .filter((place, i, all) => all.findIndex((one) => one.join() === place.join()) === i)
  if (schema.type === 'string') return schema.enum || 'const' in schema ? [] : [at]
  if (schema.type === 'array') return textPlaces(schema.items ?? {}, [...at, '0'])
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => textPlaces(inner, [...at, key]))
}

/** Puts a value into a request at a place; makes what is missing on the way. */
export function putAt(request: Request, place: string[], value: unknown): Request {
  const copy = structuredClone(request) as unknown as Record<string, unknown>
  let part = copy
  for (const [i, key] of place.entries()) {
    if (i === place.length - 1) part[key] = value
    else {
      const next = place[i + 1] === '0' ? [] : {}
      if (typeof part[key] !== 'object' || part[key] === null || Array.isArray(part[key]) !== Array.isArray(next)) part[key] = next
      part = part[key] as Record<string, unknown>
    }
  }
  return copy as unknown as Request
}
