/** Days from a forecast to the day that it names, up to which it counts for a row. */
export const AHEAD = { 7: 'Up to 7 days', 14: '8 to 14 days', 28: '15 to 28 days', 56: '29 to 56 days', 365: 'More than 56 days' } as const

/** The intervals of forecasts hold in so many of 100 cases. */
export const COVERAGE_PERCENT = 80
