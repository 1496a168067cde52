import type * as z from 'zod'
import { quoted, type Read, read, refuse } from '../../net/read.ts'
import { parseDuration } from '../../sim/time.ts'
import type { Instant } from '../timeline-entry.ts'
import { namePattern, textOf } from './scalars.ts'

/** `60s` counts from the start of the run, `cut + 10s` from the entry that has the label, `cut` is that moment. */
export const instant: z.ZodType<Instant, string> = textOf(
  'a moment such as 60s, cut or cut + 10s',
  'moment',
  readInstant,
).meta({ id: 'moment', description: 'A moment: 60s after the start, the label of an entry, or label + 10s' })

/** A moment before its mark can be written, so that whoever knows the marks can say what is wrong with it. */
function readInstant(text: string): Read<Instant> {
  const start = parseDuration(text)
  if (start !== undefined) return read({ label: undefined, offsetMicros: start })
  // A hyphen may belong to the label, so a minus has spaces around it.
  const [, label = '', sign, offset = '0s'] = /^(\S+?)(?:( *\+ *| - *)(\S+))?$/.exec(text.trim()) ?? []
  const micros = parseDuration(offset)
  if (!namePattern.test(label) || micros === undefined) return refuse(`${quoted(text)} is not a moment`)
  return read({ label, offsetMicros: sign?.includes('-') ? -micros : micros })
}
