import { brother } from './brother.ts'
import { canon } from './canon.ts'
import { epson } from './epson.ts'
import { hp } from './hp.ts'
import { konicaMinolta } from './konica-minolta.ts'
import { kyocera } from './kyocera.ts'
import { lexmark } from './lexmark.ts'
import type { Maker } from './maker.ts'
import { otherMakers } from './other-makers.ts'
import { ricoh } from './ricoh.ts'
import { samsung } from './samsung.ts'
import { sharp } from './sharp.ts'
import { fujifilm, xerox } from './xerox.ts'

/** Every maker that the agent knows by name. */
export const MAKERS: readonly Maker[] = [
  lexmark,
  hp,
  kyocera,
  ricoh,
  sharp,
  brother,
  canon,
  epson,
  konicaMinolta,
  samsung,
  xerox,
  fujifilm,
  ...otherMakers,
]
