import { type Family, families } from '../net/address.ts'
import type { Negotiated } from './fsm/session.ts'
import type { RouteRefreshMessage } from './message.ts'
import type { Peer } from './peer.ts'
import type { Rib } from './rib/rib.ts'
import type { RetentionTimer, SpeakerAction } from './speaker-event.ts'

/**
 * The Receiving Speaker of RFC 4724 §4.2: routes that outlast the end of their session. They are stale until the peer
 * announces them again, and used like fresh ones as long as they are there:
 *
 *     session falls      kept; RestartTimer and StaleTimer start; what was stale already is deleted
 *     session is back    RestartTimer stops; deleted where the F bit or the family is missing
 *     End-of-RIB         the rest is deleted
 *     either timer       the rest is deleted
 */
export class StaleRoutes {
  readonly #ribs: Readonly<Record<Family, Rib>>
  readonly #act: (action: SpeakerAction) => void

  constructor(ribs: Readonly<Record<Family, Rib>>, act: (action: SpeakerAction) => void) {
    this.#ribs = ribs
    this.#act = act
  }

  /** The session that stood has fallen; `retained` are the families whose routes outlast it. */
  sessionDown(peer: Peer, retained: readonly Family[]): void {
    for (const family of families) {
      if (retained.includes(family)) this.#retain(peer, family)
      else {
        this.#ribs[family].forget(peer)
        peer.stale.delete(family)
      }
    }
    const { gracefulRestart } = peer.configuration.session
    const restartSeconds = peer.negotiated?.gracefulRestart?.restartSeconds
    if (peer.stale.size === 0 || gracefulRestart === undefined || restartSeconds === undefined) {
      this.#stopTimers(peer)
      return
    }
    this.#startTimer(peer, 'RestartTimer', restartSeconds)
    this.#startTimer(peer, 'StaleTimer', gracefulRestart.staleSeconds)
  }

  /** The session stands again: what the peer did not go on forwarding for is deleted at once. */
  sessionUp(peer: Peer, { families: carried, gracefulRestart }: Negotiated): void {
    this.#stopTimer(peer, 'RestartTimer')
    for (const family of [...peer.stale]) {
      const isKept = carried.includes(family) && gracefulRestart?.forwarding.includes(family)
      if (!isKept) this.#delete(peer, family, 'not preserved by the peer')
    }
  }

  /** The peer has announced everything that it has of the family. */
  endOfRib(peer: Peer, family: Family): void {
    peer.endOfRibHeard.add(family)
    if (peer.stale.has(family) && !peer.refreshing.has(family)) this.#delete(peer, family, 'End-of-RIB')
  }

  /** The peer asks for everything, or says where its own answer begins or ends. */
  refresh(peer: Peer, { family, subtype }: RouteRefreshMessage): void {
    if (!peer.carries(family)) return
    if (subtype === 'BoRR') this.#refreshBegins(peer, family)
    else if (subtype === 'EoRR') this.#refreshEnds(peer, family)
    else {
      peer.adjRibOut[family].refresh()
      if (peer.negotiated?.enhancedRouteRefresh) peer.refreshDue.add(family)
    }
  }

  /** RFC 7313 §4: the peer announces everything again; a BoRR before the End-of-RIB of RFC 4724 says nothing. */
  #refreshBegins(peer: Peer, family: Family): void {
    const { enhancedRouteRefresh } = peer.configuration.session
    if (enhancedRouteRefresh === undefined || peer.negotiated?.enhancedRouteRefresh !== true) return
    if (peer.negotiated.gracefulRestart !== undefined && !peer.endOfRibHeard.has(family)) return
    const prefixCount = this.#ribs[family].markStale(peer)
    peer.refreshing.add(family)
    if (prefixCount === 0) return
    peer.stale.add(family)
    const reason = 'until it is refreshed'
    this.#act({ kind: 'stale', peer: peer.name, family, present: true, prefixCount, reason })
    this.#startTimer(peer, 'StaleTimer', enhancedRouteRefresh.staleSeconds)
  }

  /** RFC 7313 §4: what was not announced again since the BoRR goes. */
  #refreshEnds(peer: Peer, family: Family): void {
    if (peer.refreshing.delete(family) && peer.stale.has(family)) this.#delete(peer, family, 'EoRR')
  }

  timerExpired(peer: Peer, timer: RetentionTimer): void {
    peer.retentionTimers.delete(timer)
    this.deleteAll(peer, timer === 'RestartTimer' ? 'restart time over' : 'stale for too long')
  }

  deleteAll(peer: Peer, reason: string): void {
    for (const family of [...peer.stale]) this.#delete(peer, family, reason)
  }

  #retain(peer: Peer, family: Family): void {
    const prefixCount = this.#ribs[family].retain(peer)
    peer.stale.delete(family)
    if (prefixCount === 0) return
    peer.stale.add(family)
    const reason = 'kept over the end of the session'
    this.#act({ kind: 'stale', peer: peer.name, family, present: true, prefixCount, reason })
  }

  #delete(peer: Peer, family: Family, reason: string): void {
    const prefixCount = this.#ribs[family].deleteStale(peer)
    peer.stale.delete(family)
    this.#act({ kind: 'stale', peer: peer.name, family, present: false, prefixCount, reason })
    if (peer.stale.size === 0) this.#stopTimers(peer)
  }

  #startTimer(peer: Peer, timer: RetentionTimer, seconds: number): void {
    peer.retentionTimers.add(timer)
    this.#act({ kind: 'start-timer', peer: peer.name, session: ofPeer, timer, seconds })
  }

  #stopTimer(peer: Peer, timer: RetentionTimer): void {
    if (!peer.retentionTimers.delete(timer)) return
    this.#act({ kind: 'stop-timer', peer: peer.name, session: ofPeer, timer })
  }

  #stopTimers(peer: Peer): void {
    this.#stopTimer(peer, 'RestartTimer')
    this.#stopTimer(peer, 'StaleTimer')
  }
}

/** The timers belong to the peer, whichever of its sessions stands; sessions are numbered from 1. */
const ofPeer = 0
