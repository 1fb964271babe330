/** Object identifiers that every printer is asked for, by their names in the MIBs. */

/** SNMPv2-MIB (RFC 3418). */
export const sysDescr = '1.3.6.1.2.1.1.1.0'
export const sysObjectID = '1.3.6.1.2.1.1.2.0'
export const sysName = '1.3.6.1.2.1.1.5.0'
export const sysLocation = '1.3.6.1.2.1.1.6.0'

/** IF-MIB (RFC 2863); one row per interface. */
export const ifDescr = '1.3.6.1.2.1.2.2.1.2'
export const ifType = '1.3.6.1.2.1.2.2.1.3'
export const ifPhysAddress = '1.3.6.1.2.1.2.2.1.6'

/** HOST-RESOURCES-MIB (RFC 2790); rows by hrDeviceIndex. */
export const hrDeviceType = '1.3.6.1.2.1.25.3.2.1.2'
export const hrDeviceDescr = '1.3.6.1.2.1.25.3.2.1.3'
export const hrDeviceStatus = '1.3.6.1.2.1.25.3.2.1.5'
export const hrPrinterStatus = '1.3.6.1.2.1.25.3.5.1.1'
export const hrPrinterDetectedErrorState = '1.3.6.1.2.1.25.3.5.1.2'
/** What hrDeviceType says of a printer. */
export const hrDevicePrinter = '1.3.6.1.2.1.25.3.1.5'

/** Printer-MIB v2 (RFC 3805); rows by hrDeviceIndex and the table's own index. */
export const printerMib = '1.3.6.1.2.1.43'
export const prtGeneralCurrentLocalization = '1.3.6.1.2.1.43.5.1.1.2'
export const prtMarkerDefaultIndex = '1.3.6.1.2.1.43.5.1.1.8'
export const prtConsoleLocalization = '1.3.6.1.2.1.43.5.1.1.10'
export const prtGeneralPrinterName = '1.3.6.1.2.1.43.5.1.1.16'
export const prtGeneralSerialNumber = '1.3.6.1.2.1.43.5.1.1.17'
export const prtLocalizationCharacterSet = '1.3.6.1.2.1.43.7.1.1.4'
export const prtMarkerCounterUnit = '1.3.6.1.2.1.43.10.2.1.3'
export const prtMarkerLifeCount = '1.3.6.1.2.1.43.10.2.1.4'
export const prtMarkerSuppliesColorantIndex = '1.3.6.1.2.1.43.11.1.1.3'
export const prtMarkerSuppliesClass = '1.3.6.1.2.1.43.11.1.1.4'
export const prtMarkerSuppliesType = '1.3.6.1.2.1.43.11.1.1.5'
export const prtMarkerSuppliesDescription = '1.3.6.1.2.1.43.11.1.1.6'
export const prtMarkerSuppliesSupplyUnit = '1.3.6.1.2.1.43.11.1.1.7'
export const prtMarkerSuppliesMaxCapacity = '1.3.6.1.2.1.43.11.1.1.8'
export const prtMarkerSuppliesLevel = '1.3.6.1.2.1.43.11.1.1.9'
export const prtMarkerColorantValue = '1.3.6.1.2.1.43.12.1.1.4'
export const prtConsoleDisplayBufferText = '1.3.6.1.2.1.43.16.5.1.2'
export const prtAlertSeverityLevel = '1.3.6.1.2.1.43.18.1.1.2'
export const prtAlertTrainingLevel = '1.3.6.1.2.1.43.18.1.1.3'
export const prtAlertGroup = '1.3.6.1.2.1.43.18.1.1.4'
export const prtAlertGroupIndex = '1.3.6.1.2.1.43.18.1.1.5'
export const prtAlertCode = '1.3.6.1.2.1.43.18.1.1.7'
export const prtAlertDescription = '1.3.6.1.2.1.43.18.1.1.8'

/**
 * IEEE 1284 device ids (`MFG:…;MDL:…;`), where makers keep them: the JetDirect object that many print servers imitate, and
 * ppmPrinterIEEE1284DeviceId of PWG's Port Monitor MIB (PWG 5107.1).
 */
export const deviceIds = ['1.3.6.1.4.1.11.2.3.9.1.1.7.0', '1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1'] as const

export const SYSTEM_OBJECTS = [sysDescr, sysObjectID, sysName, sysLocation] as const

/** Columns of a table, the first of which leads, and how many rows there usually are at most. */
export interface Table {
  columns: readonly string[]
  usualRows: number
}

/** What is read of every printer besides the system group. */
export const STANDARD_TABLES: readonly Table[] = [
  { columns: [ifDescr, ifType, ifPhysAddress], usualRows: 2 },
  { columns: [hrDeviceType, hrDeviceDescr, hrDeviceStatus], usualRows: 1 },
  { columns: [hrPrinterStatus, hrPrinterDetectedErrorState], usualRows: 1 },
  {
    columns: [prtGeneralCurrentLocalization, prtMarkerDefaultIndex, prtConsoleLocalization, prtGeneralPrinterName, prtGeneralSerialNumber],
    usualRows: 1,
  },
  { columns: [prtMarkerCounterUnit, prtMarkerLifeCount], usualRows: 1 },
  {
    columns: [
      prtMarkerSuppliesColorantIndex,
      prtMarkerSuppliesClass,
      prtMarkerSuppliesType,
      prtMarkerSuppliesDescription,
      prtMarkerSuppliesSupplyUnit,
      prtMarkerSuppliesMaxCapacity,
      prtMarkerSuppliesLevel,
    ],
    usualRows: 8,
  },
  { columns: [prtMarkerColorantValue], usualRows: 4 },
  { columns: [prtLocalizationCharacterSet], usualRows: 1 },
  { columns: [prtConsoleDisplayBufferText], usualRows: 4 },
  {
    columns: [prtAlertSeverityLevel, prtAlertTrainingLevel, prtAlertGroup, prtAlertGroupIndex, prtAlertCode, prtAlertDescription],
    usualRows: 2,
  },
]

/** Columns walked in every printer. */
export const STANDARD_COLUMNS: readonly string[] = STANDARD_TABLES.flatMap(({ columns }) => columns)
