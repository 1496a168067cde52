import type { PeerAction } from './peer-sessions.ts'
import type { SpeakerAction } from './speaker-event.ts'

/** What a session wants of whoever drives its speaker: connections, messages and timers. */
type Wanted = Exclude<PeerAction['action'], { kind: 'session-up' | 'session-down' }>

export function driverAction(
  peer: string,
  { session, connection }: Pick<PeerAction, 'session' | 'connection'>,
  action: Wanted,
): SpeakerAction {
  switch (action.kind) {
    case 'connect':
      return { kind: 'connect', peer }
    case 'close':
      return { kind: 'close', peer, connection }
    case 'send':
      if (connection === undefined) throw new Error('a message without a connection to send it on')
      return { kind: 'send', peer, connection, message: action.message }
    case 'start-timer':
      return { kind: 'start-timer', peer, session, timer: action.timer, seconds: action.seconds }
    case 'stop-timer':
      return { kind: 'stop-timer', peer, session, timer: action.timer }
    case 'bfd-pending':
      return { kind: 'bfd-pending', peer, subState: action.subState }
    default:
      throw new Error(`unknown action ${action satisfies never}`)
  }
}
