/** What the address says of the window of imports that is open, where it is no import's id. */
export const NEW_IMPORT = 'new'
export const RECENT_IMPORTS = 'recent'
