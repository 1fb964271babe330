import { z } from 'zod'
import { inOrganization, operation } from '../../contract.ts'

export const ForecastQuality = z.object({
  coveragePercent: z.number().int().describe('in so many of 100 cases a forecast says that its interval holds'),
  rows: z.array(
    z.object({
      daysAhead: z
        .number()
        .int()
        .describe('forecasts that named a day up to so many days ahead, and further than the row before; 365: all others'),
      settled: z.number().int().describe('forecasts whose cartridge has been replaced since'),
      within: z.number().int().describe('replaced within the interval'),
      sooner: z.number().int(),
      later: z.number().int(),
      errorDays: z.number().nullable().describe('mean distance between the middle of the forecast and the day of the replacement'),
      biasDays: z.number().nullable().describe('the same with its sign: above 0, cartridges lasted longer than forecast'),
    }),
  ),
})

const input = z.object({ ...inOrganization, months: z.number().int().min(1).max(36).default(12) })
const tags = ['Supplies']

export const forecastQualityContract = {
  ofOrganization: operation('read the fleet')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/forecast-quality',
      summary: 'How forecasts of days left came true, by days ahead: from cartridges that were put in',
      tags,
    })
    .input(input)
    .output(ForecastQuality),
  ofAll: operation('read the fleets of all children')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/all-forecast-quality',
      summary: 'The same over the organization and all its customers',
      tags,
    })
    .input(input)
    .output(ForecastQuality),
  ofOperations: operation('operate the program')
    .route({
      method: 'GET',
      path: '/organizations/{organizationId}/operations/forecast-quality',
      summary: 'The same over all organizations (provider)',
      tags,
    })
    .input(input)
    .output(ForecastQuality),
}

export type ForecastQuality = z.infer<typeof ForecastQuality>
