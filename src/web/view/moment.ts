import { type FlowEnd, flowEnds } from '../../analysis/flow-ends.ts'
import type { Playback } from '../../analysis/playback.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { letsThrough } from '../../sim/fault.ts'
import type { FlowOutcome } from '../../sim/flow/flow.ts'
import { measureFlow } from '../../sim/flow/flow-measure.ts'
import { pathName } from '../../sim/flow/flow-meter.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { type FlyingMessage, messagesUnderWay } from './messages.ts'

/** How the network stands at an instant, as the picture of it shows. */
export interface MomentView {
  readonly at: Micros
  readonly nodes: Readonly<Record<string, NodeNow>>
  readonly links: Readonly<Record<string, LinkNow>>
  readonly sessions: Readonly<Record<string, SessionNow>>
  readonly flows: readonly FlowNow[]
  readonly messages: readonly FlyingMessage[]
}

export interface NodeNow {
  readonly state: 'up' | 'down' | 'forwarding only'
}

/** `silent`: nothing gets through, and both ports are up. `impaired`: some packets are lost, or all are late. */
export interface LinkNow {
  readonly state: 'up' | 'ports down' | 'silent' | 'one way' | 'impaired'
}

export interface SessionNow {
  /** The state of the end that has not got as far. */
  readonly state: string
  readonly isUp: boolean
  /** What watches it besides its timers: the state of BFD, the worse end's. */
  readonly bfd: string | undefined
}

export interface FlowNow extends FlowEnd {
  readonly tuples: number
  readonly arriving: number
  /** Each way that any of the five-tuples takes now. */
  readonly ways: readonly FlowWay[]
  /** Since the flow began, until now: how long the five-tuple that was out longest was so at a time. */
  readonly worstSeconds: number
  readonly lost: number
}

export interface FlowWay {
  readonly hops: readonly string[]
  readonly tuples: number
  readonly outcome: FlowOutcome
}

export function momentView(playback: Playback): MomentView {
  const { run, now, log } = playback
  const { simulation, evidence } = run
  const { plan, network } = simulation
  return {
    at: now,
    nodes: Object.fromEntries(network.nodes.map((name) => [name, nodeNow(name, run)])),
    links: Object.fromEntries(plan.links.map(({ name }) => [name, linkNow(name, run)])),
    sessions: Object.fromEntries(
      evidence.sessions.map((ends) => {
        const state = evidence.stateOf(ends)
        return [ends.name, { state, isUp: state === 'Established', bfd: bfdNow(ends, run) }]
      }),
    ),
    flows: flowEnds(simulation).map((end) => flowNow(end, run, now)),
    messages: messagesUnderWay(log.records, now),
  }
}

function nodeNow(name: string, { simulation }: ScenarioRun): NodeNow {
  if (!simulation.network.isUp(name)) return { state: 'down' }
  return { state: simulation.routers.get(name)?.isUp === false ? 'forwarding only' : 'up' }
}

function linkNow(name: string, { simulation: { network } }: ScenarioRun): LinkNow {
  const { ends, delayMicros } = network.link(name)
  if (ends.some(({ node }) => network.isUp(node) && !network.portUp(node, name)))
    return { state: 'ports down' }
  const passages = ends
    .filter(({ node }) => network.isUp(node))
    .map(({ node }) => network.passage(node, name))
  const through = passages.filter(letsThrough).length
  if (through < passages.length) return { state: through === 0 ? 'silent' : 'one way' }
  const isLate = passages.some(
    (passage) => passage.kind === 'carries' && (passage.loss > 0 || passage.delayMicros > delayMicros),
  )
  return { state: isLate ? 'impaired' : 'up' }
}

function bfdNow(
  { name, local, remote }: ScenarioRun['evidence']['sessions'][number],
  { simulation }: ScenarioRun,
): string | undefined {
  const states = [local, remote].map((node) => simulation.bfd.end(node, name)?.state)
  return states.find((state) => state !== 'Up') ?? states[0]
}

function flowNow(end: FlowEnd, { simulation }: ScenarioRun, now: Micros): FlowNow {
  const walks = simulation.traffic.walks(end.name, end.direction)
  const ways = new Map<string, FlowWay>()
  for (const walk of walks) {
    const key = pathName(walk)
    ways.set(key, {
      hops: walk.hops,
      outcome: walk.outcome,
      tuples: (ways.get(key)?.tuples ?? 0) + 1,
    })
  }
  const { worstOutage, lost } = measureFlow(simulation.traffic.record(end.name, end.direction, now))
  return {
    ...end,
    tuples: walks.length,
    arriving: walks.filter(({ outcome }) => outcome === 'ACCEPTED').length,
    ways: [...ways.values()],
    worstSeconds: microsToSeconds(worstOutage),
    lost,
  }
}
