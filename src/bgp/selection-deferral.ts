import type { Family } from '../net/address.ts'
import type { Negotiated } from './fsm/session.ts'
import type { Peer } from './peer.ts'
import type { SpeakerAction } from './speaker-event.ts'

/**
 * The Restarting Speaker of RFC 4724 §4.1: after a restart that forwarding outlasted, no route of a family is
 * selected before every peer has said that it is complete, so that what is forwarded meanwhile is not replaced by half of
 * the truth. A peer is waited for until its End-of-RIB or its Selection_Deferral_Timer; one that turns out to be
 * without the capability, or to have restarted itself, is not.
 */
export class SelectionDeferral {
  readonly #act: (action: SpeakerAction) => void
  readonly #awaited = new Map<Family, Set<Peer>>()
  readonly #timed = new Set<Peer>()

  constructor(peers: readonly Peer[], act: (action: SpeakerAction) => void) {
    this.#act = act
    for (const peer of peers) {
      const { families, gracefulRestart } = peer.configuration.session
      if (gracefulRestart === undefined) continue
      for (const family of families) this.#peersOf(family).add(peer)
    }
  }

  /** Goes on from where another one stands; `own` answers the peer here that is the other's. */
  assume(other: SelectionDeferral, own: (peer: Peer) => Peer): void {
    this.#awaited.clear()
    for (const [family, peers] of other.#awaited) this.#awaited.set(family, new Set([...peers].map(own)))
    this.#timed.clear()
    for (const peer of other.#timed) this.#timed.add(own(peer))
  }

  /** Whether some family has yet to be selected. */
  get isRunning(): boolean {
    return this.#awaited.size > 0
  }

  isDeferred(family: Family): boolean {
    return this.#awaited.has(family)
  }

  /** The peer's session starts, and from now on the wait for it is bounded. */
  start(peer: Peer): void {
    const { gracefulRestart } = peer.configuration.session
    if (gracefulRestart === undefined || this.#timed.has(peer) || !this.#awaits(peer)) return
    this.#timed.add(peer)
    const seconds = gracefulRestart.selectionDeferralSeconds
    this.#act({ kind: 'start-timer', peer: peer.name, ...deferralTimer, seconds })
  }

  sessionUp(peer: Peer, { families: carried, gracefulRestart }: Negotiated): void {
    const isExpected = gracefulRestart !== undefined && !gracefulRestart.peerRestarting
    for (const family of [...this.#awaited.keys()]) {
      if (!isExpected || !carried.includes(family)) this.endOfRib(peer, family)
    }
  }

  /** The peer has said everything that it has of the family. */
  endOfRib(peer: Peer, family: Family): void {
    this.#awaited.get(family)?.delete(peer)
    if (!this.#timed.has(peer) || this.#awaits(peer)) return
    this.#timed.delete(peer)
    this.#act({ kind: 'stop-timer', peer: peer.name, ...deferralTimer })
  }

  timerExpired(peer: Peer): void {
    this.#timed.delete(peer)
    this.giveUp(peer)
  }

  /** Nothing will come of the peer. */
  giveUp(peer: Peer): void {
    for (const family of [...this.#awaited.keys()]) this.endOfRib(peer, family)
  }

  /** Whether nobody is waited for any longer; the family is as any other then. */
  takeDone(family: Family): boolean {
    return this.#awaited.get(family)?.size === 0 && this.#awaited.delete(family)
  }

  #awaits(peer: Peer): boolean {
    return [...this.#awaited.values()].some((peers) => peers.has(peer))
  }

  #peersOf(family: Family): Set<Peer> {
    const peers = this.#awaited.get(family) ?? new Set<Peer>()
    this.#awaited.set(family, peers)
    return peers
  }
}

/** It belongs to the peer, whichever of its sessions stands; sessions are numbered from 1. */
const deferralTimer = { session: 0, timer: 'Selection_Deferral_Timer' } as const
