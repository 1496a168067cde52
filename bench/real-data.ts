import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Course } from '../src/bench/route-contests.ts'
import { readUpdatesText } from '../src/bench/updates-text.ts'
import type { Family } from '../src/net/address.ts'
import { type NamedText, readTableText } from '../src/net/table-text.ts'

/** Beside the project, not in it: the terms of RIPE RIS are that its data is used and not passed on. */
const folder = '../shared/data'

/** A table of the Internet and one day of its updates, as a peer of RIPE RIS sent them; `undefined` where they are not. */
export function realCourse(family: Family): Omit<Course, 'seed'> | undefined {
  const [table, day] = ['rib', 'updates'].map(
    (kind) => `${folder}/ris-as3333-20260511-${kind}-${family}.txt.gz`,
  )
  if (table === undefined || day === undefined || !existsSync(table) || !existsSync(day)) return undefined
  const { tables, issues } = readTableText([read(table)])
  const { updates, issues: dayIssues } = readUpdatesText([read(day)])
  if (issues.length + dayIssues.length > 0) throw new Error(`${table} or ${day} has bad lines`)
  return { prefixes: tables[family], updates: updates[family] }
}

function read(file: string): NamedText {
  return { file, text: gunzipSync(readFileSync(file)).toString() }
}
