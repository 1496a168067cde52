import { type ControlPacket, controlPacket } from './control-packet.ts'
import { type BfdSession, type BfdState, type Diagnostic, slowMinTxMicros } from './session.ts'

/** What happens to one end of a session. */
export type BfdEvent =
  | { readonly kind: 'packet'; readonly packet: ControlPacket }
  /** RFC 5880 §6.8.4: nothing came for a Detection Time. */
  | { readonly kind: 'detection-time-expired' }
  /** RFC 5880 §6.8.17: the port is down. */
  | { readonly kind: 'path-down' }
  /** RFC 5880 §6.8.16: the operator's hand. */
  | { readonly kind: 'disable' | 'enable' }

/** What one event led to; `send` is what goes out at once, between the periodic packets (RFC 5880 §6.8.7). */
export interface BfdStep {
  readonly session: BfdSession
  readonly send: ControlPacket | undefined
}

export function handleBfd(session: BfdSession, event: BfdEvent): BfdStep {
  switch (event.kind) {
    case 'packet':
      return receive(session, event.packet)
    case 'detection-time-expired': {
      const forgotten = { ...session, remote: { ...session.remote, discriminator: 0 } }
      return told(session, isBegun(session) ? down(forgotten, 'Control Detection Time Expired') : forgotten)
    }
    case 'path-down':
      return told(session, isBegun(session) ? down(session, 'Path Down') : session)
    case 'disable':
      return told(session, turned(session, 'AdminDown', 'Administratively Down'))
    case 'enable':
      return told(session, session.state === 'AdminDown' ? down(session, 'No Diagnostic') : session)
    default:
      throw new Error(`unknown event ${event satisfies never}`)
  }
}

/**
 * RFC 5880 §6.8.6, from the choice of the session on. A packet of another session changes nothing, and is not received
 * for the purposes of the Detection Time: the step's session is the same object then.
 */
function receive(session: BfdSession, packet: ControlPacket): BfdStep {
  if (packet.yourDiscriminator !== 0 && packet.yourDiscriminator !== session.localDiscriminator) {
    return { session, send: undefined }
  }
  const heard: BfdSession = {
    ...session,
    polls: session.polls && !packet.final,
    remote: {
      state: packet.state,
      discriminator: packet.myDiscriminator,
      desiredMinTxMicros: packet.desiredMinTxMicros,
      requiredMinRxMicros: packet.requiredMinRxMicros,
      detectMultiplier: packet.detectMultiplier,
    },
  }
  if (session.state === 'AdminDown') return { session: heard, send: undefined }
  const next = afterPacket(heard, packet.state)
  return packet.poll ? { session: next, send: controlPacket(next, 'final') } : told(session, next)
}

function afterPacket(session: BfdSession, received: BfdState): BfdSession {
  const { state } = session
  if (received === 'AdminDown') {
    return state === 'Down' ? session : down(session, 'Neighbor Signaled Session Down')
  }
  if (state === 'Down' && received === 'Down') return turned(session, 'Init', session.localDiagnostic)
  const comesUp = (state === 'Down' && received === 'Init') || (state === 'Init' && received !== 'Down')
  if (comesUp) return turned(session, 'Up', 'No Diagnostic')
  if (state === 'Up' && received === 'Down') return down(session, 'Neighbor Signaled Session Down')
  return session
}

function isBegun({ state }: BfdSession): boolean {
  return state === 'Init' || state === 'Up'
}

function down(session: BfdSession, diagnostic: Diagnostic): BfdSession {
  return turned(session, 'Down', diagnostic)
}

/** RFC 5880 §6.8.3: the interval is slow unless the session is Up, and a new one is made known by a Poll Sequence. */
function turned(session: BfdSession, state: BfdState, localDiagnostic: Diagnostic): BfdSession {
  const wanted = session.configuration.desiredMinTxMicros
  const desiredMinTxMicros = state === 'Up' ? wanted : Math.max(wanted, slowMinTxMicros)
  const polls = session.polls || desiredMinTxMicros !== session.desiredMinTxMicros
  return { ...session, state, localDiagnostic, desiredMinTxMicros, polls }
}

// What a packet would say differs from what the last one said: it SHOULD go out at once.
function told(before: BfdSession, session: BfdSession): BfdStep {
  const isNews = before.state !== session.state
  return { session, send: isNews ? controlPacket(session) : undefined }
}
