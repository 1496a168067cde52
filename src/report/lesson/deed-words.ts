import { entriesText } from '../../scenario/flow-text.ts'
import type { WrittenEntry } from '../../scenario/lesson.ts'

/** What is done to the thing that an entry of a timeline names. */
const verbs: ReadonlyMap<string, (name: string) => string> = new Map([
  ['cut', (name) => `Cut ${name}`],
  ['fail', (name) => `Let all of ${name} fail`],
  ['crash', (name) => `Crash ${name}`],
  ['restart', (name) => `Restart ${name}`],
  ['freeze', (name) => `Freeze the control plane of ${name}`],
  ['zeroWindow', (name) => `Let an end of ${name} read nothing`],
  ['blackhole', (name) => `Let ${name} drop what it should forward`],
  ['drain', (name) => `Drain ${name} for maintenance`],
  ['undrain', (name) => `End the maintenance of ${name}`],
  ['shut', (name) => `Shut the session ${name} down`],
  ['start', (name) => `Start the session ${name}`],
  ['clear', (name) => `Clear the session ${name}`],
  ['restore', (name) => `Mend what "${name}" broke`],
])

/** An entry of a timeline as something to do: `Cut er-amsterdam.primary silently`. What has no words is told as it is written. */
export function deedWords({ label: _, ...deed }: WrittenEntry): string {
  const { at, when, silently, ...rest } = deed
  const [verb] = Object.entries(rest).flatMap(([key, value]) => {
    const words = verbs.get(key)
    return words === undefined || typeof value !== 'string' ? [] : [{ key, words: words(value) }]
  })
  if (verb === undefined) return entriesText(deed)
  const { [verb.key]: __, ...more } = rest
  const others = entriesText({ ...more, at, when })
  return `${verb.words}${silently === true ? ' silently' : ''}${others === '' ? '' : ` (${others})`}`
}
