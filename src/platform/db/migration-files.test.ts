import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { runStatement, urlOf } from '../../../test/support/test-postgres.ts'
import { applyMigrations } from './migration-files.ts'

let database: string
let client: pg.Client
let folder: string

beforeEach(async () => {
  database = `test_${randomBytes(6).toString('hex')}`
  await runStatement(inject('postgresUrl'), `create database ${database}`)
  client = new pg.Client(urlOf(inject('postgresUrl'), database))
  await client.connect()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'))
  fs.mkdirSync(path.join(folder, 'live'))
  write('0001_ink.sql', 'create table ink (color text);')
  write('live/ink.sql', `create or replace function darkest() returns text language sql as $$ select 'black' $$;`)
  write('live/paper.sql', `create or replace function thickest() returns text language sql as $$ select 'card' $$;`)
})
afterEach(async () => {
  fs.rmSync(folder, { recursive: true })
  await client.end()
  await runStatement(inject('postgresUrl'), `drop database ${database} with (force)`)
})

const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text)
const apply = () => applyMigrations(client, pathToFileURL(`${folder}/`))
const evaluate = async (expression: string) => (await client.query<{ value: unknown }>(`select ${expression} as value`)).rows[0]?.value

describe('the files of the database', () => {
  it('are applied once, the numbered ones first', async () => {
    expect(await apply()).toEqual(['0001_ink.sql', 'ink.sql', 'paper.sql'])
    expect(await apply()).toEqual([])
  })

  it('that are live are applied again when they change, and no others', async () => {
    await apply()
    write('live/ink.sql', `create or replace function darkest() returns text language sql as $$ select 'blue' $$;`)
    expect(await apply()).toEqual(['ink.sql'])
    expect(await evaluate('darkest()')).toBe('blue')
  })

  it('that are live are all applied after a new numbered one', async () => {
    await apply()
    write('0002_paper.sql', 'create table paper (weight integer);')
    expect(await apply()).toEqual(['0002_paper.sql', 'ink.sql', 'paper.sql'])
  })

  it('leave nothing behind when one of them fails, and name it', async () => {
    await apply()
    write('0002_paper.sql', 'create table paper (weight integer);')
    write('live/paper.sql', 'create function broken(;')
    await expect(apply()).rejects.toThrow(/^Migration paper\.sql failed: syntax error/)
    expect(await evaluate(`to_regclass('paper')::text`)).toBeNull()
    write('live/paper.sql', 'select 1;')
    expect(await apply()).toEqual(['0002_paper.sql', 'ink.sql', 'paper.sql'])
  })

  it('are refused when a numbered one was changed after it was applied', async () => {
    await apply()
    write('0001_ink.sql', 'create table ink (color text, name text);')
    await expect(apply()).rejects.toThrow('Migration 0001_ink.sql was changed after it was applied here.')
  })

  it('are refused when two have one number', async () => {
    write('0001_paper.sql', 'create table paper (weight integer);')
    await expect(apply()).rejects.toThrow('Two migrations have the number of 0001_paper.sql. Give it the next free one.')
  })

  it('are refused on a database of a newer version', async () => {
    write('0002_paper.sql', 'create table paper (weight integer);')
    await apply()
    fs.rmSync(path.join(folder, '0002_paper.sql'))
    await expect(apply()).rejects.toThrow('The database is newer than this server.')
  })

  it('are refused on a database of a preview version, in a sentence that says what to do', async () => {
    await apply()
    await client.query(`update migrations set name = '0001_organizations.sql'`)
    await expect(apply()).rejects.toThrow(
      'A preview version made this database, and its tables cannot be taken over: start with a new data folder (MPS_DATA_DIR) or an empty database (DATABASE_URL).',
    )
  })

  it('of the product make the same objects when they are applied a second time', async () => {
    await client.query(`set search_path = public`)
    const objects = async () =>
      (
        await client.query(`select pg_get_functiondef(oid) as definition from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
          union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
          union all select concat_ws(' ', polrelid::regclass, polname, polcmd, pg_get_expr(polqual, polrelid)) from pg_policy order by 1`)
      ).rows
    await applyMigrations(client)
    const first = await objects()
    await client.query('delete from live_files')
    await applyMigrations(client)
    expect(first.length).toBeGreaterThan(100)
    expect(await objects()).toEqual(first)
  })
})
