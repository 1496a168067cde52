import type { PathAttributes } from '../../bgp/path-attributes.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import type { Address } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { unpackPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix, parsePrefix } from '../../net/prefix-text.ts'
import type { RouteResult, RouterResult } from '../../scenario/result/run-result.ts'
import type { SimulationPlan } from '../../sim/plan.ts'
import { type Micros, secondsToMicros } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'

/** What a router heard and let in, by prefix and peer, as collectors write tables. */
export interface PeerTable {
  readonly router: string
  readonly bgpIdentifier: number
  readonly at: Micros
  readonly peers: readonly TablePeer[]
  readonly routes: readonly { readonly prefix: Prefix; readonly paths: readonly PeerPath[] }[]
}

export interface TablePeer {
  readonly bgpIdentifier: number
  readonly address: Address
  readonly asn: number
}

export interface PeerPath {
  readonly peerIndex: number
  /** When the peer announced it last. */
  readonly since: Micros
  readonly attributes: PathAttributes
}

/** Remembers of a run what a table does not say: when each route was heard. */
export class PeerTables {
  readonly #plan: SimulationPlan
  readonly #heard = new Map<string, Micros>()

  constructor(plan: SimulationPlan) {
    this.#plan = plan
  }

  note(record: TraceRecord): void {
    if (record.kind !== 'message-received' || record.message.kind !== 'UPDATE') return
    for (const prefix of unpackPrefixes(record.message.announced)) {
      this.#heard.set(heardKey(record.node, record.session, formatPrefix(prefix)), record.at)
    }
  }

  table(router: RouterResult): PeerTable {
    const speaker = this.#speaker(router.name)
    const byPrefix = new Map<string, PeerPath[]>()
    for (const route of router.routes) {
      const peerIndex = speaker.peers.findIndex((peer) => isFrom(route, peer))
      const peer = speaker.peers[peerIndex]
      // Routes of the router's own come from no peer.
      if (peer === undefined) continue
      const since = this.#heard.get(heardKey(router.name, peer.name, route.prefix))
      if (since === undefined) throw new Error(`${router.name} was never told of ${route.prefix}`)
      const paths = byPrefix.get(route.prefix) ?? []
      byPrefix.set(route.prefix, paths)
      paths.push({ peerIndex, since, attributes: route.attributes })
    }
    return {
      router: router.name,
      bgpIdentifier: speaker.bgpIdentifier,
      at: secondsToMicros(router.atSeconds),
      peers: speaker.peers.map((peer) => this.#tablePeer(peer)),
      routes: [...byPrefix].map(([prefix, paths]) => ({ prefix: parsePrefix(prefix), paths })),
    }
  }

  #tablePeer({ remote, remoteAddress, session }: PeerConfiguration): TablePeer {
    const { bgpIdentifier } = this.#speaker(remote)
    return { bgpIdentifier, address: remoteAddress, asn: session.remoteAsn }
  }

  #speaker(name: string): SimulationPlan['routers'][number]['speaker'] {
    const found = this.#plan.routers.find(({ speaker }) => speaker.name === name)
    if (found === undefined) throw new Error(`no router ${name}`)
    return found.speaker
  }
}

function heardKey(node: string, session: string, prefix: string): string {
  return `${node}|${session}|${prefix}`
}

function isFrom({ peer }: RouteResult, { remoteAddress }: PeerConfiguration): boolean {
  return peer !== undefined && peer.address === formatAddress(remoteAddress)
}
