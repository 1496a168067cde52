import { countUpTo } from '../../analysis/count-up-to.ts'
import type { Playback } from '../../analysis/playback.ts'
import type { BfdConfiguration } from '../../bfd/session.ts'
import { sendHoldSeconds } from '../../bgp/fsm/send-hold.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { SpeakerTimer } from '../../bgp/speaker-event.ts'
import type { Family } from '../../net/address.ts'
import { dissect } from '../../report/dissection/dissect.ts'
import type { Field } from '../../report/dissection/field.ts'
import { usedOf } from '../../report/run/limits.ts'
import { messageWords } from '../../report/trace/message-text.ts'
import { SessionOctets } from '../../report/trace/session-octets.ts'
import { neighborResults } from '../../scenario/result/router-result.ts'
import type { BfdResult, NeighborResult } from '../../scenario/result/run-result.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { firstOfLast, type LoggedMessage, loggedMessages } from './messages.ts'
import { type PolicyNow, policyNow } from './policy-now.ts'

export interface SessionInspection {
  readonly kind: 'session'
  readonly name: string
  readonly link: string
  readonly ends: readonly SessionEndView[]
  /** Whether both ends are configured for BFD, and within how long it would notice; `undefined` where nobody configures it. */
  readonly bfd: { readonly isOn: boolean; readonly milliseconds: number } | undefined
  readonly policies: readonly PolicyNow[]
  readonly transitions: readonly Transition[]
  /** The last of them, up to now. */
  readonly messages: readonly LoggedMessage[]
  readonly opened: OpenedMessage | undefined
}

export interface SessionEndView {
  readonly node: string
  readonly state: NeighborResult['state']
  readonly idleBecause: NeighborResult['idleBecause']
  readonly address: string
  readonly asn: number
  /** What the OPENs settled; `undefined` while the session does not stand. */
  readonly holdTimeSeconds: number | undefined
  readonly keepaliveSeconds: number | undefined
  /** RFC 9687: how long it waits for what it sends to be taken; 0 is for ever. */
  readonly sendHoldSeconds: number | undefined
  readonly bfd: BfdResult | undefined
  readonly prefixesReceived: number
  readonly prefixesSent: number
  /** What it holds the far end to. */
  readonly limit: SessionLimit | undefined
  readonly timers: readonly TimerView[]
  /** How it came to the state that it is in; `undefined` before anything happened. */
  readonly last: Transition | undefined
}

/** RFC 4271 §6.7. */
export interface SessionLimit {
  readonly limit: number
  /** From how many prefixes on it is warned of. */
  readonly warning: number
  readonly words: string
}

/** A timer that runs, and how long it runs in all. */
export interface TimerView {
  readonly timer: SpeakerTimer | 'BFD Detection Time'
  readonly leftSeconds: number
  readonly wholeSeconds: number
}

export interface Transition {
  readonly at: Micros
  readonly node: string
  readonly from: string
  readonly to: string
  readonly event: string
  /** RFC 4271 §8.1. */
  readonly number: number | undefined
  readonly reason: string | undefined
}

/** A message to its fields and octets. */
export interface OpenedMessage {
  readonly seq: number
  readonly words: string
  readonly octets: readonly number[]
  readonly fields: readonly Field[]
}

const messagesAtMost = 60
const transitionsAtMost = 40

export function inspectSession(
  playback: Playback,
  name: string,
  message: number | undefined,
): SessionInspection | undefined {
  const { run, log, now } = playback
  const ends = run.evidence.sessions.find((one) => one.name === name)
  if (ends === undefined) return undefined
  const past = log.records.slice(
    0,
    countUpTo(log.records, now, (record) => record.at),
  )
  const own = past.filter((record) => 'session' in record && record.session === name)
  const transitions = own.flatMap(transitionOf)
  return {
    kind: 'session',
    name,
    link: ends.link,
    ends: [ends.local, ends.remote].map((node) => ({
      ...endView(node, name, run, now),
      last: transitions.findLast((one) => one.node === node),
    })),
    bfd: bfdOf(run, name, [ends.local, ends.remote]),
    policies: [ends.local, ends.remote].map((node) => policyNow(playback, name, node)),
    transitions: transitions.slice(-transitionsAtMost),
    messages: loggedMessages(own.slice(firstOfLast(messagesAtMost, own, own.length)), now),
    opened: message === undefined ? undefined : openedMessage(past, message, run),
  }
}

function bfdOf(
  { simulation, scenario }: ScenarioRun,
  session: string,
  nodes: readonly string[],
): SessionInspection['bfd'] {
  const [near, far] = nodes.map((node) => simulation.router(node).plan.bfd.get(session)?.configuration)
  if (near === undefined || far === undefined || scenario.design.era === '2017') return undefined
  const detection = (from: BfdConfiguration, at: BfdConfiguration): number =>
    from.detectMultiplier * Math.max(from.desiredMinTxMicros, at.requiredMinRxMicros)
  return {
    isOn: nodes.every((node) => simulation.bfd.isConfigured(node, session)),
    milliseconds: Math.max(detection(near, far), detection(far, near)) / 1000,
  }
}

function endView(
  node: string,
  name: string,
  { simulation, evidence }: ScenarioRun,
  now: Micros,
): Omit<SessionEndView, 'last'> {
  const driver = simulation.router(node)
  const { configuration, negotiated } = driver.speaker.peer(name)
  const neighbors = neighborResults(driver, simulation, now, evidence.log)
  const neighbor = neighbors.find((one) => one.session === name)
  if (neighbor === undefined) throw new Error(`${node} has no ${name}`)
  const [family] = neighbor.families
  const prefixesReceived = neighbor.prefixesReceived.ipv4 + neighbor.prefixesReceived.ipv6
  return {
    node,
    state: neighbor.state,
    idleBecause: neighbor.idleBecause,
    address: neighbor.localAddress,
    asn: driver.speaker.configuration.asn,
    holdTimeSeconds: negotiated?.holdTimeSeconds,
    keepaliveSeconds: negotiated?.keepaliveSeconds,
    sendHoldSeconds: negotiated && sendHoldSeconds(negotiated, configuration.session),
    bfd: neighbor.bfd,
    prefixesReceived,
    prefixesSent: neighbor.prefixesSent.ipv4 + neighbor.prefixesSent.ipv6,
    limit: family && limitOf(configuration, family, prefixesReceived),
    timers: timersOf(node, name, simulation, now),
  }
}

function limitOf({ prefixLimit }: PeerConfiguration, family: Family, used: number): SessionLimit | undefined {
  if (prefixLimit === undefined) return undefined
  const limit = prefixLimit.maximum[family]
  return {
    limit,
    warning: (limit * prefixLimit.warningPercent) / 100,
    words: usedOf({ counted: 'prefixes', used, limit }),
  }
}

const timers: readonly SpeakerTimer[] = [
  'HoldTimer',
  'KeepaliveTimer',
  'SendHoldTimer',
  'ConnectRetryTimer',
  'DelayOpenTimer',
  'IdleHoldTimer',
  'MinRouteAdvertisementIntervalTimer',
  'RestartTimer',
  'StaleTimer',
  'Selection_Deferral_Timer',
  'BfdHoldTimer',
  'BfdHoldDownTimer',
]

function timersOf(node: string, session: string, simulation: Simulation, now: Micros): readonly TimerView[] {
  const { negotiated } = simulation.router(node).speaker.peer(session)
  // Those that KEEPALIVEs restart are not always run, and then it is not known when they were started.
  const settled: Readonly<Partial<Record<SpeakerTimer, number | undefined>>> = {
    HoldTimer: negotiated?.holdTimeSeconds,
    KeepaliveTimer: negotiated?.keepaliveSeconds,
  }
  const running = timers.flatMap((timer): readonly TimerView[] => {
    const at = simulation.runsOutAt(node, session, timer, now)
    if (at === undefined) return []
    const since = simulation.timer(node, session, timer)?.since ?? now
    return [
      {
        timer,
        leftSeconds: microsToSeconds(at - now),
        wholeSeconds: settled[timer] ?? microsToSeconds(at - since),
      },
    ]
  })
  const detectsAt = simulation.bfd.detectsAt(node, session, now)
  const detection = simulation.bfd.end(node, session)?.detectionMicros
  return detectsAt === undefined || detection === undefined
    ? running
    : [
        ...running,
        {
          timer: 'BFD Detection Time',
          leftSeconds: microsToSeconds(detectsAt - now),
          wholeSeconds: microsToSeconds(detection),
        },
      ]
}

function transitionOf(record: TraceRecord): readonly Transition[] {
  if (record.kind !== 'session-state') return []
  const { at, node, from, to, event, eventNumber: number, reason } = record
  return [{ at, node, from, to, event, number, reason }]
}

function openedMessage(
  past: readonly TraceRecord[],
  seq: number,
  { simulation }: ScenarioRun,
): OpenedMessage | undefined {
  const octetsOf = new SessionOctets(simulation.plan)
  for (const record of past) {
    if (record.kind === 'message-sent' && record.seq === seq) {
      const octets = octetsOf.encode(record.node, record.session, record.message)
      const fields = dissect(octets, octetsOf.sessionOf(record.node, record.session))
      return { seq, words: messageWords(record.message), octets: [...octets], fields }
    }
    octetsOf.note(record)
  }
  return undefined
}
