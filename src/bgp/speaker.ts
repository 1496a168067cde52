import { type Address, type Family, families } from '../net/address.ts'
import type { AttributeInterner } from './attribute-interner.ts'
import { followBfd } from './bfd-watch.ts'
import { ConnectedNetworks } from './connected-networks.ts'
import { driverAction } from './driver-action.ts'
import { neverRestarted, type RestartState } from './fsm/graceful-restart.ts'
import type { Negotiated, SessionEvent } from './fsm/session.ts'
import { expiryOf } from './fsm/timer-expiry.ts'
import { limitedCount, limitNews } from './limit-watch.ts'
import { isEndOfRib, type Message, type UpdateMessage } from './message.ts'
import {
  administrativeReset,
  administrativeShutdown,
  maximumPrefixes,
  type NotificationMessage,
  otherConfigurationChange,
} from './notification.ts'
import type { Peer } from './peer.ts'
import {
  acceptsConnection,
  allSessions,
  endRestart,
  establishedSession,
  handlePeerEvent,
  type PeerAction,
  type PeerInput,
  sessionByConnection,
} from './peer-sessions.ts'
import { callsAgain, fallsWithPort } from './port-change.ts'
import type { Rib } from './rib/rib.ts'
import { SelectionDeferral } from './selection-deferral.ts'
import type { SpeakerConfiguration } from './speaker-configuration.ts'
import type { SpeakerAction, SpeakerEvent, SpeakerTimer } from './speaker-event.ts'
import { newTables } from './speaker-tables.ts'
import { StaleRoutes } from './stale-routes.ts'
import { isDue, refreshRequests, tellPeer } from './tell-peer.ts'

/**
 * One BGP router: sessions, RIBs and what goes between them. It takes an event and returns what it wants
 * done; it performs nothing and knows no time. The driver's part: give it one event, carry out every action
 * in order, and only then give it the next.
 *
 * Every event runs through the same three phases (RFC 4271 §9.1): what it says is noted, the touched prefixes
 * are decided once, and each peer is told what is new to it.
 */
export class Speaker {
  readonly configuration: SpeakerConfiguration
  readonly peers: readonly Peer[]
  readonly ribs: Readonly<Record<Family, Rib>>
  readonly #interner: AttributeInterner
  readonly #byName = new Map<string, Peer>()
  readonly #connected: ConnectedNetworks
  readonly #staleRoutes: StaleRoutes
  readonly #deferral: SelectionDeferral
  #isDrained = false
  #actions: SpeakerAction[] = []

  constructor(
    configuration: SpeakerConfiguration,
    interner: AttributeInterner,
    restart: RestartState = neverRestarted,
  ) {
    this.configuration = configuration
    this.#interner = interner
    this.#connected = new ConnectedNetworks(configuration.interfaces)
    const resolves = (nextHop: Address): boolean => this.#connected.reaches(nextHop)
    const { peers, ribs } = newTables(configuration, interner, restart, resolves)
    this.peers = peers
    this.ribs = ribs
    for (const peer of peers) this.#byName.set(peer.name, peer)
    const act = (action: SpeakerAction) => this.#actions.push(action)
    this.#staleRoutes = new StaleRoutes(this.ribs, act)
    this.#deferral = new SelectionDeferral(restart.restarting ? this.peers : [], act)
  }

  /** Whether an incoming TCP connection from the peer would be taken (RFC 4271 §8.2.2: not in Idle). */
  acceptsConnection(peer: string): boolean {
    return acceptsConnection(this.peer(peer).sessions)
  }

  peer(name: string): Peer {
    const peer = this.#byName.get(name)
    if (peer === undefined) throw new Error(`${this.configuration.name} has no peer ${name}`)
    return peer
  }

  /** Whether a timer holds something back: what a peer has yet to be told, the end of stale routes, or a selection. */
  get hasDue(): boolean {
    return this.#deferral.isRunning || this.peers.some((peer) => isDue(peer) || peer.stale.size > 0)
  }

  /** Another one that goes on from here; neither knows of the other. */
  fork(): Speaker {
    const fork = new Speaker(this.configuration, this.#interner)
    fork.#assume(this)
    return fork
  }

  #assume(other: Speaker): void {
    for (const family of families) {
      const [own, far] = [this.ribs[family], other.ribs[family]]
      own.ids.assume(far.ids)
      own.paths.assume(far.paths)
      own.assume(far)
    }
    for (const peer of this.peers) peer.assume(other.peer(peer.name))
    this.#connected.assume(other.#connected)
    this.#deferral.assume(other.#deferral, (peer) => this.peer(peer.name))
    this.#isDrained = other.#isDrained
  }

  handle(event: SpeakerEvent): readonly SpeakerAction[] {
    this.#note(event)
    for (const family of families) this.#decide(family)
    for (const peer of this.peers) this.#tell(peer)
    const actions = this.#actions
    this.#actions = []
    return actions
  }

  /** Whether the family waits, after a restart, for what the peers have (RFC 4724 §4.1). */
  isDeferred(family: Family): boolean {
    return this.#deferral.isDeferred(family)
  }

  #decide(family: Family): void {
    const isDone = this.#deferral.takeDone(family)
    if (this.isDeferred(family)) return
    for (const change of this.ribs[family].decide(this.peers)) {
      this.#actions.push({ kind: 'routes-changed', family, change })
    }
    if (!isDone) return
    this.#actions.push({ kind: 'selection-done', family })
    if (!this.#deferral.isRunning) for (const peer of this.peers) peer.sessions = endRestart(peer.sessions)
  }

  #note(event: SpeakerEvent): void {
    if (event.kind === 'originate') this.ribs[event.prefixes.family].originate(event.prefixes)
    else if (event.kind === 'cease-originating')
      this.ribs[event.prefixes.family].ceaseOriginating(event.prefixes)
    else if (event.kind === 'drain' || event.kind === 'undrain') this.#drain(event.kind === 'drain')
    else if (event.kind === 'set-aggregates')
      for (const family of families) this.ribs[family].aggregate(event.aggregates, this.peers)
    else if (event.kind === 'interface') this.#interfaceChanged(event.name, event.up)
    else this.#notePeer(this.peer(event.peer), event)
  }

  // RFC 8326 §4.2: sessions stand and routes stay; what was announced is announced anew, and looks worse.
  #drain(isDrained: boolean): void {
    if (isDrained === this.#isDrained) return
    this.#isDrained = isDrained
    for (const peer of this.peers) {
      if (peer.negotiated?.peering !== 'external') continue
      for (const family of peer.negotiated.families) this.ribs[family].tellAll(peer)
    }
  }

  #notePeer(peer: Peer, event: PeerEvent): void {
    switch (event.kind) {
      case 'start':
        this.#start(peer)
        break
      case 'stop':
        this.#stop(peer)
        break
      case 'clear':
        this.#reset(peer, administrativeReset)
        break
      case 'set-remote-asn':
        this.#reset(peer, otherConfigurationChange, event.remoteAsn)
        break
      case 'refresh':
        this.#actions.push(...refreshRequests(peer))
        break
      case 'bfd':
        this.#followBfd(peer, event)
        break
      case 'set-policy':
      case 'set-prefix-limit':
      case 'set-weight':
        this.#configure(peer, event)
        break
      case 'timer':
        this.#timerExpired(peer, event.session, event.timer)
        break
      case 'message':
        this.#receive(peer, event.connection, event.message)
        break
      case 'message-error':
      case 'send-hold-expired':
      case 'connection-blocked':
      case 'connection-unblocked':
      case 'connection-confirmed':
      case 'connection-acked':
      case 'connection-failed':
        this.#drive(peer, event)
        break
      default:
        throw new Error(`unknown event ${event satisfies never}`)
    }
  }

  #followBfd(peer: Peer, event: PeerEvent & { kind: 'bfd' }): void {
    const act = (action: SpeakerAction) => this.#actions.push(action)
    const told = followBfd(peer, event, this.configuration.profile.bfdDownSubcode, act)
    if (told !== undefined) this.#sessionEvent(peer, told)
  }

  /** RFC 4271 §9.1.1, §9.1.3: what was heard and what was told is what the new policy makes of it. */
  #configure(
    peer: Peer,
    event: PeerEvent & { kind: 'set-policy' | 'set-prefix-limit' | 'set-weight' },
  ): void {
    if (event.kind === 'set-weight') return this.#weigh(peer, event.weight)
    if (event.kind === 'set-policy') peer.setPolicy(event.direction, event.policy)
    else peer.configuration = { ...peer.configuration, prefixLimit: event.prefixLimit }
    for (const family of peer.negotiated?.families ?? []) {
      const rib = this.ribs[family]
      const before = limitedCount(peer, rib)
      if (event.kind === 'set-policy' && event.direction === 'export') rib.retell(peer)
      else if (event.kind === 'set-policy') rib.reconsider(peer)
      this.#checkLimit(peer, rib, { before, announces: false })
    }
  }

  #weigh(peer: Peer, weight: number): void {
    if (weight === peer.configuration.weight) return
    peer.setWeight(weight)
    for (const family of peer.negotiated?.families ?? []) this.ribs[family].touchAll()
  }

  #start(peer: Peer): void {
    this.#deferral.start(peer)
    const { passive } = peer.configuration.session
    this.#sessionEvent(peer, {
      kind: passive ? 'ManualStart_with_PassiveTcpEstablishment' : 'ManualStart',
    })
  }

  #stop(peer: Peer): void {
    this.#sessionEvent(peer, { kind: 'ManualStop', notification: administrativeShutdown })
    this.#staleRoutes.deleteAll(peer, 'stopped by the operator')
    this.#deferral.giveUp(peer)
    peer.idleBecause = 'admin'
  }

  // A reset of what the operator stopped is not the start that it waits for.
  #reset(peer: Peer, notification: NotificationMessage, remoteAsn?: number): void {
    const isStopped = peer.idleBecause === 'admin'
    if (!isStopped) this.#sessionEvent(peer, { kind: 'ManualStop', notification })
    if (remoteAsn !== undefined) peer.setRemoteAsn(remoteAsn)
    if (!isStopped) this.#start(peer)
  }

  #timerExpired(peer: Peer, session: number, timer: SpeakerTimer): void {
    if (timer === 'MinRouteAdvertisementIntervalTimer') peer.mraiRuns = false
    else if (timer === 'RestartTimer' || timer === 'StaleTimer') this.#staleRoutes.timerExpired(peer, timer)
    else if (timer === 'Selection_Deferral_Timer') this.#deferral.timerExpired(peer)
    else if (timer === 'BfdHoldDownTimer') this.#heldDown(peer)
    else this.#drive(peer, { kind: 'event', session, event: { kind: expiryOf(timer) } })
  }

  #heldDown(peer: Peer): void {
    peer.holdDownRuns = false
    this.#sessionEvent(peer, { kind: 'BfdUp' })
  }

  // TCP would go on hoping; a router drops the sessions of a port that went down at once.
  #interfaceChanged(name: string, up: boolean): void {
    this.#connected.portChanged(name, up)
    for (const family of families) this.ribs[family].touchAll()
    for (const peer of this.peers.filter(({ configuration }) => configuration.interface === name)) {
      if (up) for (const event of callsAgain(peer)) this.#sessionEvent(peer, event)
      else if (fallsWithPort(peer, this.configuration.profile)) this.#hangUp(peer)
    }
  }

  #hangUp(peer: Peer): void {
    for (const { connection } of allSessions(peer.sessions)) {
      if (connection === undefined) continue
      this.#drive(peer, { kind: 'connection-failed', connection, reason: 'interface down' })
      this.#actions.push({ kind: 'close', peer: peer.name, connection })
    }
  }

  #receive(peer: Peer, connection: number, message: Message): void {
    const carriesRoutes = sessionByConnection(peer.sessions, connection)?.state === 'Established'
    this.#drive(peer, { kind: 'message', connection, message })
    if (!carriesRoutes) return
    if (message.kind === 'UPDATE') this.#learn(peer, message)
    else if (message.kind === 'ROUTE-REFRESH') this.#staleRoutes.refresh(peer, message)
  }

  #learn(peer: Peer, message: UpdateMessage): void {
    if (!peer.carries(message.family)) return
    if (isEndOfRib(message)) this.#endOfRib(peer, message.family)
    const rib = this.ribs[message.family]
    const before = limitedCount(peer, rib)
    rib.receive(peer, message)
    this.#checkLimit(peer, rib, { before, announces: message.announced.count > 0 })
  }

  #endOfRib(peer: Peer, family: Family): void {
    this.#staleRoutes.endOfRib(peer, family)
    this.#deferral.endOfRib(peer, family)
  }

  #checkLimit(peer: Peer, rib: Rib, change: { readonly before: number; readonly announces: boolean }): void {
    const news = limitNews(peer, rib, this.configuration.profile, change)
    if (news === undefined) return
    this.#actions.push({ kind: 'prefix-limit', peer: peer.name, ...news })
    if (news.level !== 'exceeded') return
    const { family, prefixCount, limit } = news
    this.#sessionEvent(peer, {
      kind: 'AutomaticStop',
      notification: maximumPrefixes(family, limit),
      holdIdleSeconds: peer.configuration.prefixLimit?.restartSeconds ?? Number.POSITIVE_INFINITY,
      reason: `prefix limit exceeded: ${prefixCount} > ${limit}`,
    })
    peer.idleBecause = 'prefix-limit'
  }

  #sessionEvent(peer: Peer, event: SessionEvent): void {
    this.#drive(peer, { kind: 'event', session: undefined, event })
  }

  #drive(peer: Peer, input: PeerInput): void {
    const step = handlePeerEvent(peer.sessions, input)
    peer.sessions = step.sessions
    for (const { from, to, event, eventNumber, fall } of step.transitions) {
      if (to !== 'Idle') peer.idleBecause = undefined
      this.#actions.push({ kind: 'session-state', peer: peer.name, from, to, event, eventNumber, fall })
    }
    for (const action of step.actions) this.#carryOut(peer, action)
  }

  /** What the session wants of its speaker is done here; what it wants of the driver is passed on. */
  #carryOut(peer: Peer, wanted: PeerAction): void {
    const { action } = wanted
    if (action.kind === 'session-up') this.#sessionUp(peer, action.negotiated)
    else if (action.kind === 'session-down') {
      if (action.wasEstablished) this.#sessionDown(peer, action.retained)
    } else this.#actions.push(driverAction(peer.name, wanted, action))
  }

  #sessionUp(peer: Peer, negotiated: Negotiated): void {
    peer.up(negotiated)
    this.#staleRoutes.sessionUp(peer, negotiated)
    this.#deferral.sessionUp(peer, negotiated)
    for (const family of negotiated.families) this.ribs[family].tellAll(peer)
  }

  /** RFC 4271 §8.2.2: "deletes all routes associated with this connection", but for those that RFC 4724 retains. */
  #sessionDown(peer: Peer, retained: readonly Family[]): void {
    this.#staleRoutes.sessionDown(peer, retained)
    if (peer.mraiRuns) this.#actions.push({ kind: 'stop-timer', peer: peer.name, ...mraiTimer })
    peer.down()
  }

  #tell(peer: Peer): void {
    const { negotiated } = peer
    if (negotiated === undefined || !isDue(peer)) return
    const connection = establishedSession(peer.sessions)?.connection
    if (connection === undefined) return
    if (peer.mraiRuns && this.configuration.profile.mraiDelaysWithdrawals) return
    const { configuration, ribs } = this
    const teller = { configuration, ribs, interner: this.#interner, isDrained: this.#isDrained }
    const { messages, tooLarge, isLimited } = tellPeer(peer, negotiated, teller, this.#deferral)
    if (tooLarge > 0) this.#actions.push({ kind: 'too-large', peer: peer.name, prefixCount: tooLarge })
    if (messages.length === 0) return
    for (const message of messages) this.#actions.push({ kind: 'send', peer: peer.name, connection, message })
    this.#drive(peer, { kind: 'update-sent', connection })
    if (isLimited && !peer.mraiRuns) this.#startMrai(peer, negotiated)
  }

  #startMrai(peer: Peer, { peering }: Negotiated): void {
    const { mraiExternalSeconds, mraiInternalSeconds } = this.configuration.profile
    const seconds = peering === 'external' ? mraiExternalSeconds : mraiInternalSeconds
    if (seconds === 0) return
    peer.mraiRuns = true
    this.#actions.push({ kind: 'start-timer', peer: peer.name, ...mraiTimer, seconds })
  }
}

type PeerEvent = Extract<SpeakerEvent, { peer: string }>

/** It belongs to the peer, whichever of its sessions stands; sessions are numbered from 1. */
const mraiTimer = { session: 0, timer: 'MinRouteAdvertisementIntervalTimer' } as const
