import type { Fall, SessionConfiguration, SessionEvent, SessionState } from '../../src/bgp/fsm/session.ts'
import type { Message } from '../../src/bgp/message.ts'
import {
  acceptsConnection,
  handlePeerEvent,
  newPeerSessions,
  type PeerAction,
  type PeerInput,
  type PeerSessions,
  sessionById,
} from '../../src/bgp/peer-sessions.ts'
import { inShort, sessionConfiguration } from './bgp-session.ts'

export type End = 'customer' | 'msee'
export type Configurations = Readonly<Record<End, SessionConfiguration>>

/** What a TCP connection carries in one direction. */
type Content =
  | { readonly kind: 'syn' | 'refused' | 'acked' | 'fin' }
  | { readonly kind: 'data'; readonly message: Message }

interface Segment {
  readonly content: Content
  readonly sequence: number
}

interface Connection {
  readonly number: number
  readonly towards: Record<End, Segment[]>
  /** The ends that know the connection as open, or the attempt as their own. */
  readonly open: Set<End>
  readonly attempt: Set<End>
}

const ends: readonly End[] = ['customer', 'msee']
const others: Readonly<Record<End, End>> = { customer: 'msee', msee: 'customer' }

export const ordinaryEnds: Configurations = {
  customer: sessionConfiguration({ idleHoldSeconds: 10 }),
  msee: sessionConfiguration({
    localAsn: 12076,
    localBgpIdentifier: 20,
    remoteAsn: 65010,
    idleHoldSeconds: 15,
  }),
}

/** Two engines on a pipe that loses and reorders nothing. The caller picks the direction that moves next. */
export class PeerWire {
  readonly log: string[] = []
  readonly falls: Fall[] = []
  readonly #ends: Record<End, PeerSessions>
  readonly #connections: Connection[] = []
  readonly #timers = new Map<string, { end: End; session: number; timer: string; due: number }>()
  #now = 0
  #sequence = 0

  constructor({ customer, msee }: Configurations = ordinaryEnds) {
    this.#ends = { customer: newPeerSessions(customer), msee: newPeerSessions(msee) }
  }

  sessions(end: End): PeerSessions {
    return this.#ends[end]
  }

  state(end: End): SessionState {
    return this.#ends[end].configured.state
  }

  get openConnections(): readonly number[] {
    return this.#connections.filter(({ open }) => open.size > 0).map(({ number }) => number)
  }

  operate(end: End, event: SessionEvent): void {
    this.#take(end, { kind: 'event', session: undefined, event })
  }

  /** What arrives next in each direction of each connection, the oldest first. */
  get pending(): readonly (() => void)[] {
    return this.#connections
      .flatMap((connection) => ends.map((end) => ({ connection, end, sequence: headOf(connection, end) })))
      .filter(({ sequence }) => sequence !== undefined)
      .sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0))
      .map(
        ({ connection, end }) =>
          () =>
            this.#arrive(connection, end),
      )
  }

  /** Lets everything under way arrive, in the order sent, or as `choose` picks among `count` directions. */
  drain(choose: (count: number) => number = () => 0): void {
    for (let count = this.pending.length; count > 0; count = this.pending.length)
      this.pending[choose(count)]?.()
  }

  /** The timer that is due first expires. */
  expire(): void {
    const [first] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)
    if (first === undefined) throw new Error('no timer runs')
    const [key, { end, session, timer, due }] = first
    this.#timers.delete(key)
    this.#now = due
    const event = timerEvents.get(timer)
    if (event === undefined) throw new Error(`no event for ${timer}`)
    this.#take(end, { kind: 'event', session, event })
  }

  #arrive(connection: Connection, end: End): void {
    const content = connection.towards[end].shift()?.content
    const { number } = connection
    if (content?.kind === 'syn') this.#answer(connection, end)
    else if (connection.attempt.has(end)) this.#conclude(connection, end, content?.kind === 'acked')
    else if (content === undefined || !connection.open.has(end)) return
    else if (content.kind === 'data')
      this.#take(end, { kind: 'message', connection: number, message: content.message })
    else this.#fail(connection, end)
  }

  #push(connection: Connection, end: End, content: Content): void {
    connection.towards[others[end]].push({ content, sequence: this.#sequence++ })
  }

  #answer(connection: Connection, end: End): void {
    if (!acceptsConnection(this.#ends[end])) {
      this.#push(connection, end, { kind: 'refused' })
      return
    }
    connection.open.add(end)
    this.#push(connection, end, { kind: 'acked' })
    this.#take(end, { kind: 'connection-confirmed', connection: connection.number })
  }

  #conclude(connection: Connection, end: End, acked: boolean): void {
    connection.attempt.delete(end)
    if (!acked) {
      this.#take(end, { kind: 'connection-failed', connection: undefined, reason: 'refused' })
      return
    }
    connection.open.add(end)
    this.#take(end, { kind: 'connection-acked', connection: connection.number })
  }

  #fail(connection: Connection, end: End): void {
    connection.open.delete(end)
    const { number } = connection
    this.#take(end, { kind: 'connection-failed', connection: number, reason: 'closed by peer' })
  }

  #take(end: End, input: PeerInput): void {
    const { sessions, actions, transitions } = handlePeerEvent(this.#ends[end], input)
    this.#ends[end] = sessions
    for (const { session, from, to, eventNumber } of transitions) {
      this.log.push(`${end}#${session} ${from} -> ${to} (${eventNumber})`)
    }
    for (const action of actions) this.#carryOut(end, action)
  }

  #carryOut(end: End, { session, connection, action }: PeerAction): void {
    const key = `${end} ${session} ${'timer' in action ? action.timer : ''}`
    switch (action.kind) {
      case 'connect':
        this.#connect(end)
        return
      case 'send':
        this.#send(end, connection, action.message)
        return
      case 'close':
        this.#close(end, connection)
        return
      case 'start-timer':
        this.#timers.set(key, { end, session, timer: action.timer, due: this.#now + action.seconds })
        return
      case 'stop-timer':
        if (!this.#timers.delete(key)) throw new Error(`${key} does not run`)
        return
      case 'session-down':
        this.falls.push(action.fall)
        return
      default:
        if (sessionById(this.#ends[end], session) === undefined)
          throw new Error('a session up that is forgotten')
    }
  }

  #connect(end: End): void {
    if (this.#connections.some(({ attempt }) => attempt.has(end))) throw new Error(`${end} connects twice`)
    const connection: Connection = {
      number: this.#connections.length + 1,
      towards: { customer: [], msee: [] },
      open: new Set(),
      attempt: new Set([end]),
    }
    this.#connections.push(connection)
    this.#push(connection, end, { kind: 'syn' })
  }

  #send(end: End, number: number | undefined, message: Message): void {
    const connection = this.#connections.find((candidate) => candidate.number === number)
    if (connection === undefined || !connection.open.has(end))
      throw new Error(`${end} sends on no connection`)
    if (message.kind === 'NOTIFICATION') this.log.push(`${end} sends ${inShort(message)}`)
    this.#push(connection, end, { kind: 'data', message })
  }

  #close(end: End, number: number | undefined): void {
    const connection = this.#connections.find((candidate) =>
      number === undefined ? candidate.attempt.has(end) : candidate.number === number,
    )
    if (connection === undefined) throw new Error(`${end} closes nothing`)
    if (!connection.open.delete(end) && !connection.attempt.delete(end))
      throw new Error(`${end} closes twice`)
    this.#push(connection, end, { kind: 'fin' })
  }
}

const timerEvents: ReadonlyMap<string, SessionEvent> = new Map<string, SessionEvent>([
  ['ConnectRetryTimer', { kind: 'ConnectRetryTimer_Expires' }],
  ['HoldTimer', { kind: 'HoldTimer_Expires' }],
  ['KeepaliveTimer', { kind: 'KeepaliveTimer_Expires' }],
  ['DelayOpenTimer', { kind: 'DelayOpenTimer_Expires' }],
  ['IdleHoldTimer', { kind: 'IdleHoldTimer_Expires' }],
])

function headOf(connection: Connection, end: End): number | undefined {
  return connection.towards[end][0]?.sequence
}
