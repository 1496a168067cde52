import type { Family } from '../net/address.ts'
import { emptyPrefixes } from '../net/packed-prefixes.ts'
import type { Message, UpdateMessage } from './message.ts'
import type { Peer } from './peer.ts'
import type { Rib } from './rib/rib.ts'
import type { SelectionDeferral } from './selection-deferral.ts'
import type { ExportSide } from './update/export-route.ts'
import { packUpdates } from './update/pack.ts'
import { wireSession } from './wire/wire-session.ts'

/** What one peer is told in one flush. */
export interface Telling {
  readonly messages: readonly Message[]
  /** How many routes were kept back because no UPDATE could hold them (RFC 4271 §9.2). */
  readonly tooLarge: number
  /** Whether the MinRouteAdvertisementIntervalTimer limits what comes next. */
  readonly isLimited: boolean
}

/** Whether the peer has yet to be told something. */
export function isDue({ adjRibOut, endOfRibDue }: Peer): boolean {
  return adjRibOut.ipv4.hasDue || adjRibOut.ipv6.hasDue || endOfRibDue.size > 0
}

/**
 * Phase 3 for one peer, as far as its MinRouteAdvertisementIntervalTimer allows (RFC 4271 §9.2.1.1): while it runs,
 * withdrawals at most. Of a family that is not selected yet nothing can be said, not even that this is all.
 */
export function tellPeer(
  peer: Peer,
  side: ExportSide,
  ribs: Readonly<Record<Family, Rib>>,
  deferral: SelectionDeferral,
): Telling {
  const { mraiDelaysWithdrawals } = side.profile
  const told: Message[] = []
  let tooLarge = 0
  let isLimited = false
  for (const family of side.negotiated.families) {
    const outgoing = updates(peer, side, ribs[family])
    tooLarge += outgoing.tooLarge
    isLimited ||= outgoing.messages.some((message) => mraiDelaysWithdrawals || announces(message))
    told.push(...outgoing.messages)
    const isComplete = !peer.mraiRuns && !deferral.isDeferred(family)
    if (isComplete && peer.endOfRibDue.delete(family)) told.push(endOfRib(family))
  }
  return { messages: told, tooLarge, isLimited }
}

function updates(
  peer: Peer,
  side: ExportSide,
  rib: Rib,
): { readonly messages: readonly UpdateMessage[]; readonly tooLarge: number } {
  if (!peer.adjRibOut[rib.ids.family].hasDue) return { messages: [], tooLarge: 0 }
  const outgoing = rib.flush(peer, side, peer.mraiRuns)
  return {
    messages: packUpdates(rib.ids, outgoing, wireSession(side.negotiated)),
    tooLarge: outgoing.tooLarge,
  }
}

/** RFC 4724 §2: an UPDATE that says nothing says that the initial ones are complete. */
function endOfRib(family: Family): UpdateMessage {
  const nothing = emptyPrefixes(family)
  return { kind: 'UPDATE', family, withdrawn: nothing, announced: nothing, attributes: undefined }
}

function announces(message: UpdateMessage): boolean {
  return message.announced.count > 0
}
