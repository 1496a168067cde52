import { countAsn, prependAsn } from '../../src/bgp/as-path.ts'
import type { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { wellKnownCommunities } from '../../src/bgp/community.ts'
import type { Route, RouteSource } from '../../src/bgp/decision/route.ts'
import { selectBest } from '../../src/bgp/decision/select-best.ts'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
import type { PeerConfiguration, SpeakerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { type Address, sameAddress } from '../../src/net/address.ts'
import { covers, networkOf } from '../../src/net/prefix.ts'
import { attributes } from './bgp-routes.ts'

/** Routes by prefix, as text. */
type Routes = Map<string, PathAttributes>

/**
 * The slow twin of a speaker without policies: maps of objects, and everything is computed anew from what was
 * heard whenever somebody asks. It knows no sessions: who owns it says what is heard and what is forgotten.
 */
export class SlowSpeaker {
  readonly #configuration: SpeakerConfiguration
  readonly #interner: AttributeInterner
  readonly #heard = new Map<string, Routes>()
  readonly #sources = new Map<string, RouteSource>()
  readonly #own = new Set<string>()
  readonly #portsDown = new Set<string>()
  #best = new Map<string, Route>()

  constructor(configuration: SpeakerConfiguration, interner: AttributeInterner) {
    this.#configuration = configuration
    this.#interner = interner
    for (const peer of configuration.peers) {
      this.#heard.set(peer.name, new Map())
      this.#sources.set(peer.name, sourceOf(peer, configuration.asn))
    }
  }

  hear(peer: string, withdrawn: readonly string[], announced: readonly string[], told: PathAttributes): void {
    const routes = this.#routes(peer)
    for (const prefix of withdrawn) routes.delete(prefix)
    for (const prefix of announced) routes.set(prefix, told)
    this.#decide()
  }

  forget(peer: string): void {
    this.#routes(peer).clear()
    this.#decide()
  }

  originate(prefixes: readonly string[]): void {
    for (const prefix of prefixes) this.#own.add(prefix)
    this.#decide()
  }

  ceaseOriginating(prefixes: readonly string[]): void {
    for (const prefix of prefixes) this.#own.delete(prefix)
    this.#decide()
  }

  port(name: string, up: boolean): void {
    if (up) this.#portsDown.delete(name)
    else this.#portsDown.add(name)
    this.#decide()
  }

  heardCount(peer: string): number {
    return this.#routes(peer).size
  }

  /** The best route of each prefix that has one. */
  get best(): ReadonlyMap<string, Route> {
    return this.#best
  }

  /** What the peer should know. */
  told({ name, session, localAddress }: PeerConfiguration): Routes {
    const { asn, profile } = this.#configuration
    const internal = session.remoteAsn === asn
    const told: Routes = new Map()
    for (const [prefix, { source, attributes: best }] of this.#best) {
      if (source.name === name && !profile.echoesToSender) continue
      if (!mayPass(internal, source.kind === 'internal', best.communities)) continue
      const nextHop = internal && source.kind !== 'local' ? best.nextHop : localAddress
      told.set(prefix, { ...(internal ? inside(best) : outside(best, asn)), nextHop })
    }
    return told
  }

  #decide(): void {
    const { profile, maximumPaths } = this.#configuration
    const prefixes = new Set([
      ...this.#own,
      ...[...this.#heard.values()].flatMap((routes) => [...routes.keys()]),
    ])
    const best = new Map<string, Route>()
    for (const prefix of prefixes) {
      const previous = this.#best.get(prefix)
      const selection = selectBest(this.#candidates(prefix), profile, { maximumPaths, previous })
      if (selection !== undefined) best.set(prefix, selection.best)
    }
    this.#best = best
  }

  #candidates(prefix: string): readonly Route[] {
    const { peers } = this.#configuration
    const own = this.#own.has(prefix) ? [this.#ownRoute()] : []
    return [...own, ...peers.flatMap((peer) => this.#usable(peer, this.#routes(peer.name).get(prefix)))]
  }

  #usable(peer: PeerConfiguration, heard: PathAttributes | undefined): readonly Route[] {
    const { asn, interfaces } = this.#configuration
    if (heard === undefined || countAsn(heard.asPath, asn) > 0) return []
    const own = interfaces.flatMap(({ addresses }) => addresses)
    if (own.some(({ address }) => sameAddress(address, heard.nextHop))) return []
    return this.#resolves(heard.nextHop) ? [this.#route(peer, heard)] : []
  }

  #resolves(nextHop: Address): boolean {
    return this.#configuration.interfaces
      .filter(({ name }) => !this.#portsDown.has(name))
      .some(({ addresses }) =>
        addresses.some(({ address, length }) => covers(networkOf(address, length), nextHop)),
      )
  }

  #route(peer: PeerConfiguration, heard: PathAttributes): Route {
    const source = this.#sources.get(peer.name)
    if (source === undefined) throw new Error(`the twin has no peer ${peer.name}`)
    const known = source.kind === 'internal' ? heard : { ...heard, localPref: undefined }
    return { source, attributes: this.#interner.intern(known), weight: peer.weight }
  }

  #ownRoute(): Route {
    const { asn, bgpIdentifier } = this.#configuration
    return {
      source: { name: 'local', router: 'local', kind: 'local', asn, bgpIdentifier, address: undefined },
      attributes: this.#interner.intern(attributes({ asns: [] })),
      weight: 32768,
    }
  }

  #routes(peer: string): Routes {
    const routes = this.#heard.get(peer)
    if (routes === undefined) throw new Error(`the twin has no peer ${peer}`)
    return routes
  }
}

function inside(best: PathAttributes): PathAttributes {
  return { ...best, localPref: best.localPref ?? 100 }
}

function outside(best: PathAttributes, asn: number): PathAttributes {
  const asPath = prependAsn(best.asPath, asn, 1)
  return { ...best, asPath, localPref: undefined, multiExitDisc: undefined }
}

function mayPass(toInternal: boolean, fromInternal: boolean, communities: readonly number[]): boolean {
  const { 'no-advertise': noAdvertise, 'no-export': noExport } = wellKnownCommunities
  if (communities.includes(noAdvertise)) return false
  return toInternal ? !fromInternal : !communities.includes(noExport)
}

/** The laboratory numbers its routers from 1, and the routers of the laws are named by these numbers. */
function sourceOf(peer: PeerConfiguration, asn: number): RouteSource {
  const { name, remote, remoteAddress, session } = peer
  const kind = session.remoteAsn === asn ? 'internal' : 'external'
  const bgpIdentifier = Number(remote.slice(1))
  return { name, router: remote, kind, asn: session.remoteAsn, bgpIdentifier, address: remoteAddress }
}
