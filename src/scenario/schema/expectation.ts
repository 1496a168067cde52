import * as z from 'zod'
import { rules } from '../../expressroute/rules/all.ts'
import { quoted, read, refuse } from '../../net/read.ts'
import { flowOutcomes } from '../../sim/flow/flow.ts'
import type { Check, ExpectationEntry, TimeOperator } from '../expectation-entry.ts'
import { bounds } from './bounds.ts'
import { alternatives, type Branch, branch } from './branch.ts'
import { prefix } from './prefixes.ts'
import { octets } from './rate.ts'
import { asn, duration, name, sentence, share, textOf, whole } from './scalars.ts'
import { complain, oneOrMore, strict } from './strict.ts'
import {
  absenceTimes,
  eventTimes,
  measureTimes,
  stateTimes,
  type TimeKey,
  timeOperator,
  times,
  type WrittenTimes,
} from './time-operator.ts'

/** An expectation before anything it names was looked up; its text comes from the file's own words. */
export interface ExpectationFileEntry extends Pick<ExpectationEntry, 'why' | 'check' | 'time'> {
  readonly title: string | undefined
}

const ruleIds = [...new Set(rules.map(({ id }) => id))]

const said = {
  title: sentence.optional().meta({ description: 'What is expected, in your words' }),
  why: sentence.optional().meta({ description: 'Why it should be so' }),
}

const state = z.enum(['Idle', 'Connect', 'Active', 'OpenSent', 'OpenConfirm', 'Established'])
const count = whole(0, Number.MAX_SAFE_INTEGER)
const direction = z.enum(['forward', 'return', 'both']).default('both').meta({
  description: 'forward is from: to to:, return is the way back; both must hold where it is left out',
})

const notification = textOf('a code and subcode such as 6/1, or a code alone', 'type', (text) => {
  const [, code, subcode] = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (code === undefined)
    return refuse<{ code: number; subcode: number | undefined }>(`${quoted(text)} is no NOTIFICATION code`)
  return read({ code: Number(code), subcode: subcode === undefined ? undefined : Number(subcode) })
})

interface Said {
  readonly title?: string | undefined
  readonly why?: string | undefined
}

function entry(written: Said, check: Check, time: TimeOperator): ExpectationFileEntry {
  return { title: written.title, why: written.why, check, time }
}

const sessions = branch(
  'sessions',
  {
    ...said,
    ...times,
    sessions: z
      .union([z.literal('all'), z.array(name).min(1)], { error: 'must be all, or a list of sessions' })
      .meta({ description: 'all, or a list of names' }),
    are: state,
  },
  (written, context) => {
    const check: Check = { kind: 'session-state', sessions: written.sessions, state: written.are }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const session = branch(
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
    if (is !== undefined) return { kind: 'session-state', sessions: [session], state: is }
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

const flow = branch(
  'flow',
  {
    ...said,
    ...times,
    flow: name,
    direction,
    worstOutage: bounds(duration).optional().meta({ description: 'The longest outage of any five-tuple' }),
    affected: bounds(share).optional().meta({ description: 'The share of five-tuples that lost anything' }),
    lost: bounds(count).optional().meta({ description: 'How many probes were lost' }),
    availability: bounds(share).optional().meta({ description: 'The share of probes that arrived' }),
    dropped: bounds(share)
      .optional()
      .meta({ description: 'The share of what it sent that was dropped for want of capacity' }),
    path: oneOrMore(name)
      .optional()
      .meta({ description: 'Every five-tuple passes these nodes, in this order' }),
    outcome: z
      .enum(flowOutcomes)
      .optional()
      .meta({ description: 'What becomes of every five-tuple: ACCEPTED where path stands without it' }),
  },
  (written, context) => {
    const { flow: subject, worstOutage, affected, lost, availability, dropped, path, outcome } = written
    const measures = { worstOutage, affected, lost, availability, dropped }
    const isMeasured = Object.values(measures).some((measure) => measure !== undefined)
    const isState = path !== undefined || outcome !== undefined
    if (isMeasured === isState) {
      const message =
        'an expectation about a flow has either path or outcome, or measures such as worstOutage'
      return complain(context, {
        rule: 'one-matcher',
        message,
        hint: isMeasured ? 'write two expectations' : 'add what is expected',
      })
    }
    if (isMeasured) {
      const check: Check = { kind: 'flow-measures', flow: subject, direction: written.direction, ...measures }
      return entry(written, check, timeOperator(written, measureTimes, 'over', context))
    }
    const check: Check = {
      kind: 'flow-path',
      flow: subject,
      direction: written.direction,
      path: path ?? [],
      outcome: outcome ?? 'ACCEPTED',
    }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const link = branch(
  'link',
  {
    ...said,
    ...times,
    link: name.meta({ description: 'A link of a circuit with all peerings on it: er-amsterdam.primary' }),
    direction: z
      .enum(['in', 'out'])
      .optional()
      .meta({ description: "in is into Microsoft's network; both must hold where it is left out" }),
    traffic: z
      .enum(['Voice', 'Interactive', 'Default'])
      .optional()
      .meta({ description: 'One class of traffic; all together where it is left out' }),
    dropped: bounds(share)
      .optional()
      .meta({ description: 'The share of what was sent into it that did not fit' }),
    overloaded: bounds(duration).optional().meta({ description: 'How long anything was dropped' }),
  },
  (written, context) => {
    const { link: subject, direction: way, traffic, dropped, overloaded } = written
    if (dropped === undefined && overloaded === undefined) {
      const message = 'what is expected of the link?'
      return complain(context, { rule: 'one-matcher', message, hint: 'add dropped or overloaded' })
    }
    const check: Check = { kind: 'link-load', link: subject, direction: way, traffic, dropped, overloaded }
    return entry(written, check, timeOperator(written, measureTimes, 'over', context))
  },
)

const route = branch(
  'route',
  {
    ...said,
    ...times,
    route: strict({
      at: name.meta({ description: 'A router, MSEE, gateway instance or virtual network' }),
      prefix,
    }).meta({ description: 'The best route to exactly this prefix' }),
    present: z.boolean({ error: 'must be true or false' }).optional(),
    via: name.optional().meta({ description: 'primary, secondary, both, or the name of a neighbour' }),
    asPath: z
      .array(asn, { error: 'must be a list of AS numbers' })
      .optional()
      .meta({ description: 'The AS_PATH, nearest AS first' }),
    decidedBy: name.optional().meta({ description: 'The step of the decision process that left it alone' }),
  },
  (written, context) => {
    const { route: subject, present, via, asPath, decidedBy } = written
    const isDescribed = [via, asPath, decidedBy].some((matcher) => matcher !== undefined)
    if (present === undefined && !isDescribed) {
      const message = 'what is expected of the route?'
      return complain(context, {
        rule: 'one-matcher',
        message,
        hint: 'add present: true, present: false, via, asPath or decidedBy',
      })
    }
    if (present === false && isDescribed) {
      const message = 'a route that is not there has neither via, asPath nor decidedBy'
      return complain(context, { rule: 'combination', message, path: ['present'] })
    }
    const check: Check = {
      kind: 'route',
      ...subject,
      present: present ?? true,
      via: viaOf(via),
      asPath,
      decidedBy,
    }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

function viaOf(via: string | undefined): Extract<Check, { kind: 'route' }>['via'] {
  if (via === undefined) return undefined
  if (via === 'primary' || via === 'secondary' || via === 'both') return { kind: 'path', path: via }
  return { kind: 'node', node: via }
}

const prefixes = branch(
  'prefixes',
  {
    ...said,
    ...times,
    prefixes: strict({
      at: name.meta({ description: 'The node that received them' }),
      from: name.meta({ description: 'The neighbour that announced them' }),
      family: z.enum(['ipv4', 'ipv6']).default('ipv4'),
    }),
    received: bounds(count).meta({ description: 'How many are held, before policy' }),
  },
  (written, context) => {
    const check: Check = { kind: 'prefixes', ...written.prefixes, received: written.received }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const rule = branch(
  'rule',
  {
    ...said,
    ...times,
    rule: z.enum(ruleIds, { error: 'must be the id of a rule, such as C7' }),
    reported: z
      .boolean({ error: 'must be true or false' })
      .meta({ description: 'Whether it is, by the file or by what happened in the run' }),
  },
  (written, context) => {
    const check: Check = { kind: 'rule-reported', rule: written.rule, reported: written.reported }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const circuit = branch(
  'circuit',
  {
    ...said,
    ...times,
    circuit: name,
    peering: z.enum(['private', 'public', 'microsoft']).optional(),
    is: z
      .enum([
        'NotProvisioned',
        'Provisioning',
        'Provisioned',
        'Deprovisioning',
        'Enabled',
        'Disabled',
        'absent',
      ])
      .optional()
      .meta({ description: "The provider's state of a circuit, the state of a peering, or absent" }),
    advertisedPublicPrefixesState: z
      .enum(['NotConfigured', 'Configured', 'ValidationNeeded'])
      .optional()
      .meta({ description: 'Of the peering' }),
    metered: bounds(octets)
      .optional()
      .meta({ description: 'What is paid for by the octet: of what left Azure' }),
  },
  (written, context) => {
    const { circuit: subject, peering, is, advertisedPublicPrefixesState: validation, metered } = written
    if (metered !== undefined) return meteredEntry(written, { circuit: subject, metered }, context)
    if (is === undefined && validation === undefined) {
      const message = 'what is expected of the circuit?'
      return complain(context, {
        rule: 'one-matcher',
        message,
        hint: 'add is: Provisioned, or another state',
      })
    }
    const isOfPeering = is === 'Enabled' || is === 'Disabled' || validation !== undefined
    if (isOfPeering !== (peering !== undefined) && is !== 'absent') {
      const message = `${is ?? validation} is a state of a ${isOfPeering ? 'peering' : 'circuit'}`
      return complain(context, { rule: 'combination', message, path: ['is'] })
    }
    const check: Check = {
      kind: 'circuit-state',
      circuit: subject,
      peering,
      is,
      advertisedPublicPrefixesState: validation,
    }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

type WrittenCircuit = Said &
  WrittenTimes &
  Partial<Readonly<Record<'peering' | 'is' | 'advertisedPublicPrefixesState', unknown>>>

function meteredEntry(
  written: WrittenCircuit,
  check: Pick<Check & { kind: 'metered' }, 'circuit' | 'metered'>,
  context: z.RefinementCtx,
): ExpectationFileEntry {
  if ([written.peering, written.is, written.advertisedPublicPrefixesState].some((one) => one !== undefined)) {
    const message = 'an expectation about a circuit has either a state or what is metered'
    return complain(context, { rule: 'one-matcher', message, hint: 'write two expectations' })
  }
  return entry(written, { kind: 'metered', ...check }, timeOperator(written, measureTimes, 'over', context))
}

const none = z.literal('none', { error: 'can only be none' })

const loops = branch('loops', { ...said, ...times, loops: none }, (written, context) =>
  entry(written, { kind: 'no-loops' }, timeOperator(written, absenceTimes, 'always', context)),
)

const blackHoles = branch('blackHoles', { ...said, ...times, blackHoles: none }, (written, context) =>
  entry(written, { kind: 'no-black-holes' }, timeOperator(written, absenceTimes, 'always', context)),
)

export const expectationBranches: readonly Branch<ExpectationFileEntry>[] = [
  sessions,
  session,
  flow,
  link,
  route,
  prefixes,
  circuit,
  rule,
  loops,
  blackHoles,
]

/** For editors: any of them. */
export const expectation: z.ZodType = alternatives(expectationBranches).meta({ id: 'expectation' })
