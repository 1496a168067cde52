import type * as z from 'zod'
import type { Check, ExpectationEntry, TimeOperator } from '../expectation-entry.ts'
import { sentence } from './scalars.ts'

/** An expectation before anything it names was looked up; its text comes from the file's own words. */
export interface ExpectationFileEntry extends Pick<ExpectationEntry, 'why' | 'check' | 'time'> {
  readonly title: string | undefined
}

/** What every expectation may say besides. */
export const said: { readonly [Key in 'title' | 'why']: z.ZodType<string | undefined> } = {
  title: sentence.optional().meta({ description: 'What is expected, in your words' }),
  why: sentence.optional().meta({ description: 'Why it should be so' }),
}

export interface Said {
  readonly title?: string | undefined
  readonly why?: string | undefined
}

export function entry(written: Said, check: Check, time: TimeOperator): ExpectationFileEntry {
  return { title: written.title, why: written.why, check, time }
}
