import fs from 'node:fs'
import type { TestProject } from 'vitest/node'
import { clearEarlierRuns, runStatement, startTestPostgres, TEST_SECRET, type TestPostgres, testDataDir, urlOf } from './test-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

const template = 'template_mps'

/** Starts the PostgreSQL of this run and brings the template that tests copy up to date. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres()
  try {
    await makeTemplate(postgres)
  } catch (error) {
    await postgres.stop()
    throw error
  }
  project.provide('postgresUrl', postgres.url)
  return async () => {
    const kept = await runStatement(postgres.url, `select 1 from pg_database where datname like 'test\\_%'`)
    await postgres.stop()
    if (kept.length === 0 && postgres.dataDir !== testDataDir) fs.rmSync(postgres.dataDir, { recursive: true })
  }
}

async function makeTemplate(postgres: TestPostgres): Promise<void> {
  await clearEarlierRuns(postgres)
  await runStatement(postgres.url, `drop database if exists ${template} with (force)`)
  await runStatement(postgres.url, `create database ${template}`)
  const { migrate } = await import('../../src/platform/db/migrate.ts')
  const { serverUrlOf } = await import('../../src/platform/db/server-login.ts')
  const ownerUrl = urlOf(postgres.url, template)
  await migrate({ ownerUrl, serverUrl: serverUrlOf(ownerUrl, TEST_SECRET), secret: TEST_SECRET })
}
