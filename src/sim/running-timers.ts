import type { SpeakerTimer } from '../bgp/speaker-event.ts'

/** What tells a timer of a speaker from its others. */
export interface TimerName {
  readonly peer: string
  readonly session: number
  readonly timer: SpeakerTimer
}

/**
 * The tickets of a speaker's timers that run. Every KEEPALIVE restarts one, and a peer has few at a time: they
 * are looked through, which costs less than a text as the key of each.
 */
export class RunningTimers {
  #ofPeer = new Map<string, Running[]>()

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: RunningTimers): void {
    this.#ofPeer = new Map(
      [...other.#ofPeer].map(([peer, running]) => [peer, running.map((one) => ({ ...one }))]),
    )
  }

  /** Notes that the timer runs; answers the ticket that it ran by until now. */
  start({ peer, session, timer }: TimerName, ticket: number): number | undefined {
    const running = this.#ofPeer.get(peer)
    const known = running?.find((one) => one.timer === timer && one.session === session)
    const before = known?.ticket
    if (known !== undefined) known.ticket = ticket
    else if (running !== undefined) running.push({ session, timer, ticket })
    else this.#ofPeer.set(peer, [{ session, timer, ticket }])
    return before
  }

  /** Notes that the timer runs no longer; answers the ticket that it ran by. */
  stop({ peer, session, timer }: TimerName): number | undefined {
    const running = this.#ofPeer.get(peer) ?? []
    const place = running.findIndex((one) => one.timer === timer && one.session === session)
    return place === -1 ? undefined : running.splice(place, 1)[0]?.ticket
  }

  /** Notes that none runs any longer; answers their tickets. */
  stopAll(): readonly number[] {
    const tickets = [...this.#ofPeer.values()].flatMap((running) => running.map(({ ticket }) => ticket))
    this.#ofPeer.clear()
    return tickets
  }
}

interface Running {
  readonly session: number
  readonly timer: SpeakerTimer
  ticket: number
}
