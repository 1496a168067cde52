import { firstAsn } from '../../bgp/as-path.ts'
import type { UpdateMessage } from '../../bgp/message.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** Watches a run for routes that an internal peer puts into the place of one from another neighbouring AS. */
export class Replacements {
  readonly #internal: ReadonlySet<string>
  /** By router, session and prefix: the AS that the route came into our AS from. */
  readonly #neighbours = new Map<string, Map<string, number | undefined>>()
  #seen = false

  constructor({ routers }: SimulationPlan) {
    const peers = routers.flatMap(({ speaker }) => speaker.peers)
    this.#internal = new Set(
      peers.filter(({ session }) => session.localAsn === session.remoteAsn).map(({ name }) => name),
    )
  }

  get seen(): boolean {
    return this.#seen
  }

  note(record: TraceRecord): void {
    if (record.kind !== 'message-received' || !this.#internal.has(record.session)) return
    const place = `${record.node} ${record.session}`
    if (record.message.kind === 'OPEN') this.#neighbours.delete(place)
    if (record.message.kind === 'UPDATE') this.#hear(place, record.message)
  }

  #hear(place: string, { withdrawn, announced, attributes }: UpdateMessage): void {
    const held = this.#neighbours.get(place) ?? new Map<string, number | undefined>()
    this.#neighbours.set(place, held)
    for (const prefix of unpackPrefixes(withdrawn)) held.delete(formatPrefix(prefix))
    if (attributes === undefined) return
    const neighbour = firstAsn(attributes.asPath)
    for (const prefix of unpackPrefixes(announced).map(formatPrefix)) {
      if (held.has(prefix) && held.get(prefix) !== neighbour) this.#seen = true
      held.set(prefix, neighbour)
    }
  }
}
