import { buildOpen, checkOpen } from '../bgp/fsm/open.ts'
import type { PeerConfiguration } from '../bgp/speaker-configuration.ts'
import type { RouterPlan } from './plan.ts'

/**
 * The sessions that could stand if the network let them: both ends have the same key or none (RFC 2385 §2),
 * each would accept the other's OPEN (RFC 4271 §6.2), and one of them calls. The others never will, so nobody
 * waits for them.
 */
export function sessionsThatAgree(routers: readonly RouterPlan[]): ReadonlySet<string> {
  const ends = new Map<string, End[]>()
  for (const { speaker, sharedKeys } of routers) {
    for (const peer of speaker.peers) {
      const end = { peer, key: sharedKeys.get(peer.name) }
      ends.set(peer.name, [...(ends.get(peer.name) ?? []), end])
    }
  }
  return new Set(
    [...ends].filter(([, [a, b]]) => a !== undefined && b !== undefined && agree(a, b)).map(([name]) => name),
  )
}

interface End {
  readonly peer: PeerConfiguration
  readonly key: string | undefined
}

function agree(a: End, b: End): boolean {
  const someoneCalls = !(a.peer.session.passive && b.peer.session.passive)
  return a.key === b.key && someoneCalls && accepts(a, b) && accepts(b, a)
}

function accepts(own: End, far: End): boolean {
  return checkOpen(own.peer.session, buildOpen(far.peer.session)) === undefined
}
