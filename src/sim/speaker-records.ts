import type { SessionState } from '../bgp/fsm/session.ts'
import type { SpeakerAction } from '../bgp/speaker-event.ts'
import type { UpdateFault } from '../bgp/wire/update-fault.ts'
import type { TraceDetail } from './trace.ts'

/** What a speaker reports of itself, as the trace has it; `peer` is the far router. */
export function reportRecord(
  action: SpeakerAction & { kind: 'prefix-limit' | 'stale' | 'too-large' | 'bfd-pending' },
  peer: string,
): TraceDetail {
  const base = { session: action.peer, peer }
  switch (action.kind) {
    case 'prefix-limit': {
      const { level, prefixCount, limit } = action
      return { kind: 'limit', ...base, level, prefixCount, limit }
    }
    case 'stale':
      return { ...action, ...base }
    case 'too-large':
      return { kind: 'too-large', ...base, prefixCount: action.prefixCount }
    case 'bfd-pending':
      return { ...action, ...base }
    default:
      throw new Error(`no record of ${action satisfies never}`)
  }
}

/** What RFC 7606 forgave in an UPDATE, with all of its octets (§8). */
export function faultRecord(
  session: string,
  peer: string,
  { handling, attribute, section, problem }: UpdateFault,
  octets: Uint8Array,
): TraceDetail {
  return { kind: 'update-fault', session, peer, handling, attribute, section, problem, octets }
}

export function stateRecord(action: SpeakerAction & { kind: 'session-state' }, peer: string): TraceDetail {
  const { from, to, event, eventNumber, fall } = action
  const change = { session: action.peer, peer, from, to, event, eventNumber }
  const why = { reason: fall?.reason, notification: fall?.notification, sentBy: fall?.sentBy }
  return { kind: 'session-state', ...change, ...why }
}

/** A session that ended with its router, of which no FSM can tell. */
export function crashRecord(session: string, peer: string, from: SessionState, reason: string): TraceDetail {
  const change = { session, peer, from, to: 'Idle', event: 'crash', eventNumber: undefined } as const
  return { kind: 'session-state', ...change, reason, notification: undefined, sentBy: undefined }
}
