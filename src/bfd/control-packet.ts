import { type BfdSession, type BfdState, bfdStates, type Diagnostic, diagnostics } from './session.ts'

/** RFC 5880 §4.1. There is no authentication here. */
export interface ControlPacket {
  readonly state: BfdState
  readonly diagnostic: Diagnostic
  readonly poll: boolean
  readonly final: boolean
  /** BFD does not share the fate of the sender's control plane. */
  readonly controlPlaneIndependent: boolean
  readonly demand: boolean
  readonly detectMultiplier: number
  readonly myDiscriminator: number
  readonly yourDiscriminator: number
  readonly desiredMinTxMicros: number
  readonly requiredMinRxMicros: number
  /** 0: the sender answers no Echo packets. */
  readonly requiredMinEchoRxMicros: number
}

/** RFC 5880 §6.8.7: what a session has to say now, in a periodic packet or as the answer to a Poll. */
export function controlPacket(session: BfdSession, kind: 'periodic' | 'final' = 'periodic'): ControlPacket {
  return {
    state: session.state,
    diagnostic: session.localDiagnostic,
    poll: session.polls && kind === 'periodic',
    final: kind === 'final',
    // Model assumption: sessions run where packets are forwarded, so that a control plane may restart above them.
    controlPlaneIndependent: true,
    demand: false,
    detectMultiplier: session.configuration.detectMultiplier,
    myDiscriminator: session.localDiscriminator,
    yourDiscriminator: session.remote.discriminator,
    desiredMinTxMicros: session.desiredMinTxMicros,
    requiredMinRxMicros: session.configuration.requiredMinRxMicros,
    requiredMinEchoRxMicros: 0,
  }
}

const version = 1
const octetsWithoutAuthentication = 24

/** RFC 5880 §4.1: the 24 octets. */
export function encodeControlPacket(packet: ControlPacket): Uint8Array {
  const octets = new Uint8Array(octetsWithoutAuthentication)
  const view = new DataView(octets.buffer)
  octets[0] = (version << 5) | diagnostics.indexOf(packet.diagnostic)
  octets[1] = (bfdStates.indexOf(packet.state) << 6) | flags(packet)
  octets[2] = packet.detectMultiplier
  octets[3] = octetsWithoutAuthentication
  view.setUint32(4, packet.myDiscriminator)
  view.setUint32(8, packet.yourDiscriminator)
  view.setUint32(12, packet.desiredMinTxMicros)
  view.setUint32(16, packet.requiredMinRxMicros)
  view.setUint32(20, packet.requiredMinEchoRxMicros)
  return octets
}

const bit = { poll: 0x20, final: 0x10, controlPlaneIndependent: 0x08, authentication: 0x04, demand: 0x02 }
const multipoint = 0x01

function flags(packet: ControlPacket): number {
  return (
    (packet.poll ? bit.poll : 0) |
    (packet.final ? bit.final : 0) |
    (packet.controlPlaneIndependent ? bit.controlPlaneIndependent : 0) |
    (packet.demand ? bit.demand : 0)
  )
}

/** A packet, or why RFC 5880 §6.8.6 has it discarded. */
export type DecodedControlPacket =
  | { readonly kind: 'packet'; readonly packet: ControlPacket }
  | { readonly kind: 'discarded'; readonly because: string }

/** RFC 5880 §6.8.6: reads octets, with the checks that need no session, in the order of the RFC. */
export function decodeControlPacket(octets: Uint8Array): DecodedControlPacket {
  const discarded = (because: string): DecodedControlPacket => ({ kind: 'discarded', because })
  if (octets.length < octetsWithoutAuthentication) return discarded(`${octets.length} octets are no packet`)
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  const [first, second] = [view.getUint8(0), view.getUint8(1)]
  if (first >> 5 !== version) return discarded(`version ${first >> 5}`)
  const length = view.getUint8(3)
  if (length < octetsWithoutAuthentication || length > octets.length) return discarded(`Length ${length}`)
  if (view.getUint8(2) === 0) return discarded('Detect Mult is 0')
  if ((second & multipoint) !== 0) return discarded('the Multipoint bit is set')
  if (view.getUint32(4) === 0) return discarded('My Discriminator is 0')
  const packet = readFields(view)
  const isBegun = packet.state === 'Init' || packet.state === 'Up'
  if (packet.yourDiscriminator === 0 && isBegun) return discarded('Your Discriminator is 0 in Init or Up')
  if ((second & bit.authentication) !== 0) return discarded('no authentication is in use')
  return { kind: 'packet', packet }
}

function readFields(view: DataView): ControlPacket {
  const [first, second] = [view.getUint8(0), view.getUint8(1)]
  const state = bfdStates[second >> 6]
  if (state === undefined) throw new Error('two bits that are more than three')
  return {
    // Codes above those of the RFC are reserved; they say that the session went down, and not why.
    diagnostic: diagnostics[first & 0x1f] ?? 'No Diagnostic',
    state,
    poll: (second & bit.poll) !== 0,
    final: (second & bit.final) !== 0,
    controlPlaneIndependent: (second & bit.controlPlaneIndependent) !== 0,
    demand: (second & bit.demand) !== 0,
    detectMultiplier: view.getUint8(2),
    myDiscriminator: view.getUint32(4),
    yourDiscriminator: view.getUint32(8),
    desiredMinTxMicros: view.getUint32(12),
    requiredMinRxMicros: view.getUint32(16),
    requiredMinEchoRxMicros: view.getUint32(20),
  }
}
