import type { FlowDirection } from '../../sim/flow/flow.ts'
import type { Micros } from '../../sim/time.ts'
import type { Owner } from '../owner.ts'
import { type CauseLink, fallen } from './cause-log.ts'
import type { OutageCauses } from './outage-causes.ts'
import type { SessionWays } from './session-ways.ts'

/**
 * What the time of an outage went into:
 * `repair`: nothing was to be done before somebody outside did something, or before a link carried again.
 * `detection`: somebody had yet to notice, by a timer, by BFD, by its port, or by the word of a peer.
 * `session`: a session had to come to stand first.
 * `retention`: routes of a peer that was away were kept (RFC 4724).
 * `propagation`: UPDATEs were on their way, or waited for the MinRouteAdvertisementIntervalTimer.
 * `selection`: routers chose among routes.
 * `forwarding`: hosts followed their routers, or clients opened other connections.
 */
export const stages = [
  'repair',
  'detection',
  'session',
  'retention',
  'propagation',
  'selection',
  'forwarding',
] as const

export type Stage = (typeof stages)[number]

/** A part of an outage, and what ended it. */
export interface OutageStep {
  readonly stage: Stage
  readonly from: Micros
  readonly to: Micros
  readonly text: string
}

/** Why an outage took as long as it did. */
export interface WhySlow {
  /** What was done from outside that it followed from; `undefined` where nothing was. */
  readonly broke: string | undefined
  /** Whose that is which broke. */
  readonly owner: Owner | undefined
  /** The timer or signal that noticed; `undefined` where nobody had to. */
  readonly noticed: string | undefined
  /** They lie end to end, and together are the outage; none where it was not over at the end of the run. */
  readonly steps: readonly OutageStep[]
}

/** A time in which one five-tuple was out. */
export interface OneOutage {
  readonly flow: string
  readonly direction: FlowDirection
  readonly from: Micros
  readonly to: Micros
}

/** Follows causes back from the end of an outage to its beginning: what was waited for in between. */
export function whySlow({ flow, direction, from, to }: OneOutage, causes: OutageCauses): WhySlow {
  const { log, ways } = causes
  const outside = outsideCause(log.ofFlow(flow, direction, from))
  return { ...causes.broke(outside), ...stepsBack(log.ofFlow(flow, direction, to), from, to, ways) }
}

/** What was waited for between two instants, of which the link came at the second; the parts lie end to end. */
export function stepsBack(
  last: CauseLink | undefined,
  from: Micros,
  to: Micros,
  ways: SessionWays,
): Pick<WhySlow, 'noticed' | 'steps'> {
  const steps: OutageStep[] = []
  let noticed: string | undefined
  let until = to
  for (let link = last; link !== undefined && link.at >= from; link = link.because) {
    const since = Math.max(from, link.because?.at ?? from)
    if (stageOf(link) === 'detection') noticed = textOf(link)
    if (since < until) steps.unshift(...stepsTo(link, since, until, ways))
    until = since
  }
  return { noticed, steps: joined(steps) }
}

// While its link does not carry, nothing that a session does can let it stand.
function stepsTo(link: CauseLink, from: Micros, to: Micros, ways: SessionWays): readonly OutageStep[] {
  const stage = stageOf(link)
  const step = { stage, from, to, text: textOf(link) }
  if (stage !== 'session') return [step]
  const opened = ways.closedUntil(link.about, from, to)
  const repair = {
    stage: 'repair',
    from,
    to: opened,
    text: `the link of ${link.about} carries again`,
  } as const
  return [repair, { ...step, from: opened }].filter((part) => part.from < part.to)
}

/** A session comes to stand in many steps: told is the one that took longest. */
function joined(steps: readonly OutageStep[]): readonly OutageStep[] {
  const together: { step: OutageStep; longest: Micros }[] = []
  for (const step of steps) {
    const last = together.at(-1)
    const longest = step.to - step.from
    if (last?.step.stage === step.stage && (step.stage === 'session' || step.stage === 'repair')) {
      const { text } = longest >= last.longest ? step : last.step
      last.step = { stage: step.stage, from: last.step.from, to: step.to, text }
      last.longest = Math.max(last.longest, longest)
    } else together.push({ step, longest })
  }
  return together.map(({ step }) => step)
}

/** What was done from outside that something followed from. */
export function outsideCause(link: CauseLink | undefined): CauseLink | undefined {
  for (let cause = link; cause !== undefined; cause = cause.because) {
    if (cause.kind === 'operator') return cause
  }
  return undefined
}

const stageOfTimer: ReadonlyMap<string, Stage> = new Map([
  ['HoldTimer', 'detection'],
  ['SendHoldTimer', 'detection'],
  ['MinRouteAdvertisementIntervalTimer', 'propagation'],
  ['RestartTimer', 'retention'],
  ['StaleTimer', 'retention'],
  ['Selection_Deferral_Timer', 'retention'],
])

export function stageOf({ kind, what }: CauseLink): Stage {
  switch (kind) {
    case 'operator':
    case 'mark':
      return 'repair'
    case 'timer':
      return stageOfTimer.get(what) ?? 'session'
    case 'bfd':
      return what === 'Down' || what === 'AdminDown' ? 'detection' : 'session'
    case 'session-state':
      return what === fallen ? 'detection' : 'session'
    case 'message-sent':
    case 'message-received':
      return stageOfMessage(what)
    case 'link':
      return what === 'down' ? 'detection' : 'repair'
    case 'bfd-pending':
      return 'session'
    case 'limit':
      return 'detection'
    case 'stale':
      return 'retention'
    case 'best-route':
      return 'selection'
    default:
      return 'forwarding'
  }
}

function stageOfMessage(what: string): Stage {
  if (what === 'NOTIFICATION') return 'detection'
  return what === 'OPEN' || what === 'KEEPALIVE' ? 'session' : 'propagation'
}

function textOf({ kind, node, about, what, reason }: CauseLink): string {
  switch (kind) {
    case 'operator':
      return what
    case 'timer':
      return `${node}: ${what} of ${about}`
    case 'bfd':
      return `${node}: BFD of ${about} is ${what}: ${reason}`
    case 'session-state':
      return what === fallen ? `${node}: ${about} falls: ${reason}` : `${node}: ${about} is ${what}`
    case 'message-sent':
      return `${node}: ${what} to ${reason}`
    case 'message-received':
      return `${node}: ${what} from ${reason}`
    case 'link':
      return `${node}: port on ${about} is ${what}`
    case 'limit':
      return `${node}: prefix limit of ${about}`
    case 'stale':
      return `${node}: stale routes of ${about} ${what}: ${reason}`
    case 'best-route':
      return `${node}: another route is best`
    case 'fib':
      return `${node}: forwards otherwise`
    default:
      return 'hosts follow their routers, or clients open other connections'
  }
}
