import { parseArgs } from 'node:util'
import { z } from 'zod'
import { type AddressRange, readRange } from './outbound/address-rules.ts'

const port = z.coerce.number().int().min(0).max(65535)

const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1').describe('0.0.0.0 to accept connections from other machines'),
  DATABASE_URL: z.url().optional(),
  MPS_MIGRATION_URL: z
    .url()
    .optional()
    .describe('the same database with the user that owns its tables; needed while a migration is pending'),
  MPS_DATA_DIR: z.string().optional(),
  MPS_PUBLIC_URL: z.url().optional().describe('the address that people type, where a proxy is in front'),
  MPS_CHECKPOINTS_TO: z
    .string()
    .min(1)
    .optional()
    .describe('a folder, or an address of https, that gets every checkpoint of the audit trail too'),
  MPS_OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text, context) =>
      text.split(/[\s,]+/).flatMap((entry) => {
        const range = entry === '' ? undefined : readRange(entry)
        if (entry !== '' && !range) context.addIssue(`${entry} is no range of addresses. Write it like 10.1.0.0/16.`)
        return range ? [range] : []
      }),
    )
    .describe('ranges, separated by commas, to which outbound requests may go besides the public internet'),
  MPS_TRUSTED_PROXIES: z
    .string()
    .default('')
    .describe('addresses and subnets of proxies whose X-Forwarded-For is believed, separated by commas'),
  MPS_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'Write it like smtp://user:password@mail.example.com:587.' })
    .optional()
    .describe('the mail server that e-mail goes to'),
  MPS_MAIL_FROM: z.string().min(3).optional().describe('the sender of e-mail, such as MPS Express <mps@example.com>'),
  MPS_SUPPLIER_FOLDER: z.string().min(1).optional().describe('where suppliers with files have their folders'),
  MPS_CXML_DTD: z.string().min(1).optional().describe('a local file cXML.dtd that documents are checked against; it is never fetched'),
  MPS_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
})

export interface Config {
  port: number
  host: string
  databaseUrl: string | undefined
  migrationUrl: string | undefined
  dataDir: string | undefined
  publicUrl: string | undefined
  checkpointsTo: string | undefined
  outboundAllowed: AddressRange[]
  trustedProxies: string[]
  mail: { url: string; from: string } | undefined
  supplierFolder: string | undefined
  cxmlDtd: string | undefined
  logLevel: string
  sample: boolean
}

/** Reads the settings of the server from the environment and the command line; throws with the name of what is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv, args: string[]): Config {
  const { values } = parseArgs({ args, options: { sample: { type: 'boolean', default: true } }, allowNegative: true })
  const read = Environment.safeParse(environment)
  if (!read.success) throw new Error(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const e = read.data
  if (e.MPS_MIGRATION_URL && !e.DATABASE_URL)
    throw new Error('MPS_MIGRATION_URL needs DATABASE_URL: the address with the user that the server signs in as.')
  if ((e.MPS_SMTP_URL === undefined) !== (e.MPS_MAIL_FROM === undefined))
    throw new Error('MPS_SMTP_URL and MPS_MAIL_FROM are set together: the mail server, and the sender of its e-mail.')
  return {
    port: e.PORT,
    host: e.HOST,
    databaseUrl: e.DATABASE_URL,
    migrationUrl: e.MPS_MIGRATION_URL,
    dataDir: e.MPS_DATA_DIR,
    publicUrl: e.MPS_PUBLIC_URL,
    checkpointsTo: e.MPS_CHECKPOINTS_TO,
    outboundAllowed: e.MPS_OUTBOUND_ALLOW,
    trustedProxies: e.MPS_TRUSTED_PROXIES.split(/[\s,]+/).filter(Boolean),
    mail: e.MPS_SMTP_URL && e.MPS_MAIL_FROM ? { url: e.MPS_SMTP_URL, from: e.MPS_MAIL_FROM } : undefined,
    supplierFolder: e.MPS_SUPPLIER_FOLDER,
    cxmlDtd: e.MPS_CXML_DTD,
    logLevel: e.MPS_LOG_LEVEL,
    sample: values.sample && !e.DATABASE_URL,
  }
}
