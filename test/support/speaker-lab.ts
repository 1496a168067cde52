import { formatAsPath } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { formatCommunity } from '../../src/bgp/community.ts'
import { restartedGracefully } from '../../src/bgp/fsm/graceful-restart.ts'
import type { Message, UpdateMessage } from '../../src/bgp/message.ts'
import type { PathAttributes } from '../../src/bgp/path-attributes.ts'
import type { Peer } from '../../src/bgp/peer.ts'
import { establishedSession } from '../../src/bgp/peer-sessions.ts'
import type { AdjRibOut } from '../../src/bgp/rib/adj-rib-out.ts'
import { Speaker } from '../../src/bgp/speaker.ts'
import type { SpeakerAction, SpeakerEvent, SpeakerTimer } from '../../src/bgp/speaker-event.ts'
import { type Family, families } from '../../src/net/address.ts'
import { formatAddress } from '../../src/net/address-text.ts'
import { type PackedPrefixes, packPrefixes, prefixAt, unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import { formatPrefix, parsePrefix } from '../../src/net/prefix-text.ts'
import { type LabPlan, speakerConfigurations } from './speaker-plan.ts'

/** A message as it was sent. */
export interface Sent {
  readonly from: string
  readonly session: string
  readonly message: Message
}

interface Connection {
  readonly number: number
  readonly session: string
  readonly open: Set<string>
}

interface Timer {
  readonly router: string
  readonly peer: string
  readonly session: number
  readonly timer: SpeakerTimer
  readonly due: number
}

type ActionOf<Kind extends SpeakerAction['kind']> = Extract<SpeakerAction, { kind: Kind }>

/**
 * Speakers wired to each other: what one of them wants done is done at once and in order, and time passes
 * only where a test says so. A port that is down carries nothing, and its far end is told nothing.
 */
export class SpeakerLab {
  readonly interner: AttributeInterner = new AttributeInterner()
  readonly #speakers: Map<string, Speaker>
  readonly #connections: Connection[] = []
  readonly #attempts = new Map<string, number>()
  readonly #timers = new Map<string, Timer>()
  readonly #portsDown = new Set<string>()
  readonly #queue: (() => void)[] = []
  #sent: Sent[] = []
  #actions: { readonly router: string; readonly action: SpeakerAction }[] = []
  #now = 0

  constructor(plan: LabPlan) {
    const configurations = speakerConfigurations(plan)
    this.#speakers = new Map(configurations.map((one) => [one.name, new Speaker(one, this.interner)]))
  }

  speaker(router: string): Speaker {
    const speaker = this.#speakers.get(router)
    if (speaker === undefined) throw new Error(`no router ${router} in the laboratory`)
    return speaker
  }

  peer(router: string, session: string): Peer {
    return this.speaker(router).peer(session)
  }

  /** Both ends of every session, in order of the plan. */
  start(): this {
    for (const [router, { peers }] of this.#speakers) {
      for (const { name } of peers) this.handle(router, { kind: 'start', peer: name })
    }
    return this
  }

  /** One event, and everything that follows from it without time passing. */
  handle(router: string, event: SpeakerEvent): void {
    this.#take(router, event)
    this.#settle()
  }

  /** The router's control plane begins anew, its system closes the connections, and its sessions start. */
  restart(router: string): void {
    const { configuration } = this.speaker(router)
    for (const [key, timer] of this.#timers) if (timer.router === router) this.#timers.delete(key)
    for (const { name } of configuration.peers) this.#attempts.delete(`${router} ${name}`)
    for (const { number, session, open } of this.#connections) {
      if (open.has(router)) this.#close(router, { kind: 'close', peer: session, connection: number })
    }
    this.#speakers.set(router, new Speaker(configuration, this.interner, restartedGracefully))
    this.#settle()
    for (const { name } of configuration.peers) this.handle(router, { kind: 'start', peer: name })
  }

  #settle(): void {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) next()
  }

  originate(router: string, ...prefixes: readonly string[]): void {
    for (const packed of packedByFamily(prefixes))
      this.handle(router, { kind: 'originate', prefixes: packed })
  }

  ceaseOriginating(router: string, ...prefixes: readonly string[]): void {
    for (const packed of packedByFamily(prefixes))
      this.handle(router, { kind: 'cease-originating', prefixes: packed })
  }

  port(router: string, name: string, up: boolean): void {
    if (up) this.#portsDown.delete(`${router} ${name}`)
    else this.#portsDown.add(`${router} ${name}`)
    this.handle(router, { kind: 'interface', name, up })
  }

  /** A message arrives on the session as if the far end had sent it. */
  inject(router: string, session: string, message: Message): void {
    const connection = establishedSession(this.peer(router, session).sessions)?.connection
    if (connection === undefined) throw new Error(`${session} is not Established at ${router}`)
    this.handle(router, { kind: 'message', peer: session, connection, message })
  }

  /** Lets time pass; timers that are due expire on the way, the earliest first. */
  advance(seconds: number): void {
    const end = this.#now + seconds
    for (let next = this.#firstDue(end); next !== undefined; next = this.#firstDue(end)) {
      const { router, peer, session, timer, due } = next
      this.#timers.delete(timerKey(router, next))
      this.#now = due
      this.handle(router, { kind: 'timer', peer, session, timer })
    }
    this.#now = end
  }

  /** The timers that run at a router: `a-m HoldTimer`. */
  timers(router: string): readonly string[] {
    return [...this.#timers.values()]
      .filter((timer) => timer.router === router)
      .map(({ peer, timer }) => `${peer} ${timer}`)
  }

  /** The messages sent since the last time it was asked. */
  takeSent(): readonly Sent[] {
    const sent = this.#sent
    this.#sent = []
    return sent
  }

  /** The actions of one kind that a router wanted since the last time it was asked; the others are dropped. */
  takeActions<Kind extends SpeakerAction['kind']>(router: string, kind: Kind): readonly ActionOf<Kind>[] {
    const taken = this.#actions.flatMap((one) =>
      one.router === router && isKind(one.action, kind) ? [one.action] : [],
    )
    this.#actions = []
    return taken
  }

  #take(router: string, event: SpeakerEvent): void {
    for (const action of this.speaker(router).handle(event)) {
      this.#actions.push({ router, action })
      this.#carryOut(router, action)
    }
  }

  #carryOut(router: string, action: SpeakerAction): void {
    switch (action.kind) {
      case 'connect':
        this.#connect(router, action.peer)
        return
      case 'send':
        this.#send(router, action)
        return
      case 'close':
        this.#close(router, action)
        return
      case 'start-timer': {
        const due = this.#now + action.seconds
        this.#timers.set(timerKey(router, action), { ...action, router, due })
        return
      }
      case 'stop-timer':
        if (!this.#timers.delete(timerKey(router, action))) {
          throw new Error(`${router} stops the ${action.timer} of ${action.peer}, which does not run`)
        }
        return
      default:
        return
    }
  }

  #connect(router: string, session: string): void {
    const connection = { number: this.#connections.length + 1, session, open: new Set<string>() }
    const attempt = `${router} ${session}`
    this.#connections.push(connection)
    this.#attempts.set(attempt, connection.number)
    this.#queue.push(() => {
      if (this.#attempts.get(attempt) === connection.number) this.#answer(router, connection)
    })
  }

  #answer(router: string, connection: Connection): void {
    const { number, session } = connection
    if (!this.#carries(router, session)) return
    const far = this.#farEnd(router, session)
    this.#attempts.delete(`${router} ${session}`)
    if (!this.speaker(far).acceptsConnection(session)) {
      const reason = 'connection refused'
      this.#take(router, { kind: 'connection-failed', peer: session, connection: undefined, reason })
      return
    }
    connection.open.add(router).add(far)
    this.#take(far, { kind: 'connection-confirmed', peer: session, connection: number })
    this.#take(router, { kind: 'connection-acked', peer: session, connection: number })
  }

  #send(router: string, { peer, connection: number, message }: ActionOf<'send'>): void {
    const connection = this.#connection(number)
    if (!connection.open.has(router)) throw new Error(`${router} sends on a connection that it has not`)
    this.#sent.push({ from: router, session: peer, message })
    const far = this.#farEnd(router, peer)
    this.#queue.push(() => {
      if (!connection.open.has(far) || !this.#carries(router, peer)) return
      this.#take(far, { kind: 'message', peer, connection: number, message })
    })
  }

  #close(router: string, { peer, connection: number }: ActionOf<'close'>): void {
    if (number === undefined) {
      this.#attempts.delete(`${router} ${peer}`)
      return
    }
    const connection = this.#connection(number)
    connection.open.delete(router)
    const far = this.#farEnd(router, peer)
    this.#queue.push(() => {
      if (!this.#carries(router, peer) || !connection.open.delete(far)) return
      this.#take(far, { kind: 'connection-failed', peer, connection: number, reason: 'closed by peer' })
    })
  }

  #connection(number: number): Connection {
    const connection = this.#connections[number - 1]
    if (connection === undefined) throw new Error(`no connection ${number}`)
    return connection
  }

  #carries(router: string, session: string): boolean {
    const ends = [router, this.#farEnd(router, session)]
    return ends.every(
      (end) => !this.#portsDown.has(`${end} ${this.peer(end, session).configuration.interface}`),
    )
  }

  #farEnd(router: string, session: string): string {
    return this.peer(router, session).configuration.remote
  }

  #firstDue(end: number): Timer | undefined {
    const due = [...this.#timers.values()].filter((timer) => timer.due <= end)
    return due.sort((a, b) => a.due - b.due)[0]
  }
}

/** What a router selected: `10.1.0.0/16` to `a: 65001, via 10.254.0.1`. */
export function locRib(lab: SpeakerLab, router: string): Readonly<Record<string, string>> {
  const speaker = lab.speaker(router)
  return entries(families, (family) => {
    const { ids, locRib: rib } = speaker.ribs[family]
    return [...rib.prefixes()].map((id) => {
      const best = rib.get(id)?.best
      if (best === undefined) throw new Error('a prefix of the Loc-RIB without a route')
      const text = `${best.source.router}: ${describeAttributes(best.attributes)}`
      return [formatPrefix(prefixAt(family, ids.keys, ids.offset(id))), text]
    })
  })
}

/** What a router heard on a session, as it came. */
export function adjRibIn(lab: SpeakerLab, router: string, session: string): Readonly<Record<string, string>> {
  const rib = lab.peer(router, session).adjRibIn
  return told(
    lab,
    router,
    (family) => rib[family].prefixes(),
    (family, id) => rib[family].received(id),
  )
}

/** What a router said on a session. */
export function adjRibOut(
  lab: SpeakerLab,
  router: string,
  session: string,
): Readonly<Record<string, string>> {
  const rib: Readonly<Record<Family, AdjRibOut>> = lab.peer(router, session).adjRibOut
  return told(
    lab,
    router,
    (family) => rib[family].prefixes(),
    (family, id) => rib[family].advertised(id),
  )
}

function told(
  lab: SpeakerLab,
  router: string,
  prefixes: (family: Family) => Iterable<number>,
  attributes: (family: Family, id: number) => number,
): Readonly<Record<string, string>> {
  return entries(families, (family) => {
    const { ids } = lab.speaker(router).ribs[family]
    return [...prefixes(family)].map((id) => [
      formatPrefix(prefixAt(family, ids.keys, ids.offset(id))),
      describeAttributes(lab.interner.byId(attributes(family, id))),
    ])
  })
}

function entries(
  keys: readonly Family[],
  of: (family: Family) => readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.flatMap(of).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** `65002 65001, via 10.254.1.1, localPref 100, med 5, 65001:1`; what is absent is left out. */
export function describeAttributes(attributes: PathAttributes): string {
  const { asPath, nextHop, localPref, multiExitDisc, communities, originatorId, clusterList } = attributes
  return [
    ...(asPath.length === 0 ? [] : [formatAsPath(asPath)]),
    `via ${formatAddress(nextHop)}`,
    ...(localPref === undefined ? [] : [`localPref ${localPref}`]),
    ...(multiExitDisc === undefined ? [] : [`med ${multiExitDisc}`]),
    ...communities.map(formatCommunity),
    ...(originatorId === undefined ? [] : [`originator ${originatorId}`]),
    ...clusterList.map((cluster) => `cluster ${cluster}`),
  ].join(', ')
}

/** The UPDATEs among the messages that a router sent on a session: `+10.1.0.0/16 -10.2.0.0/16`. */
export function updatesFrom(sent: readonly Sent[], from: string, session: string): readonly string[] {
  return sent.flatMap(({ message, ...by }) =>
    by.from === from && by.session === session && message.kind === 'UPDATE' ? [describeUpdate(message)] : [],
  )
}

/** The messages that a router sent on a session, UPDATEs aside: `KEEPALIVE`, `6/2`. */
export function othersFrom(sent: readonly Sent[], from: string, session: string): readonly string[] {
  return sent.flatMap(({ message, ...by }) => {
    if (by.from !== from || by.session !== session || message.kind === 'UPDATE') return []
    return [message.kind === 'NOTIFICATION' ? `${message.code}/${message.subcode}` : message.kind]
  })
}

function describeUpdate({ withdrawn, announced }: UpdateMessage): string {
  return [
    ...unpackPrefixes(withdrawn).map((prefix) => `-${formatPrefix(prefix)}`),
    ...unpackPrefixes(announced).map((prefix) => `+${formatPrefix(prefix)}`),
  ].join(' ')
}

/** The prefixes of a text list, packed. */
export function packed(family: Family, ...prefixes: readonly string[]): PackedPrefixes {
  return packPrefixes(family, prefixes.map(parsePrefix))
}

function packedByFamily(prefixes: readonly string[]): readonly PackedPrefixes[] {
  return families
    .map((family) =>
      packPrefixes(
        family,
        prefixes.map(parsePrefix).filter((prefix) => prefix.family === family),
      ),
    )
    .filter(({ count }) => count > 0)
}

function isKind<Kind extends SpeakerAction['kind']>(
  action: SpeakerAction,
  kind: Kind,
): action is ActionOf<Kind> {
  return action.kind === kind
}

function timerKey(
  router: string,
  { peer, session, timer }: Pick<Timer, 'peer' | 'session' | 'timer'>,
): string {
  return `${router} ${peer} ${session} ${timer}`
}
