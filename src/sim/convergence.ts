import { isDue } from '../bgp/tell-peer.ts'
import { families } from '../net/address.ts'
import { sessionsThatAgree } from './agreement.ts'
import { letsThrough } from './fault.ts'
import type { InFlight } from './in-flight.ts'
import type { Network } from './network.ts'
import type { RouterPlan } from './plan.ts'
import type { SimDriver } from './sim-driver.ts'

/** Whether routers agree with the network and with each other, which is what `when: converged` waits for. */
export class Convergence {
  readonly #routers: ReadonlyMap<string, SimDriver>
  readonly #network: Network
  readonly #inFlight: InFlight
  readonly #plans: readonly RouterPlan[]
  /** Found when it is first asked for: it follows from the plans. */
  #agreeing: ReadonlySet<string> | undefined

  constructor(
    plans: readonly RouterPlan[],
    routers: ReadonlyMap<string, SimDriver>,
    network: Network,
    inFlight: InFlight,
  ) {
    this.#routers = routers
    this.#network = network
    this.#inFlight = inFlight
    this.#plans = plans
  }

  /** Of the same plans. */
  assume(other: Convergence): void {
    this.#agreeing = other.#agreeing
  }

  /** Every session that can stand does. */
  isEstablished(): boolean {
    return this.#everySession((stands, canStand) => stands || !canStand)
  }

  /** Sessions stand where they can and nowhere else, and no route is on its way or waits for a timer. */
  isConverged(): boolean {
    const hasDue = [...this.#routers.values()].some(({ speaker }) => speaker.hasDue)
    return !hasDue && this.#isQuiet()
  }

  /** The same, but that routers may keep stale routes of one that is down, which has all its work before it. */
  isAtRest(): boolean {
    const isBusy = [...this.#routers.values()].some((router) => router.isUp && isWorking(router))
    return !isBusy && this.#isQuiet()
  }

  #isQuiet(): boolean {
    return this.#inFlight.isEmpty && this.#everySession((stands, canStand) => stands === canStand)
  }

  #everySession(holds: (stands: boolean, canStand: boolean) => boolean): boolean {
    for (const [name, { speaker, isUp }] of this.#routers) {
      if (!isUp) continue
      for (const peer of speaker.peers) {
        // Whether a router outside is willing, nobody here can tell: its sessions are not waited for.
        if (!this.#routers.has(peer.configuration.remote)) continue
        const canStand = this.#canStand(name, peer.name, peer.configuration)
        if (!holds(peer.negotiated !== undefined, canStand)) return false
      }
    }
    return true
  }

  /** Both ends are up and willing, and packets get through in both directions. */
  #canStand(node: string, session: string, { remote, interface: link }: PeerEnds): boolean {
    this.#agreeing ??= sessionsThatAgree(this.#plans)
    if (!this.#agreeing.has(session) || !this.#router(remote).isUp) return false
    const ends = [node, remote]
    const carries = ends.every((from) => letsThrough(this.#network.passage(from, link)))
    return carries && ends.every((end) => this.#isWilling(end, session))
  }

  /** Neither its operator nor a prefix limit keeps this end Idle, and it reads what it is sent. */
  #isWilling(end: string, session: string): boolean {
    const router = this.#router(end)
    return router.speaker.peer(session).idleBecause === undefined && router.reads(session)
  }

  #router(name: string): SimDriver {
    const router = this.#routers.get(name)
    if (router === undefined) throw new Error(`no router ${name}`)
    return router
  }
}

/** It has yet to select, or to tell a peer what is new. */
function isWorking({ speaker }: SimDriver): boolean {
  return families.some((family) => speaker.isDeferred(family)) || speaker.peers.some(isDue)
}

interface PeerEnds {
  readonly remote: string
  readonly interface: string
}
