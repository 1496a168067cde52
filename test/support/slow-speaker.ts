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
  readonly #stale = new Map<string, Set<string>>()
  readonly #sources = new Map<string, RouteSource>()
  readonly #own = new Set<string>()
  readonly #portsDown = new Set<string>()
  #best = new Map<string, Route>()

  constructor(configuration: SpeakerConfiguration, interner: AttributeInterner) {
    this.#configuration = configuration
    this.#interner = interner
    for (const peer of configuration.peers) {
      this.#heard.set(peer.name, new Map())
      this.#stale.set(peer.name, new Set())
      this.#sources.set(peer.name, sourceOf(peer, configuration.asn))
    }
  }

  hear(peer: string, withdrawn: readonly string[], announced: readonly string[], told: PathAttributes): void {
    const routes = this.#routes(peer)
    for (const prefix of withdrawn) routes.delete(prefix)
    for (const prefix of announced) routes.set(prefix, told)
    for (const prefix of [...withdrawn, ...announced]) this.#staleOf(peer).delete(prefix)
    this.#decide()
  }

  /** RFC 4724 §4.2: what was heard stays, and is stale; what was stale already goes. */
  retain(peer: string): void {
    this.purge(peer)
    for (const prefix of this.#routes(peer).keys()) this.#staleOf(peer).add(prefix)
  }

  /** The peer has said all that it has to say: what is stale goes. */
  purge(peer: string): void {
    for (const prefix of this.#staleOf(peer)) this.#routes(peer).delete(prefix)
    this.#staleOf(peer).clear()
    this.#decide()
  }

  staleCount(peer: string): number {
    return this.#staleOf(peer).size
  }

  forget(peer: string): void {
    this.#routes(peer).clear()
    this.#staleOf(peer).clear()
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
  told(peer: PeerConfiguration): Routes {
    const told: Routes = new Map()
    for (const [prefix, route] of this.#best) {
      if (!this.#mayTell(route, peer)) continue
      const internal = peer.session.remoteAsn === this.#configuration.asn
      const passed = internal ? this.#inside(route, peer) : this.#outside(route, peer)
      if (passed === undefined) continue
      const isItself = sameAddress(passed.nextHop, peer.remoteAddress)
      if (!isItself || this.#configuration.profile.tellsNextHopItself) told.set(prefix, passed)
    }
    return told
  }

  #mayTell({ source, attributes: best }: Route, { name, session }: PeerConfiguration): boolean {
    const { asn, profile } = this.#configuration
    if (source.name === name && !profile.echoesToSender) return false
    if (profile.withholdsLoops && countAsn(best.asPath, session.remoteAsn) > 0) return false
    return !profile.keepsRoutesBack || mayPass(session.remoteAsn === asn, best.communities)
  }

  #inside({ source, attributes: best }: Route, peer: PeerConfiguration): PathAttributes | undefined {
    const { marksReflection, reflectedRoutesCarryMed } = this.#configuration.profile
    const toClient = marksReflection === 'what clients are told' && peer.routeReflectorClient
    const local = { ...best, localPref: best.localPref ?? 100 }
    const ours = toClient ? this.#marked(local, source.bgpIdentifier) : local
    if (source.kind === 'local') return { ...ours, nextHop: peer.localAddress }
    if (source.kind === 'external') return ours
    if (!source.isClient && !peer.routeReflectorClient) return undefined
    const addedMed = reflectedRoutesCarryMed && best.originatorId === undefined ? 0 : undefined
    const reflected =
      marksReflection === 'what is reflected' ? this.#marked(ours, source.bgpIdentifier) : ours
    return { ...reflected, multiExitDisc: best.multiExitDisc ?? addedMed }
  }

  #marked(route: PathAttributes, broughtBy: number): PathAttributes {
    const clusterList = [this.#configuration.clusterId].concat(route.clusterList)
    return { ...route, originatorId: route.originatorId ?? broughtBy, clusterList }
  }

  #outside({ source, attributes: best }: Route, { localAddress }: PeerConfiguration): PathAttributes {
    const asPath = prependAsn(best.asPath, this.#configuration.asn, 1)
    const inside = {
      localPref: undefined,
      // What the speaker itself says about a route passes one border, what another AS said passes none.
      multiExitDisc: source.kind === 'local' ? best.multiExitDisc : undefined,
      originatorId: undefined,
      clusterList: [],
    }
    return { ...best, ...inside, asPath, nextHop: localAddress }
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
    const isInternal = this.#sources.get(peer.name)?.kind === 'internal'
    if (isInternal && (this.#cameBack(heard, peer) || this.#lacksLocalPref(heard))) return []
    const own = interfaces.flatMap(({ addresses }) => addresses)
    if (own.some(({ address }) => sameAddress(address, heard.nextHop))) return []
    return this.#resolves(heard.nextHop) ? [this.#route(peer, heard)] : []
  }

  #lacksLocalPref({ localPref }: PathAttributes): boolean {
    return this.#configuration.profile.needsLocalPref && localPref === undefined
  }

  #cameBack({ originatorId, clusterList }: PathAttributes, peer: PeerConfiguration): boolean {
    const { bgpIdentifier, clusterId, profile } = this.#configuration
    if (originatorId === bgpIdentifier) return true
    if (profile.looksForClusterFrom === 'clients' && !peer.routeReflectorClient) return false
    return clusterList.some((cluster) => cluster === clusterId)
  }

  #resolves(nextHop: Address): boolean {
    if (!this.#configuration.profile.resolvesNextHops) return true
    return this.#configuration.interfaces
      .filter(({ name }) => !this.#portsDown.has(name))
      .some(({ addresses }) =>
        addresses.some(({ address, length }) => covers(networkOf(address, length), nextHop)),
      )
  }

  #route(peer: PeerConfiguration, heard: PathAttributes): Route {
    const source = this.#sources.get(peer.name)
    if (source === undefined) throw new Error(`the twin has no peer ${peer.name}`)
    const nothingInternal = { localPref: undefined, originatorId: undefined, clusterList: [] }
    const known = source.kind === 'internal' ? heard : { ...heard, ...nothingInternal }
    const { profile, peers, bgpIdentifier } = this.#configuration
    const marksAll =
      profile.marksReflection === 'what is received' &&
      peers.some(({ routeReflectorClient }) => routeReflectorClient)
    const broughtBy = source.kind === 'internal' ? source.bgpIdentifier : bgpIdentifier
    const kept = marksAll ? this.#marked(known, broughtBy) : known
    return { source, attributes: this.#interner.intern(kept), weight: peer.weight }
  }

  #ownRoute(): Route {
    const { asn, bgpIdentifier, profile } = this.#configuration
    const here = { name: 'local', router: 'local', kind: 'local', isClient: false } as const
    const own = { ...attributes({ asns: [] }), multiExitDisc: profile.ownRoutesCarryMed ? 0 : undefined }
    return {
      source: { ...here, asn, bgpIdentifier, address: undefined },
      attributes: this.#interner.intern(own),
      weight: 32768,
    }
  }

  #staleOf(peer: string): Set<string> {
    const stale = this.#stale.get(peer)
    if (stale === undefined) throw new Error(`the twin has no peer ${peer}`)
    return stale
  }

  #routes(peer: string): Routes {
    const routes = this.#heard.get(peer)
    if (routes === undefined) throw new Error(`the twin has no peer ${peer}`)
    return routes
  }
}

function mayPass(toInternal: boolean, communities: readonly number[]): boolean {
  const { 'no-advertise': noAdvertise, 'no-export': noExport } = wellKnownCommunities
  if (communities.includes(noAdvertise)) return false
  return toInternal || !communities.includes(noExport)
}

/** The laboratory numbers its routers from 1, and the routers of the laws are named by these numbers. */
function sourceOf(peer: PeerConfiguration, asn: number): RouteSource {
  const { name, remote, remoteAddress, session, routeReflectorClient: isClient } = peer
  const kind = session.remoteAsn === asn ? 'internal' : 'external'
  const bgpIdentifier = Number(remote.slice(1))
  return {
    name,
    router: remote,
    kind,
    isClient,
    asn: session.remoteAsn,
    bgpIdentifier,
    address: remoteAddress,
  }
}
