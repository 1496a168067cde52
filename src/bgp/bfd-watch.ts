import type { SessionEvent } from './fsm/session.ts'
import { bfdDown } from './notification.ts'
import type { Peer } from './peer.ts'
import type { SpeakerAction, SpeakerEvent } from './speaker-event.ts'

/**
 * What BFD says of a peer, as the peer's sessions are told of it; `undefined` where they have to wait: with strict mode Up
 * counts only when it has lasted (draft-ietf-idr-bgp-bfd-strict-mode §10).
 */
export function followBfd(
  peer: Peer,
  { word, wasUp, reason }: Extract<SpeakerEvent, { kind: 'bfd' }>,
  downSubcode: 10 | 0,
  act: (action: SpeakerAction) => void,
): SessionEvent | undefined {
  if (peer.holdDownRuns) act({ kind: 'stop-timer', peer: peer.name, ...holdDownTimer })
  peer.holdDownRuns = false
  if (word === 'AdminDown') return { kind: 'BfdAdminDown' }
  if (word === 'Down') {
    // Whoever has strict mode knows of RFC 9384 as well (§9).
    const notification = bfdDown(peer.configuration.session.bfdStrict === undefined ? downSubcode : 10)
    return { kind: 'BfdDown', wasUp, notification, reason: `BFD down: ${reason}` }
  }
  const seconds = peer.configuration.session.bfdStrict?.holdDownSeconds ?? 0
  if (seconds === 0) return { kind: 'BfdUp' }
  peer.holdDownRuns = true
  act({ kind: 'start-timer', peer: peer.name, ...holdDownTimer, seconds })
  return undefined
}

/** It belongs to the peer, whichever of its sessions waits. */
const holdDownTimer = { session: 0, timer: 'BfdHoldDownTimer' } as const
