import type { Address } from '../../net/address.ts'
import { packedLength } from '../../net/packed-cover.ts'
import { type PackedPrefixes, prefixOffsets } from '../../net/packed-prefixes.ts'
import { absent } from '../../net/prefix-table.ts'
import { isOwn, type Route } from '../decision/route.ts'
import { Selector } from '../decision/selector.ts'
import type { UpdateMessage } from '../message.ts'
import type { InternedAttributes } from '../path-attributes.ts'
import { type Peer, RouteStore } from '../peer.ts'
import type { AggregateConfiguration } from '../speaker-configuration.ts'
import { Exporter, type ExportSide, localAttributes } from '../update/export-route.ts'
import { isIgnored } from '../update/ignored-networks.ts'
import { heardAttributes, heededAttributes, type ImportSide } from '../update/import-route.ts'
import type { Flush } from '../update/pack.ts'
import { AdjRibIn } from './adj-rib-in.ts'
import type { AdjRibOut } from './adj-rib-out.ts'
import { Aggregates } from './aggregates.ts'
import { ChangeGroups } from './change-groups.ts'
import { LocRib, type RibChange } from './loc-rib.ts'
import { append, type Outgoing, type Telling } from './outgoing.ts'
import { aggregateOwner, defaultKey, ownSource, unspecified } from './own-routes.ts'
import type { Paths } from './paths.ts'
import { PendingIds } from './pending-ids.ts'
import type { PrefixIds } from './prefix-ids.ts'

/** The source of the speaker's own paths; those of its peers follow in their order. */
const ownPaths = 0

/** The weight that routers give to routes of their own. */
const localWeight = 32768

/** What the RIBs of a family need to know of their speaker. */
export interface RibOwner extends ImportSide {
  readonly maximumPaths: number
  readonly aggregates: readonly AggregateConfiguration[]
  /** Whether the next hop can be reached over a port that has carrier. */
  readonly resolves: (nextHop: Address) => boolean
}

/**
 * The routes of one family in one speaker: RFC 4271 §9.1's three phases. Phase 1 notes what peers announce
 * and which prefixes that touches; `decide` is Phase 2 for those prefixes; `flush` is Phase 3 for one peer.
 */
export class Rib {
  readonly locRib: LocRib
  readonly ids: PrefixIds
  readonly #owner: RibOwner
  readonly paths: Paths
  readonly #own: AdjRibIn
  readonly #ownRoutes = new RouteStore()
  readonly #aggregateRoutes = new RouteStore()
  #aggregates: Aggregates
  readonly #ownAttributes: InternedAttributes
  readonly #touched = new PendingIds()

  constructor(ids: PrefixIds, paths: Paths, owner: RibOwner) {
    this.ids = ids
    this.#owner = owner
    this.locRib = new LocRib(ids, new Selector(owner.profile, owner.maximumPaths))
    this.paths = paths
    this.#own = new AdjRibIn(ids, paths, ownPaths)
    this.#ownAttributes = owner.interner.intern({
      ...localAttributes(unspecified[ids.family]),
      multiExitDisc: owner.profile.ownRoutesCarryMed ? 0 : undefined,
    })
    this.#ownRoutes.restart(ownSource(owner, 'local'))
    this.#aggregateRoutes.restart(ownSource(owner, 'aggregate'))
    this.#aggregates = new Aggregates(owner.aggregates, ids, aggregateOwner(ids.family, owner))
  }

  /** Phase 1: what an UPDATE says. A prefix both withdrawn and announced counts as announced (RFC 4271 §4.3). */
  receive(peer: Peer, message: UpdateMessage): void {
    const { withdrawn, announced, attributes } = message
    this.#withdrawEach(withdrawn, peer.adjRibIn[this.ids.family])
    if (attributes !== undefined) this.#announceEach(announced, attributes, peer)
  }

  #withdrawEach(withdrawn: PackedPrefixes, from: AdjRibIn): void {
    for (const offset of prefixOffsets(withdrawn)) {
      const id = this.ids.find(withdrawn.data, offset)
      if (id === absent) continue
      this.#touch(id)
      from.delete(id)
    }
  }

  #announceEach(announced: PackedPrefixes, attributes: InternedAttributes, peer: Peer): void {
    const heard = heardAttributes(attributes, peer, this.#owner)
    const { family, data } = announced
    const adjRibIn = peer.adjRibIn[family]
    const { ignoredNetworks } = this.#owner.profile
    for (const offset of prefixOffsets(announced)) {
      if (isIgnored(ignoredNetworks, family, data, offset)) continue
      const accepted = heard && this.#passed(heard, peer, data, offset)
      const id = this.ids.assign(data, offset)
      this.#touch(id)
      adjRibIn.set(id, attributes.id, accepted?.id)
    }
  }

  /** What import policy makes of a route, and what its communities ask for. */
  #passed(heard: InternedAttributes, peer: Peer, data: Uint32Array, offset: number): Passed {
    const passed = peer.import.apply(heard, peer.configuration.remote, this.ids.family, data, offset)
    return passed && heededAttributes(passed, peer, this.#owner)
  }

  /** The import policy of the peer changed: Phase 1 again, with its routes as they were heard (RFC 4271 §9.1.1). */
  reconsider(peer: Peer): void {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    for (const id of Int32Array.from(adjRibIn.prefixes()).sort()) {
      const received = this.#owner.interner.byId(adjRibIn.received(id))
      const heard = heardAttributes(received, peer, this.#owner)
      const accepted = heard && this.#passed(heard, peer, this.ids.keys, this.ids.offset(id))
      if (adjRibIn.reconsider(id, accepted?.id)) this.#touch(id)
    }
  }

  /** How many routes of the peer a prefix limit counts; all but the plain number are found by looking at each. */
  limitedCount(peer: Peer): number {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    const { limitCounts } = this.#owner.profile
    if (limitCounts === 'received') return adjRibIn.count
    if (limitCounts === 'accepted') return adjRibIn.countAccepted()
    let count = 0
    for (const [, attributes] of this.received(peer)) if (this.mayTakePart(attributes, peer)) count++
    return count
  }

  /** Goes on from where another one stands, whose numbers and paths this one has assumed. */
  assume(other: Rib): void {
    this.locRib.assume(other.locRib)
    this.#ownRoutes.assume(other.#ownRoutes)
    this.#aggregateRoutes.assume(other.#aggregateRoutes)
    this.#aggregates.assume(other.#aggregates)
    this.#touched.assume(other.#touched)
  }

  /** What the peer announced, as it came and before policy (RFC 4271 §3.2): prefixes by number. */
  *received(peer: Peer): Iterable<readonly [number, InternedAttributes]> {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    for (const id of adjRibIn.prefixes()) yield [id, this.#owner.interner.byId(adjRibIn.received(id))]
  }

  /** Whether such a route may be used at all, whatever policy says. */
  mayTakePart(attributes: InternedAttributes, peer: Peer): boolean {
    return heardAttributes(attributes, peer, this.#owner) !== undefined
  }

  /** What the peer was told: prefixes by number. */
  *advertised(peer: Peer): Iterable<readonly [number, InternedAttributes]> {
    const adjRibOut = peer.adjRibOut[this.ids.family]
    for (const id of adjRibOut.prefixes()) yield [id, this.#owner.interner.byId(adjRibOut.advertised(id))]
  }

  /** The session ended, and with it all that the peer announced. */
  forget(peer: Peer): void {
    this.#deleteEach(peer, () => true)
    peer.adjRibOut[this.ids.family].clear()
  }

  /**
   * RFC 4724 §4.2: the session ended, and what the peer announced is kept as stale; what was stale already goes. The
   * peer has to be told everything anew. Answers how many routes were kept.
   */
  retain(peer: Peer): number {
    this.deleteStale(peer)
    peer.adjRibOut[this.ids.family].clear()
    return this.markStale(peer)
  }

  /** Answers how many routes are stale now. */
  markStale(peer: Peer): number {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    for (const id of adjRibIn.prefixes()) adjRibIn.markStale(id)
    return adjRibIn.count
  }

  /** Whatever the peer did not announce again goes; answers how many routes that were. */
  deleteStale(peer: Peer): number {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    return this.#deleteEach(peer, (id) => adjRibIn.isStale(id))
  }

  #deleteEach(peer: Peer, isWanted: (id: number) => boolean): number {
    const adjRibIn = peer.adjRibIn[this.ids.family]
    let deleted = 0
    // By number, so that what follows does not depend on the order in which the peer announced.
    for (const id of Int32Array.from(adjRibIn.prefixes()).sort()) {
      if (!isWanted(id)) continue
      this.#touch(id)
      adjRibIn.delete(id)
      deleted++
    }
    return deleted
  }

  originate(prefixes: PackedPrefixes): void {
    for (const offset of prefixOffsets(prefixes)) {
      const id = this.ids.assign(prefixes.data, offset)
      this.#touch(id)
      this.#own.set(id, this.#ownAttributes.id, this.#ownAttributes.id)
    }
  }

  ceaseOriginating(prefixes: PackedPrefixes): void {
    this.#withdrawEach(prefixes, this.#own)
  }

  /** The numbers of those prefixes that any RIB holds. */
  *idsOf(prefixes: PackedPrefixes): Iterable<number> {
    for (const offset of prefixOffsets(prefixes)) {
      const id = this.ids.find(prefixes.data, offset)
      if (id !== absent) yield id
    }
  }

  /** Next hops came or went: every prefix is looked at again. */
  touchAll(): void {
    for (const id of this.ids.inOrder()) this.#touch(id)
  }

  /** Everything selected is due to the peer, whose session just came up or who asked for a refresh. */
  tellAll(peer: Peer): void {
    const { family } = this.ids
    const adjRibOut = peer.adjRibOut[family]
    if (peer.wants(family)) touchEach(adjRibOut, this.locRib.prefixes())
    if (peer.configuration.defaultOriginate) adjRibOut.touch(this.ids.assign(defaultKey[family], 0))
  }

  /** The export policy of the peer changed: Phase 3 again for everything, be it that nothing is let out any more. */
  retell(peer: Peer): void {
    touchEach(peer.adjRibOut[this.ids.family], this.locRib.prefixes())
  }

  /** The operator aggregates otherwise: what is selected is counted anew, and told anew. */
  aggregate(configured: readonly AggregateConfiguration[], peers: readonly Peer[]): void {
    const before = this.#aggregates
    for (const id of before.ids) this.#putAggregate(id, undefined)
    this.#aggregates = new Aggregates(configured, this.ids, aggregateOwner(this.ids.family, this.#owner))
    for (const id of this.locRib.prefixes()) this.#aggregates.follow(id, undefined, this.locRib.get(id)?.best)
    for (const id of [...before.ids, ...this.#aggregates.ids]) this.#touch(id)
    for (const peer of peers) if (peer.wants(this.ids.family)) this.retell(peer)
  }

  /** Phase 2 for the prefixes touched since the last time; prefixes that changed alike come together. */
  decide(peers: readonly Peer[]): readonly RibChange[] {
    if (this.#touched.size === 0) return []
    const { family } = this.ids
    const touched = this.#touched.take()
    const changes = new ChangeGroups(this.ids)
    this.#decideEach(this.#withoutAggregates(touched), peers, changes)
    this.#decideAggregates(peers, changes)
    for (const peer of peers) if (peer.wants(family)) touchEach(peer.adjRibOut[family], changes.ids)
    this.#releaseEach(touched)
    return changes.finish()
  }

  #withoutAggregates(touched: readonly number[]): readonly number[] {
    return this.#aggregates.ids.length === 0 ? touched : touched.filter((id) => !this.#aggregates.has(id))
  }

  /** What the routes inside them led to: an aggregate is decided after all that it may be made of. */
  #decideAggregates(peers: readonly Peer[], changes: ChangeGroups): void {
    const { family } = this.ids
    for (const id of this.#aggregates.ids) {
      const { attributes, turns } = this.#aggregates.settle(id)
      this.#putAggregate(id, attributes)
      this.#decideEach([id], peers, changes)
      if (!turns) continue
      for (const peer of peers)
        if (peer.wants(family)) touchEach(peer.adjRibOut[family], this.#aggregates.inside(id))
    }
  }

  /** A route that the operator announces is there whatever it is made of. */
  #putAggregate(id: number, attributes: InternedAttributes | undefined): void {
    if (this.#own.accepted(id) === this.#ownAttributes.id) return
    if (attributes === undefined) this.#own.delete(id)
    else this.#own.set(id, attributes.id, attributes.id)
  }

  #decideEach(touched: readonly number[], peers: readonly Peer[], changes: ChangeGroups): void {
    let decided = absent
    let previous: Route | undefined
    let selected = absent
    for (const id of touched) {
      const old = this.locRib.get(id)
      // Prefixes that came together have the same candidates, and are decided as the one before them.
      if (decided === absent || !this.paths.alike(decided, id) || old?.best !== previous) {
        previous = old?.best
        selected = this.#select(id, peers, previous)
      }
      decided = id
      if (!this.locRib.set(id, selected)) continue
      const selection = this.locRib.get(id)
      changes.add(id, old, selection)
      this.#aggregates.follow(id, old?.best, selection?.best)
    }
  }

  // A number that nobody else holds goes with this, so it comes after all that is done with it.
  #releaseEach(touched: readonly number[]): void {
    for (const id of touched) this.ids.release(id)
  }

  #select(id: number, peers: readonly Peer[], previous: Route | undefined): number {
    const usable = this.candidates(id, peers).filter((route) => this.isUsable(route))
    return this.locRib.select(usable, previous)
  }

  /** Every route for the prefix that policy let in, in the order of the peers; those of one's own first. */
  candidates(id: number, peers: readonly Peer[]): readonly Route[] {
    const { paths } = this
    const candidates: Route[] = []
    for (let path = paths.first(id); path !== absent; path = paths.next(path)) {
      const accepted = paths.accepted(path)
      if (accepted !== absent) candidates.push(this.#route(paths.source(path), accepted, peers))
    }
    return candidates
  }

  #route(source: number, accepted: number, peers: readonly Peer[]): Route {
    const { interner } = this.#owner
    if (source === ownPaths) {
      const own = accepted === this.#ownAttributes.id ? this.#ownRoutes : this.#aggregateRoutes
      return own.get(accepted, localWeight, interner)
    }
    const peer = peers[source - 1]
    if (peer === undefined) throw new Error(`a path from source ${source}, which is no peer`)
    return peer.route(accepted, interner)
  }

  /** RFC 4271 §9.1.2: a route whose NEXT_HOP cannot be resolved takes no part, where the profile resolves any. */
  isUsable(route: Route): boolean {
    return isOwn(route) || this.isReached(route.attributes.nextHop)
  }

  isReached(nextHop: Address): boolean {
    const { profile, resolves } = this.#owner
    return !profile.resolvesNextHops || resolves(nextHop)
  }

  /**
   * Phase 3 for one peer: what it must be told so that it knows what is selected. A withdrawn prefix may be
   * held by nobody any more; its number still stands for it until the next event gives numbers out.
   */
  flush(peer: Peer, side: ExportSide, withdrawalsOnly: boolean): Outgoing {
    const adjRibOut = peer.adjRibOut[this.ids.family]
    const exporter = new Exporter(side)
    const originates = peer.configuration.defaultOriginate
    const told = this.#settleEach(adjRibOut, { exporter, originates }, withdrawalsOnly)
    return { ...told, tooLarge: exporter.tooLarge }
  }

  #settleEach(adjRibOut: AdjRibOut, telling: Telling, withdrawalsOnly: boolean): Flush {
    const withdrawn: number[] = []
    const announced = new Map<InternedAttributes, number[]>()
    for (const id of adjRibOut.takeDue()) {
      const attributes = this.#exported(id, telling)
      if (withdrawalsOnly && attributes !== undefined) adjRibOut.postpone(id)
      else if (!adjRibOut.settle(id, attributes?.id ?? absent)) continue
      else if (attributes === undefined) withdrawn.push(id)
      else append(announced, attributes, id)
    }
    return { withdrawn, announced }
  }

  #exported(id: number, { exporter, originates }: Telling): InternedAttributes | undefined {
    const { family, keys } = this.ids
    const offset = this.ids.offset(id)
    if (originates && packedLength(family, keys, offset) === 0) {
      const { interner } = this.#owner
      return exporter.originated(this.#ownRoutes.get(this.#ownAttributes.id, localWeight, interner), family)
    }
    const best = this.locRib.get(id)?.best
    if (best === undefined || this.#aggregates.hides(id, best)) return undefined
    return exporter.attributes(best, family, keys, offset)
  }

  #touch(id: number): void {
    if (this.#touched.add(id)) this.ids.hold(id)
  }
}

type Passed = InternedAttributes | undefined

function touchEach(adjRibOut: AdjRibOut, ids: Iterable<number>): void {
  for (const id of ids) adjRibOut.touch(id)
}
