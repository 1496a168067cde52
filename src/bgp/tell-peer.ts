import type { Family } from '../net/address.ts'
import { emptyPrefixes } from '../net/packed-prefixes.ts'
import type { AttributeInterner } from './attribute-interner.ts'
import type { Negotiated } from './fsm/session.ts'
import type { Message, UpdateMessage } from './message.ts'
import type { Peer } from './peer.ts'
import { establishedSession } from './peer-sessions.ts'
import type { Rib } from './rib/rib.ts'
import type { SelectionDeferral } from './selection-deferral.ts'
import type { SpeakerConfiguration } from './speaker-configuration.ts'
import type { SpeakerAction } from './speaker-event.ts'
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

/** The router that tells. */
export interface Teller {
  readonly configuration: SpeakerConfiguration
  readonly ribs: Readonly<Record<Family, Rib>>
  readonly interner: AttributeInterner
  readonly isDrained: boolean
}

/** Whether the peer has yet to be told something. */
export function isDue({ adjRibOut, endOfRibDue, refreshDue }: Peer): boolean {
  return adjRibOut.ipv4.hasDue || adjRibOut.ipv6.hasDue || endOfRibDue.size > 0 || refreshDue.size > 0
}

/**
 * Phase 3 for one peer, as far as its MinRouteAdvertisementIntervalTimer allows (RFC 4271 §9.2.1.1): while it runs,
 * withdrawals at most. Of a family that is not selected yet nothing can be said, not even that this is all.
 */
export function tellPeer(
  peer: Peer,
  negotiated: Negotiated,
  teller: Teller,
  deferral: SelectionDeferral,
): Telling {
  const side = exportSide(peer, negotiated, teller)
  const { mraiDelaysWithdrawals } = side.profile
  const told: Message[] = []
  let tooLarge = 0
  let isLimited = false
  for (const family of negotiated.families) {
    const outgoing = updates(peer, side, teller.ribs[family])
    tooLarge += outgoing.tooLarge
    isLimited ||= outgoing.messages.some((message) => mraiDelaysWithdrawals || announces(message))
    const isComplete = !peer.mraiRuns && !deferral.isDeferred(family)
    told.push(...(isComplete ? completed(peer, family, outgoing.messages) : outgoing.messages))
  }
  return { messages: told, tooLarge, isLimited }
}

function exportSide(
  { configuration: peer, export: policy }: Peer,
  negotiated: Negotiated,
  { configuration, interner, isDrained }: Teller,
): ExportSide {
  const { asn: localAsn, clusterId, profile, drain } = configuration
  return {
    peer,
    policy,
    negotiated,
    localAsn,
    clusterId,
    profile,
    interner,
    drain: isDrained ? drain : undefined,
  }
}

/**
 * Everything that there is to say of a family, and that it is everything. Where the initial UPDATEs are still due they
 * answer a request too: RFC 7313 §4 lets no BoRR go before the End-of-RIB.
 */
function completed(peer: Peer, family: Family, messages: readonly Message[]): readonly Message[] {
  const isAnswer = peer.refreshDue.delete(family)
  if (peer.endOfRibDue.delete(family)) return [...messages, endOfRib(family)]
  if (!isAnswer) return messages
  return [
    { kind: 'ROUTE-REFRESH', family, subtype: 'BoRR' },
    ...messages,
    { kind: 'ROUTE-REFRESH', family, subtype: 'EoRR' },
  ]
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

/** RFC 2918 §3: the peer is asked for everything that it has of each family; none where it cannot be asked. */
export function refreshRequests({ name, negotiated, sessions }: Peer): readonly SpeakerAction[] {
  const connection = establishedSession(sessions)?.connection
  if (negotiated?.routeRefresh !== true || connection === undefined) return []
  return negotiated.families.map((family) => {
    const message: Message = { kind: 'ROUTE-REFRESH', family, subtype: 'request' }
    return { kind: 'send', peer: name, connection, message }
  })
}
