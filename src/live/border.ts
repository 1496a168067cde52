import { connect, type Socket } from 'node:net'
import { sameAddress } from '../net/address.ts'
import { formatAddress } from '../net/address-text.ts'
import type { StreamPackets, StreamStart } from '../report/capture/stream-capture.ts'
import type { Carried } from '../sim/carried.ts'
import type { Simulation } from '../sim/simulation.ts'
import type { TransportEvent } from '../sim/transport/segment.ts'
import { Allowance } from './allowance.ts'
import { sessionOfCaller } from './caller.ts'
import { LiveConnection } from './connection.ts'
import type { Limits } from './limits.ts'
import type { ListenPlan } from './listener.ts'
import type { OutsideSession } from './live-plan.ts'
import { type Ends, endsOf } from './socket-ends.ts'
import { Translation } from './translation.ts'

/** What came to the border and was not let in, by reason. */
export interface Refusals {
  /** From an address that no session has. */
  unknown: number
  /** More connections of a session than it can use. */
  crowded: number
}

/** What the border needs of whoever owns it. */
interface BorderSurroundings {
  readonly limits: Limits
  /** Does something in the present instant, and all that follows from it. */
  readonly enter: (work: () => void) => void
  /** Makes packets of a connection that stands. */
  readonly capture: ((start: StreamStart) => StreamPackets) | undefined
}

/** A connection that stands, and the router that opened it. */
interface RealConnection {
  readonly session: OutsideSession
  readonly socket: Socket
  readonly ends: Ends
  readonly caller: string
}

/**
 * Where the simulation ends and sockets begin. A router outside is an end of TCP connections to the simulation; each of
 * them is one real connection here, and what one side does to its end, the other side sees at its own.
 */
export class Border {
  readonly refusals: Refusals = { unknown: 0, crowded: 0 }
  readonly #simulation: Simulation
  readonly #sessions: readonly OutsideSession[]
  readonly #limits: Limits
  readonly #allowances = new Map<string, Allowance>()
  /** By the number that the simulation has for the connection. */
  readonly #connections = new Map<number, LiveConnection>()
  /** Every socket that is not closed yet, and the end of it once there is a connection. */
  readonly #sockets = new Map<Socket, { readonly session: OutsideSession; connection?: LiveConnection }>()
  readonly #enter: BorderSurroundings['enter']
  readonly #capture: BorderSurroundings['capture']

  constructor(
    simulation: Simulation,
    sessions: readonly OutsideSession[],
    { limits, enter, capture }: BorderSurroundings,
  ) {
    this.#simulation = simulation
    this.#sessions = sessions
    this.#limits = limits
    this.#enter = enter
    this.#capture = capture
    for (const { remote } of sessions) this.#allowances.set(remote, new Allowance(limits))
  }

  /** How many sockets there are. */
  get sockets(): number {
    return this.#sockets.size
  }

  /** Routers outside that spent what they may cost, and are refused until an operator lets them in. */
  get barred(): readonly string[] {
    return [...this.#allowances].filter(([, { isSpent }]) => isSpent).map(([name]) => name)
  }

  admit(router: string): void {
    this.#allowances.get(router)?.renew()
  }

  /** Somebody connected to a listener. */
  meet(socket: Socket, plan: ListenPlan): void {
    // A socket that its far end gave up before it got here says so with an error, and is forgotten below.
    socket.on('error', () => undefined)
    const ends = endsOf(socket)
    const session = ends === undefined ? undefined : sessionOfCaller(this.#sessions, plan, ends)
    if (ends === undefined || session === undefined) {
      this.refusals.unknown++
      socket.resetAndDestroy()
    } else if (this.#isFull(session)) {
      this.refusals.crowded++
      socket.resetAndDestroy()
    } else this.#enter(() => this.#open(session, socket, ends))
  }

  #open(session: OutsideSession, socket: Socket, ends: Ends): void {
    const { localAddress, remoteAddress } = session.configuration
    const number = this.#simulation.outside.open(
      { node: session.remote, address: remoteAddress },
      { node: session.local, address: localAddress },
    )
    this.#adopt(number, { session, socket, ends, caller: session.remote })
  }

  /** Whether the session has all the connections that it can use, or its router spent all that it may cost. */
  #isFull(session: OutsideSession): boolean {
    let count = 0
    for (const { session: other } of this.#sockets.values()) if (other === session) count++
    return count >= this.#limits.connectionsOfSession || this.#allowanceOf(session).isSpent
  }

  #allowanceOf({ remote }: OutsideSession): Allowance {
    const allowance = this.#allowances.get(remote)
    if (allowance === undefined) throw new Error(`${remote} is not outside`)
    return allowance
  }

  /** What the simulation told the routers outside. */
  take(): void {
    for (const news of this.#simulation.outside.take()) this.#hear(news)
  }

  #hear(news: TransportEvent<Carried>): void {
    if (news.kind === 'incoming') return this.#call(news)
    const connection = this.#connections.get(news.connection)
    if (connection === undefined) return
    switch (news.kind) {
      case 'acked':
      case 'confirmed':
        connection.listen()
        return
      case 'message':
        return connection.say(news.message)
      case 'blocked':
      case 'unblocked':
        // The router here reads nothing for a while: what the real one sends it waits.
        return
      case 'failed':
        this.#connections.delete(news.connection)
        if (news.reason === 'closed by peer') connection.end()
        else connection.reset()
        return
      default:
        throw new Error(`unknown news ${news satisfies never}`)
    }
  }

  /** A router here calls one outside. */
  #call({ connection: number, node, local, remote }: TransportEvent<Carried> & { kind: 'incoming' }): void {
    const session = this.#sessions.find(
      ({ remote: name, configuration }) =>
        name === node &&
        sameAddress(configuration.remoteAddress, local) &&
        sameAddress(configuration.localAddress, remote),
    )
    if (session?.at.port === undefined || this.#isFull(session)) {
      return this.#simulation.outside.refuse(number)
    }
    const socket = connect({ host: formatAddress(session.at.address), port: session.at.port, noDelay: true })
    this.#sockets.set(socket, { session })
    const refuse = (): void => {
      this.#sockets.delete(socket)
      this.#enter(() => this.#simulation.outside.refuse(number))
    }
    socket.once('error', refuse)
    socket.once('connect', () => {
      socket.off('error', refuse)
      this.#enter(() => this.#answered(number, session, socket))
    })
  }

  #answered(number: number, session: OutsideSession, socket: Socket): void {
    socket.on('error', () => undefined)
    socket.pause()
    const ends = endsOf(socket)
    if (ends === undefined) {
      this.#sockets.delete(socket)
      return this.#simulation.outside.refuse(number)
    }
    this.#simulation.outside.accept(number)
    this.#adopt(number, { session, socket, ends, caller: session.local })
  }

  #adopt(number: number, real: RealConnection): void {
    const { session, socket, ends } = real
    const { localAddress: local, remoteAddress: remote } = session.configuration
    const { interner } = this.#simulation
    const connection = new LiveConnection(session, socket, {
      interner,
      translation: new Translation(interner, { local, remote }, ends),
      allowance: this.#allowanceOf(session),
      limits: this.#limits,
      onUnread: () => this.#enter(() => this.#reportUnread(number)),
      packets: this.#capture?.(streamStart(real)),
    })
    this.#connections.set(number, connection)
    this.#sockets.set(socket, { session, connection })
    socket.on('data', (octets) => {
      connection.receive(octets)
      this.#enter(() => this.#pass(number, connection))
    })
    socket.on('end', () => connection.heardAll())
    socket.on('close', (hadError) => {
      this.#sockets.delete(socket)
      connection.gone(hadError)
      if (this.#connections.delete(number)) this.#enter(() => this.#lose(number, hadError))
    })
  }

  #reportUnread(number: number): void {
    if (this.#connections.has(number)) this.#simulation.outside.send(number, { kind: 'unread' })
  }

  #lose(number: number, hadError: boolean): void {
    if (hadError) this.#simulation.outside.abort(number)
    else this.#simulation.outside.close(number)
  }

  /** Every connection goes on that waited for the simulation to take in what it brought. */
  goOn(): void {
    for (const [number, connection] of this.#connections) {
      if (connection.isWaiting) this.#pass(number, connection)
    }
  }

  // TCP's window, as it were: who is far ahead of the router that reads waits for it.
  #pass(number: number, connection: LiveConnection): void {
    const { outside } = this.#simulation
    connection.pause()
    while (outside.outstanding(number) < this.#limits.messagesAhead) {
      const message = connection.next()
      if (message === undefined) return connection.listen()
      outside.send(number, message)
    }
  }

  /** Closes every socket, whatever is still to be sent. */
  abandon(): void {
    for (const [socket, { connection }] of this.#sockets) {
      if (connection === undefined) socket.resetAndDestroy()
      else connection.reset()
    }
  }
}

function streamStart({ session, caller }: RealConnection): StreamStart {
  const { localAddress: here, remoteAddress: there, interface: link } = session.configuration
  const [local, remote] = caller === session.local ? [here, there] : [there, here]
  return { caller, link, local, remote }
}
