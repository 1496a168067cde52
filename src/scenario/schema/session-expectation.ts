import * as z from 'zod'
import { quoted, read, refuse } from '../../net/read.ts'
import type { Check } from '../expectation-entry.ts'
import { bounds } from './bounds.ts'
import { type Branch, branch } from './branch.ts'
import { type ExpectationFileEntry, entry, said } from './said.ts'
import { allOr, count, name, sentence, textOf } from './scalars.ts'
import { complain, strict } from './strict.ts'
import { eventTimes, measureTimes, stateTimes, type TimeKey, timeOperator, times } from './time-operator.ts'

const state = z.enum(['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'])

const notification = textOf('a code and subcode such as 6/1, or a code alone', 'type', (text) => {
  const [, code, subcode] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (code === undefined)
    return refuse<{ code: number; subcode: number | undefined }>(`${quoted(text)} is no NOTIFICATION code`)
  return read({ code: Number(code), subcode: subcode === undefined ? undefined : Number(subcode) })
})

export const sessions: Branch<ExpectationFileEntry> = branch(
  'sessions',
  {
    ...said,
    ...times,
    sessions: allOr('sessions'),
    are: state,
    count: bounds(count).optional().meta({ description: 'How many of them; all where it is left out' }),
  },
  (written, context) => {
    const { sessions: subjects, are, count: wanted } = written
    const check: Check = { kind: 'session-state', sessions: subjects, state: are, count: wanted }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

export const session: Branch<ExpectationFileEntry> = branch(
  'session',
  {
    ...said,
    ...times,
    session: name,
    is: state.optional().meta({ description: 'The state it is in' }),
    fell: strict({
      notification: notification.optional().meta({ description: 'By this NOTIFICATION: 6/1' }),
      sentBy: name.optional().meta({ description: 'The node that sent it' }),
      reason: sentence.optional().meta({ description: 'A part of the reason that the trace gives' }),
    })
      .optional()
      .meta({ description: 'It left Established; {} for any cause' }),
    flaps: bounds(count).optional().meta({ description: 'How often it left Established' }),
  },
  (written, context) => {
    const check = sessionCheck(written, context)
    return entry(
      written,
      check,
      timeOperator(
        written,
        sessionTimes[check.kind] ?? measureTimes,
        check.kind === 'session-state' ? 'at-end' : 'over',
        context,
      ),
    )
  },
)

interface WrittenSession {
  readonly session: string
  readonly is?: z.output<typeof state> | undefined
  readonly fell?:
    | {
        notification?: z.output<typeof notification> | undefined
        sentBy?: string | undefined
        reason?: string | undefined
      }
    | undefined
  readonly flaps?: z.output<ReturnType<typeof bounds>> | undefined
}

function sessionCheck({ session, is, fell, flaps }: WrittenSession, context: z.RefinementCtx): Check {
  const given = [is, fell, flaps].filter((matcher) => matcher !== undefined)
  if (given.length === 1) {
    if (is !== undefined) return { kind: 'session-state', sessions: [session], state: is, count: undefined }
    if (flaps !== undefined) return { kind: 'session-flaps', session, flaps }
    if (fell !== undefined) {
      const { notification, sentBy, reason } = fell
      return { kind: 'session-fell', session, notification, sentBy, reason }
    }
  }
  const message = 'an expectation about a session has exactly one of is, fell and flaps'
  return complain(context, { rule: 'one-matcher', message })
}

const sessionTimes: Readonly<Record<string, readonly TimeKey[]>> = {
  'session-state': stateTimes,
  'session-fell': eventTimes,
  'session-flaps': measureTimes,
}
