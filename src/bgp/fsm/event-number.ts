import type { Session, SessionEvent } from './session.ts'

/** RFC 4271 §8.1, RFC 9687 §4.2 and draft-ietf-idr-bgp-bfd-strict-mode §4. A ROUTE-REFRESH is no event of that list. */
const eventNumbers: Readonly<Record<SessionEvent['kind'], number | undefined>> = {
  ManualStart: 1,
  ManualStop: 2,
  AutomaticStart: 3,
  ManualStart_with_PassiveTcpEstablishment: 4,
  AutomaticStart_with_PassiveTcpEstablishment: 5,
  AutomaticStart_with_DampPeerOscillations: 6,
  AutomaticStart_with_DampPeerOscillations_and_PassiveTcpEstablishment: 7,
  AutomaticStop: 8,
  ConnectRetryTimer_Expires: 9,
  HoldTimer_Expires: 10,
  KeepaliveTimer_Expires: 11,
  DelayOpenTimer_Expires: 12,
  IdleHoldTimer_Expires: 13,
  TcpConnection_Valid: 14,
  Tcp_CR_Invalid: 15,
  Tcp_CR_Acked: 16,
  TcpConnectionConfirmed: 17,
  TcpConnectionFails: 18,
  BGPOpen: 19,
  BGPHeaderErr: 21,
  BGPOpenMsgErr: 22,
  OpenCollisionDump: 23,
  NotifMsgVerErr: 24,
  NotifMsg: 25,
  KeepAliveMsg: 26,
  UpdateMsg: 27,
  UpdateMsgErr: 28,
  SendHoldTimer_Expires: 29,
  BfdAdminDown: 30,
  BfdDown: 31,
  BfdUp: 32,
  BfdHoldTimer_Expires: 34,
  RouteRefreshMsg: undefined,
}

/** The event's number in the RFC, as the session that is about to take it would call it. */
export function eventNumber(session: Session, event: SessionEvent): number | undefined {
  return isDelayedOpen(session, event) ? 20 : eventNumbers[event.kind]
}

/** The event's name in the RFC. */
export function eventName(session: Session, event: SessionEvent): string {
  return isDelayedOpen(session, event) ? 'BGPOpen with DelayOpenTimer running' : event.kind
}

function isDelayedOpen(session: Session, event: SessionEvent): boolean {
  return event.kind === 'BGPOpen' && session.timers.includes('DelayOpenTimer')
}
