import * as z from 'zod'
import type { Micros } from '../../sim/time.ts'
import type { TimelineAction, TimelineEntry, When } from '../timeline-entry.ts'
import { type Branch, branch } from './branch.ts'
import { instant } from './instant.ts'
import { prefixList } from './prefixes.ts'
import { duration, name, share, whole } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** An entry before anything it names was looked up. */
export type TimelineFileEntry = Omit<TimelineEntry, 'place'>

const timed = {
  at: instant.optional(),
  when: z.enum(['converged', 'established']).optional().meta({
    description:
      'The first moment, after the entries above, when no message is under way and nothing changes; or when all sessions stand',
  }),
  label: name.optional().meta({ description: 'A name for this moment' }),
}

const repeat = strict({
  every: duration.meta({ description: 'From one start to the next' }),
  times: whole(2, 10_000).meta({ description: 'How often in all' }),
})

const repeated = { ...timed, repeat: repeat.optional() }

const undone = {
  ...repeated,
  for: duration.optional().meta({ description: 'After this long it is undone' }),
}

const oneWay = name.optional().meta({ description: 'Only what this node sends is affected' })
const link = name.meta({ description: 'er-amsterdam.primary, ce1-ce2, er-amsterdam.msee1-vnet-weu.gw0' })
const node = name.meta({
  description: 'A router, an MSEE (er-amsterdam.msee1) or a gateway instance (vnet-weu.gw0)',
})
const forwarding = z
  .enum(['lost', 'kept'])
  .default('lost')
  .meta({ description: 'Kept where the control plane alone crashes, and packets are forwarded as before' })
const session = name.meta({ description: 'The name of a session, as `vmsee explain FILE` lists them' })
const peering = strict({
  circuit: name.meta({ description: 'The name of a circuit' }),
  peering: z.enum(['private', 'public', 'microsoft']).meta({ description: 'All sessions of it' }),
})
const routes = strict({
  at: name.meta({ description: 'A site or a router' }),
  prefixes: prefixList,
})

interface Timing {
  readonly at?: TimelineInstant
  readonly when?: 'converged' | 'established' | undefined
  readonly label?: string | undefined
  readonly for?: Micros | undefined
  readonly repeat?: { readonly every: Micros; readonly times: number } | undefined
}

type TimelineInstant = z.output<typeof instant> | undefined

function entry(timing: Timing, action: TimelineAction, context: z.RefinementCtx): TimelineFileEntry {
  checkRepeat(timing, action, context)
  return {
    when: whenOf(timing, context),
    label: timing.label,
    action,
    forMicros: timing.for,
    repeat: timing.repeat && { everyMicros: timing.repeat.every, times: timing.repeat.times },
  }
}

function whenOf({ at, when }: Timing, context: z.RefinementCtx): When {
  if (at !== undefined && when === undefined) return { kind: 'at', instant: at }
  if (at === undefined && when !== undefined) return { kind: 'when', state: when }
  const message = at === undefined ? 'this entry does not say when' : 'this entry has two moments'
  return complain(context, {
    rule: 'one-moment',
    message,
    hint: 'give either at: (a moment) or when: (converged, established)',
  })
}

function checkRepeat(
  { for: duration, repeat: again }: Timing,
  { kind }: TimelineAction,
  context: z.RefinementCtx,
): void {
  if (again === undefined) return
  if (duration === undefined && kind !== 'clear' && kind !== 'refresh') {
    complain(context, {
      rule: 'repeat',
      message: `to ${kind} again, it must be undone in between`,
      hint: 'add for: (how long each time)',
      path: ['repeat'],
    })
  }
  if (duration !== undefined && duration >= again.every) {
    const message = 'each time must be over before the next begins'
    complain(context, {
      rule: 'repeat',
      message,
      hint: 'make for: shorter than every:',
      path: ['repeat', 'every'],
    })
  }
}

export const timelineBranches: readonly Branch<TimelineFileEntry>[] = [
  branch(
    'cut',
    {
      ...undone,
      cut: link,
      silently: z
        .boolean({ error: 'must be true or false' })
        .default(false)
        .meta({ description: 'The ports stay up, so only a timer notices' }),
      oneWay,
    },
    (written, context) => {
      if (written.oneWay !== undefined && !written.silently) {
        const message = 'a cut that ports notice is never one-way'
        complain(context, { rule: 'combination', message, hint: 'add silently: true', path: ['oneWay'] })
      }
      const { cut, silently, oneWay: from } = written
      return entry(written, { kind: 'cut', links: [{ link: cut, from }], silently }, context)
    },
  ),
  branch('loss', { ...undone, loss: strict({ link, share }), oneWay }, (written, context) =>
    entry(
      written,
      {
        kind: 'loss',
        links: [{ link: written.loss.link, from: written.oneWay }],
        share: written.loss.share,
      },
      context,
    ),
  ),
  branch('delay', { ...undone, delay: strict({ link, by: duration }), oneWay }, (written, context) =>
    entry(
      written,
      {
        kind: 'delay',
        links: [{ link: written.delay.link, from: written.oneWay }],
        byMicros: written.delay.by,
      },
      context,
    ),
  ),
  branch('crash', { ...undone, crash: node, forwarding }, (written, context) =>
    entry(written, { kind: 'crash', nodes: [written.crash], forwarding: written.forwarding }, context),
  ),
  branch('restart', { ...timed, restart: node }, (written, context) =>
    entry(written, { kind: 'restart', nodes: [written.restart] }, context),
  ),
  branch('drain', { ...undone, drain: node }, (written, context) =>
    entry(written, { kind: 'drain', nodes: [written.drain] }, context),
  ),
  branch('undrain', { ...timed, undrain: node }, (written, context) =>
    entry(written, { kind: 'undrain', nodes: [written.undrain] }, context),
  ),
  branch('disable', { ...undone, disable: peering }, (written, context) =>
    entry(written, { kind: 'disable', ...written.disable, ends: [] }, context),
  ),
  branch('enable', { ...timed, enable: peering }, (written, context) =>
    entry(written, { kind: 'enable', ...written.enable, ends: [] }, context),
  ),
  branch('shut', { ...undone, shut: session }, (written, context) =>
    entry(written, { kind: 'shut', session: written.shut }, context),
  ),
  branch('start', { ...timed, start: session }, (written, context) =>
    entry(written, { kind: 'start', session: written.start }, context),
  ),
  branch('refresh', { ...repeated, refresh: session }, (written, context) =>
    entry(written, { kind: 'refresh', session: written.refresh }, context),
  ),
  branch('clear', { ...repeated, clear: session }, (written, context) =>
    entry(written, { kind: 'clear', session: written.clear }, context),
  ),
  branch('announce', { ...undone, announce: routes }, (written, context) =>
    entry(written, { kind: 'announce', ...written.announce }, context),
  ),
  branch('withdraw', { ...undone, withdraw: routes }, (written, context) =>
    entry(written, { kind: 'withdraw', ...written.withdraw }, context),
  ),
  branch('restore', { ...timed, restore: name }, (written, context) =>
    entry(written, { kind: 'restore', label: written.restore }, context),
  ),
  branch(undefined, timed, (written, context) => {
    if (written.label === undefined) {
      const message = 'this entry does nothing and names nothing'
      complain(context, { rule: 'one-action', message, hint: 'give it an action, such as cut:, or a label:' })
    }
    return entry(written, { kind: 'mark' }, context)
  }),
]
