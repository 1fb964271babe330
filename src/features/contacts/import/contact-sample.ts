import { BYTE_ORDER_MARK, csvLine } from '../../../platform/csv.ts'
import { IMPORT_COLUMNS } from '../contact-columns.ts'

/** The sample file of an import: its columns and two contacts, which can be imported as they are. */
export const SAMPLE_FILE =
  BYTE_ORDER_MARK +
  [
    IMPORT_COLUMNS,
    [
      'Sample',
      'Person',
      'Sample Company, Inc.',
      'sample.person@example.com',
      '1',
      '202 555 0123',
      '1 Sample Street',
      'Floor 2',
      'Lexington',
      'KY',
      '40511',
      'US',
      'SAMPLE0001,SAMPLE0002',
    ],
    [
      'Beispiel',
      'Person',
      '',
      'beispiel.person@example.com',
      '49',
      '030 5550123',
      'Musterstraße 1',
      '',
      'Berlin',
      '',
      '10115',
      'Germany',
      '',
    ],
  ]
    .map(csvLine)
    .join('')
