import { type Family, families } from '../net/address.ts'
import type { LimitLevel } from '../net/prefix-limit.ts'
import { type CompiledPolicy, compilePolicy } from './apply-policy.ts'
import type { AttributeInterner } from './attribute-interner.ts'
import type { Route, RouteSource } from './decision/route.ts'
import type { RestartState } from './fsm/graceful-restart.ts'
import type { Negotiated } from './fsm/session.ts'
import { newPeerSessions, type PeerSessions } from './peer-sessions.ts'
import type { Policy, PolicyDirection } from './policy.ts'
import type { AdjRibIn } from './rib/adj-rib-in.ts'
import { AdjRibOut } from './rib/adj-rib-out.ts'
import type { PrefixIds } from './rib/prefix-ids.ts'
import type { PeerConfiguration } from './speaker-configuration.ts'
import type { RetentionTimer } from './speaker-event.ts'

/** What a speaker keeps for one peer. Only the speaker changes it. */
export class Peer {
  configuration: PeerConfiguration
  import: CompiledPolicy
  export: CompiledPolicy
  readonly adjRibIn: Readonly<Record<Family, AdjRibIn>>
  readonly adjRibOut: Readonly<Record<Family, AdjRibOut>>
  sessions: PeerSessions
  /** What the OPENs settled; `undefined` while the session is not Established. */
  negotiated: Negotiated | undefined
  limitLevel: Record<Family, LimitLevel> = { ipv4: 'below', ipv6: 'below' }
  /** Whose will it is that the session is Idle, where it does not simply wait for its IdleHoldTimer. */
  idleBecause: 'admin' | 'prefix-limit' | undefined = 'admin'
  mraiRuns = false
  /** BFD is Up, and has yet to stay so for the time that counts. */
  holdDownRuns = false
  /** RFC 4724 §2: of these families the peer has yet to hear that the initial UPDATEs are complete. */
  readonly endOfRibDue: Set<Family> = new Set()
  /** RFC 7313 §4: the peer asked for these families anew, and the answer has a beginning and an end. */
  readonly refreshDue: Set<Family> = new Set()
  /** The peer has said that its initial UPDATEs of these families are complete. */
  readonly endOfRibHeard: Set<Family> = new Set()
  /** RFC 7313 §4: the peer is announcing everything of these families again. */
  readonly refreshing: Set<Family> = new Set()
  /** RFC 4724 §4.2: routes of these families are kept over the end of their session until they are heard again. */
  readonly stale: Set<Family> = new Set()
  /** Which of the timers that bound this run. */
  readonly retentionTimers: Set<RetentionTimer> = new Set()
  readonly #routes = new RouteStore()
  readonly #localAsn: number
  readonly #interner: AttributeInterner

  constructor(
    configuration: PeerConfiguration,
    localAsn: number,
    ids: Readonly<Record<Family, PrefixIds>>,
    adjRibIn: Readonly<Record<Family, AdjRibIn>>,
    interner: AttributeInterner,
    restart: RestartState,
  ) {
    this.configuration = configuration
    this.#localAsn = localAsn
    this.#interner = interner
    this.import = compilePolicy(configuration.import, localAsn, interner)
    this.export = compilePolicy(configuration.export, localAsn, interner)
    this.adjRibIn = adjRibIn
    this.adjRibOut = { ipv4: new AdjRibOut(ids.ipv4), ipv6: new AdjRibOut(ids.ipv6) }
    this.sessions = newPeerSessions(configuration.session, restart)
  }

  get name(): string {
    return this.configuration.name
  }

  carries(family: Family): boolean {
    return this.negotiated?.families.includes(family) ?? false
  }

  /** Whether changes of the family concern the peer at all: a policy that lets nothing out need not be asked of each route. */
  wants(family: Family): boolean {
    return this.carries(family) && !this.export.rejectsAll
  }

  setPolicy(direction: PolicyDirection, policy: Policy): void {
    this.configuration = { ...this.configuration, [direction]: policy }
    this[direction] = compilePolicy(policy, this.#localAsn, this.#interner)
  }

  /** The session stands: its routes come from whoever sent the OPEN. */
  up(negotiated: Negotiated): void {
    this.negotiated = negotiated
    if (negotiated.gracefulRestart !== undefined) {
      for (const family of negotiated.families) this.endOfRibDue.add(family)
    }
    this.#routes.restart({
      name: this.name,
      router: this.configuration.remote,
      kind: negotiated.peering,
      isClient: this.configuration.routeReflectorClient,
      asn: negotiated.peerAsn,
      bgpIdentifier: negotiated.peerBgpIdentifier,
      address: this.configuration.remoteAddress,
    })
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Peer): void {
    this.configuration = other.configuration
    this.import = other.import
    this.export = other.export
    this.sessions = other.sessions
    this.negotiated = other.negotiated
    this.limitLevel = { ...other.limitLevel }
    this.idleBecause = other.idleBecause
    this.mraiRuns = other.mraiRuns
    this.holdDownRuns = other.holdDownRuns
    for (const name of setsOfPeer) replace<unknown>(this[name], other[name])
    this.#routes.assume(other.#routes)
    for (const family of families) this.adjRibOut[family].assume(other.adjRibOut[family])
  }

  /** What it announces has another weight from now on. */
  setWeight(weight: number): void {
    this.configuration = { ...this.configuration, weight }
    this.#routes.forget()
  }

  /** Its next OPEN has to be of this AS. */
  setRemoteAsn(remoteAsn: number): void {
    const session = { ...this.configuration.session, remoteAsn }
    this.configuration = { ...this.configuration, session }
    const { configured } = this.sessions
    this.sessions = { ...this.sessions, configured: { ...configured, configuration: session } }
  }

  down(): void {
    this.negotiated = undefined
    this.mraiRuns = false
    for (const set of [this.endOfRibDue, this.endOfRibHeard, this.refreshDue, this.refreshing]) set.clear()
    this.limitLevel = { ipv4: 'below', ipv6: 'below' }
  }

  /** The candidate that this peer's announcement with these attributes is. */
  route(attributesId: number, interner: AttributeInterner): Route {
    return this.#routes.get(attributesId, this.configuration.weight, interner)
  }
}

const setsOfPeer = [
  'endOfRibDue',
  'refreshDue',
  'endOfRibHeard',
  'refreshing',
  'stale',
  'retentionTimers',
] as const

function replace<Value>(own: Set<Value>, other: ReadonlySet<Value>): void {
  own.clear()
  for (const value of other) own.add(value)
}

/** One `Route` for each attribute set of one source, so that equal candidates are the same object. */
export class RouteStore {
  #source: RouteSource | undefined
  #routes = new Map<number, Route>()

  /** A source that is still what it was keeps its routes, so that a session that flaps leaves nothing behind. */
  restart(source: RouteSource): void {
    if (this.#source !== undefined && sameSource(this.#source, source)) return
    this.#source = source
    this.#routes = new Map()
  }

  /** Has the routes of another one; what either adds is a route for both. */
  assume(other: RouteStore): void {
    this.#source = other.#source
    this.#routes = other.#routes
  }

  /** Candidates are made anew from now on; those that others still have stay what they are. */
  forget(): void {
    this.#routes = new Map()
  }

  get(attributesId: number, weight: number, interner: AttributeInterner): Route {
    const known = this.#routes.get(attributesId)
    if (known !== undefined) return known
    if (this.#source === undefined) throw new Error('a route from a peer whose session never stood')
    const route = { source: this.#source, attributes: interner.byId(attributesId), weight }
    this.#routes.set(attributesId, route)
    return route
  }
}

function sameSource(a: RouteSource, b: RouteSource): boolean {
  return a.name === b.name && a.kind === b.kind && a.asn === b.asn && a.bgpIdentifier === b.bgpIdentifier
}
