import type { BfdConfiguration } from '../../src/bfd/session.ts'
import type { SessionState } from '../../src/bgp/fsm/session.ts'
import { families } from '../../src/net/address.ts'
import { type PackedPrefixes, packPrefixes, unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import type { FaultRule } from '../../src/sim/fault.ts'
import type { Middlebox } from '../../src/sim/flow/middlebox.ts'
import type { Shortcut } from '../../src/sim/forwarding/shortcuts.ts'
import type { Link } from '../../src/sim/link.ts'
import type { Operation } from '../../src/sim/operation.ts'
import type {
  BfdWatch,
  FlowPlan,
  NetworkPlan,
  SimulationOptions,
  SimulationPlan,
} from '../../src/sim/plan.ts'
import { Simulation } from '../../src/sim/simulation.ts'
import { type Micros, microsPerSecond } from '../../src/sim/time.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import { type LabPlan, type RouterPlan, type SessionPlan, speakerConfigurations } from './speaker-plan.ts'

export interface RouterSketch extends RouterPlan {
  readonly announces?: readonly string[]
  readonly shortcuts?: readonly Shortcut[]
  /** By session. */
  readonly sharedKeys?: Readonly<Record<string, string>>
  /** By link: the prefixes that are forwarded over it whatever BGP says. */
  readonly statics?: Readonly<Record<string, readonly string[]>>
}

/** Each session has a cable of its own, of the same name; a millisecond long, and layer 2 sees it through. */
export interface SessionSketch extends SessionPlan {
  readonly delayMicros?: Micros
  readonly carrier?: Link['carrier']
  /** By router; both ends watch the session, or nobody does. */
  readonly bfd?: Readonly<Record<string, BfdConfiguration>>
}

export interface NetworkSketch {
  readonly prefixes: readonly string[]
  readonly behind: readonly string[]
  readonly standby?: readonly string[]
  readonly convergenceMicros?: Micros
}

export interface SimulationSketch {
  readonly routers: Readonly<Record<string, RouterSketch>>
  readonly sessions: readonly SessionSketch[]
  readonly networks?: Readonly<Record<string, NetworkSketch>>
  readonly flows?: Readonly<Record<string, Partial<FlowPlan> & Pick<FlowPlan, 'from' | 'to'>>>
  readonly middleboxes?: Readonly<Record<string, Middlebox>>
  readonly trunks?: SimulationPlan['trunks']
  readonly marking?: SimulationPlan['marking']
  readonly seed?: number
  readonly wire?: boolean
}

const hostMicros = 100

const usualBfd: BfdConfiguration = {
  desiredMinTxMicros: 300_000,
  requiredMinRxMicros: 300_000,
  detectMultiplier: 3,
}

export function simulationPlan(sketch: SimulationSketch): SimulationPlan {
  const networks = Object.entries(sketch.networks ?? {}).map(networkPlan)
  const configurations = speakerConfigurations({
    routers: sketch.routers,
    sessions: sketch.sessions,
  } satisfies LabPlan)
  return {
    seed: sketch.seed ?? 1,
    interleave: undefined,
    wire: sketch.wire ?? false,
    routers: configurations.map((speaker) => {
      const { announces = [], sharedKeys = {}, statics = {} } = sketch.routers[speaker.name] ?? {}
      return {
        speaker,
        sharedKeys: new Map(Object.entries(sharedKeys)),
        announces: packedByFamily(announces),
        bfd: new Map(speaker.peers.map(({ name }) => [name, bfdOf(speaker.name, name, sketch.sessions)])),
        statics: Object.entries(statics).map(([link, prefixes]) => ({
          link,
          prefixes: packedByFamily(prefixes),
        })),
        shut: [],
        shortcuts: sketch.routers[speaker.name]?.shortcuts ?? [],
      }
    }),
    networks,
    links: [
      ...sketch.sessions.map((session) => cableOf(session, configurations)),
      ...networks.flatMap(hostLinks),
    ],
    flows: Object.entries(sketch.flows ?? {}).map(([name, flow]) => ({
      ...{ name, family: 'ipv4', count: 8, probesPerSecond: 10, reconnectMicros: 0 },
      ...{ rate: { forward: 0, return: 0 }, mark: 0 },
      ...flow,
    })),
    trunks: sketch.trunks ?? [],
    marking: sketch.marking ?? { classOf: new Map(), nodes: new Map() },
    middleboxes: new Map(Object.entries(sketch.middleboxes ?? {})),
  }
}

function bfdOf(router: string, session: string, sessions: SimulationSketch['sessions']): BfdWatch {
  const configuration = sessions.find(({ between }) => between.join('-') === session)?.bfd?.[router]
  return { configuration: configuration ?? usualBfd, isOn: configuration !== undefined }
}

function cableOf(
  { between, delayMicros = 1000, carrier = 'layer-2' }: SessionSketch,
  configurations: ReturnType<typeof speakerConfigurations>,
): Link {
  const name = between.join('-')
  const port = (node: string) => ({
    node,
    addresses:
      configurations.find((speaker) => speaker.name === node)?.interfaces.find((own) => own.name === name)
        ?.addresses ?? [],
  })
  return { name, ends: [port(between[0]), port(between[1])], delayMicros, carrier }
}

function networkPlan([name, sketch]: [string, NetworkSketch]): NetworkPlan {
  return {
    name,
    prefixes: packedByFamily(sketch.prefixes),
    behind: sketch.behind.map((router) => ({ router, link: `${name}-${router}` })),
    standby: sketch.standby ?? [],
    convergenceMicros: sketch.convergenceMicros ?? 0,
  }
}

function hostLinks({ name, behind }: NetworkPlan): readonly Link[] {
  return behind.map(({ router, link }) => ({
    name: link,
    ends: [
      { node: name, addresses: [] },
      { node: router, addresses: [] },
    ],
    delayMicros: hostMicros,
    carrier: 'direct',
  }))
}

export function packedByFamily(prefixes: readonly string[]): readonly PackedPrefixes[] {
  const parsed = prefixes.map(parsePrefix)
  return families
    .map((family) =>
      packPrefixes(
        family,
        parsed.filter((prefix) => prefix.family === family),
      ),
    )
    .filter(({ count }) => count > 0)
}

/** A simulation that keeps its trace, and says what stands in it in short texts. */
export class SimulationLab {
  readonly simulation: Simulation
  readonly records: TraceRecord[] = []

  constructor(sketch: SimulationSketch | Simulation, options: SimulationOptions = {}) {
    this.simulation = sketch instanceof Simulation ? sketch : new Simulation(simulationPlan(sketch), options)
    this.simulation.trace.on('record', (record) => this.records.push(record))
  }

  /** Another lab that goes on from here, with what was traced until now. */
  fork(): SimulationLab {
    const fork = new SimulationLab(this.simulation.fork())
    fork.records.push(...this.records)
    return fork
  }

  start(): this {
    this.simulation.start()
    return this
  }

  /** Carries out everything up to and including the instant, in seconds. */
  run(untilSeconds: number): this {
    const until = Math.round(untilSeconds * microsPerSecond)
    for (
      let next = this.simulation.peek();
      next !== undefined && next <= until;
      next = this.simulation.peek()
    ) {
      this.simulation.advance()
    }
    return this
  }

  /** Goes on until the network is so; answers when that was, or `undefined` where it did not come in time. */
  runWhile(isStill: () => boolean, untilSeconds: number): number | undefined {
    const until = Math.round(untilSeconds * microsPerSecond)
    while (isStill()) {
      const next = this.simulation.peek()
      if (next === undefined || next > until) return undefined
      this.simulation.advance()
    }
    return this.simulation.now / microsPerSecond
  }

  /** When the routers had converged, in seconds. */
  converge(untilSeconds = 3600): number | undefined {
    return this.runWhile(() => !this.simulation.isConverged(), untilSeconds)
  }

  at(seconds: number, ...operations: readonly Operation[]): this {
    for (const operation of operations) {
      this.simulation.schedule(Math.round(seconds * microsPerSecond), operation)
    }
    return this
  }

  /** Puts a fault in force at one second and ends it at the other. */
  fault(rule: FaultRule, from: number, to: number): this {
    return this.at(from, { kind: 'add-fault', rule }).at(to, { kind: 'remove-fault', rule })
  }

  state(node: string, session: string): SessionState {
    return this.simulation.router(node).speaker.peer(session).sessions.configured.state
  }

  /** The prefixes that the node forwards, with where to: `10.1.0.0/16 via b`. */
  forwarding(node: string): readonly string[] {
    return [...this.simulation.table(node).entries()].map(({ prefix, nextHops }) => {
      const via = nextHops.map((nextHop) => (nextHop.kind === 'via' ? `via ${nextHop.node}` : nextHop.kind))
      return `${formatPrefix(prefix)} ${via.join(' ')}`
    })
  }

  of<Kind extends TraceRecord['kind']>(kind: Kind): readonly (TraceRecord & { kind: Kind })[] {
    return this.records.filter((record): record is TraceRecord & { kind: Kind } => record.kind === kind)
  }

  /** Each change of a session's state, a line each: `3 ms a Idle > Connect`. */
  states(session: string): readonly string[] {
    return this.of('session-state')
      .filter((record) => record.session === session)
      .map(({ at, node, from, to }) => `${at / 1000} ms ${node} ${from} > ${to}`)
  }

  /** Each message sent, a line each: `3 ms a OPEN`. */
  sent(session: string): readonly string[] {
    return this.of('message-sent')
      .filter((record) => record.session === session)
      .map(({ at, node, message }) => {
        const { kind } = message
        const detail =
          kind === 'NOTIFICATION'
            ? ` ${message.code}/${message.subcode}`
            : kind === 'UPDATE'
              ? updateText(message)
              : ''
        return `${at / 1000} ms ${node} ${kind}${detail}`
      })
  }
}

function updateText({
  announced,
  withdrawn,
}: {
  announced: PackedPrefixes
  withdrawn: PackedPrefixes
}): string {
  const names = (sign: string, prefixes: PackedPrefixes) =>
    unpackPrefixes(prefixes).map((prefix) => ` ${sign}${formatPrefix(prefix)}`)
  return [...names('+', announced), ...names('-', withdrawn)].join('')
}

export function cut(link: string, id = 'cut'): FaultRule {
  return { kind: 'ports-down', id, link }
}

export function silence(link: string, from?: string, id = 'silence'): FaultRule {
  return { kind: 'silence', id, link, from }
}

/** Two routers of two ASes, each with a network, and a session between them that `a` opens. */
export function pair(
  difference: Partial<SessionSketch> = {},
  sketch: Partial<SimulationSketch> = {},
  options: SimulationOptions = {},
): SimulationLab {
  const sessions: readonly SessionSketch[] = [
    { between: ['a', 'b'], ends: { b: { session: { passive: true } } }, ...difference },
  ]
  const routers = {
    a: { asn: 65001, announces: ['10.1.0.0/16'] },
    b: { asn: 65002, announces: ['10.2.0.0/16'] },
  }
  return new SimulationLab({ routers, sessions, ...sketch }, options)
}
