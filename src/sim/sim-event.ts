import type { BfdWork } from './bfd/bfd-pair.ts'
import type { Carried } from './carried.ts'
import type { Operation } from './operation.ts'
import type { ForwardingChange } from './sim-driver.ts'
import type { SpeakerTimerEvent } from './speaker-timers.ts'
import type { TransportWork } from './transport/segment.ts'

/** What waits in the queue. Plain data, so that a simulation can be copied. */
export type SimEvent =
  | SpeakerTimerEvent
  | TransportWork<Carried>
  | BfdWork
  | { readonly kind: 'operation'; readonly operation: Operation }
  | { readonly kind: 'follow'; readonly network: string; readonly change: ForwardingChange }
  /** Clients give up connections that do not get through, and open others. */
  | { readonly kind: 'reconnect' }

/** What keeps its order among the events of one instant. */
export function orderedBy(event: SimEvent): string {
  switch (event.kind) {
    case 'segment':
      return `segment ${event.node} ${event.from}`
    case 'retransmission-timer':
      return `retransmission ${event.connection}`
    case 'speaker-timer':
      return `timer ${event.node} ${event.peer} ${event.timer}`
    case 'bfd':
      return `bfd ${event.session} ${event.end}`
    case 'follow':
      return `follow ${event.network}`
    default:
      return event.kind
  }
}
