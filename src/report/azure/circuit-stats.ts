import type { Path } from '../../expressroute/design.ts'
import { paths } from '../../expressroute/node-names.ts'
import type { LinkOctets } from '../../scenario/result/run-result.ts'
import type { Topology } from '../../scenario/topology.ts'
import type { Micros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { SessionOctets } from '../trace/session-octets.ts'
import type { AzAnswer } from './az-answer.ts'
import { mseeOf, type PeeringPath, peeringNames, sessionsOf } from './peering.ts'

interface Counters {
  received: number
  sent: number
}

/**
 * `az network express-route get-stats`, as far as a run knows octets: those of the BGP messages that the MSEEs exchange
 * with the customer's routers on a peering, and of what flows with a rate bring to it. In is what goes into Microsoft's network.
 */
export class CircuitStats {
  readonly #octets: SessionOctets
  readonly #until: Micros
  /** The sessions of each MSEE with the customer. */
  readonly #sessions: ReadonlyMap<string, { readonly path: Path; readonly names: ReadonlySet<string> }>
  /** The links of the peering to the customer. */
  readonly #links: ReadonlyMap<string, Path>
  readonly #counters: Readonly<Record<Path, Counters>> = {
    primary: { received: 0, sent: 0 },
    secondary: { received: 0, sent: 0 },
  }

  constructor({ expansion, plan }: Topology, place: Omit<PeeringPath, 'path'>, until: Micros) {
    this.#octets = new SessionOctets(plan)
    this.#until = until
    this.#sessions = new Map(
      paths.map((path) => {
        const end = { ...place, path }
        const sessions = sessionsOf(expansion, end).filter(({ link }) => link.kind === 'circuit')
        return [mseeOf(end), { path, names: new Set(sessions.map(({ name }) => name)) }]
      }),
    )
    this.#links = new Map(
      expansion.links.flatMap((link) =>
        link.kind === 'circuit' &&
        link.circuit === place.circuit &&
        link.peering === peeringNames[place.peering]
          ? [[link.name, link.path] as const]
          : [],
      ),
    )
  }

  note(record: TraceRecord): void {
    this.#octets.note(record)
    if (record.kind !== 'message-received' && record.kind !== 'message-sent') return
    if (record.at > this.#until) return
    const known = this.#sessions.get(record.node)
    if (known?.names.has(record.session) !== true) return
    const isSent = record.kind === 'message-sent'
    const sender = isSent ? record.node : record.peer
    const { length } = this.#octets.encode(sender, record.session, record.message)
    this.#counters[known.path][isSent ? 'sent' : 'received'] += length
  }

  /** With what links had carried of flows at the same instant. */
  answer(traffic: readonly LinkOctets[]): AzAnswer {
    const primary = this.#total('primary', traffic)
    const secondary = this.#total('secondary', traffic)
    const row = {
      primarybytesIn: primary.received,
      primarybytesOut: primary.sent,
      secondarybytesIn: secondary.received,
      secondarybytesOut: secondary.sent,
    }
    return { kind: 'single', rows: [row], columns: undefined }
  }

  #total(path: Path, traffic: readonly LinkOctets[]): Counters {
    const total = { ...this.#counters[path] }
    for (const { link, from, sent, received } of traffic) {
      if (this.#links.get(link) !== path) continue
      if (this.#sessions.has(from)) total.sent += sent
      else total.received += received
    }
    return total
  }
}
