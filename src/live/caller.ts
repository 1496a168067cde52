import { type Address, sameAddress } from '../net/address.ts'
import { formatAddress } from '../net/address-text.ts'
import type { ListenPlan } from './listener.ts'
import type { OutsideSession } from './live-plan.ts'
import { formatSocketAddress } from './socket-address.ts'
import type { Ends } from './socket-ends.ts'

/**
 * The session that a caller means: the one with its address. Where several routers here have sessions with that
 * address, it is the one whose own address was called.
 */
export function sessionOfCaller(
  sessions: readonly OutsideSession[],
  { router }: ListenPlan,
  { local, remote }: Ends,
): OutsideSession | undefined {
  const candidates = sessions.filter(
    (session) =>
      (router === undefined || session.local === router) && sameAddress(session.at.address, remote),
  )
  if (candidates.length < 2) return candidates[0]
  return candidates.find(({ configuration }) => sameAddress(configuration.localAddress, local))
}

/** Callers of whom a listener could never tell which session they mean, in sentences. */
export function callersInDoubt(
  sessions: readonly OutsideSession[],
  plans: readonly ListenPlan[],
): readonly string[] {
  return plans.flatMap((plan) => {
    const { at } = plan
    // Who listens everywhere is called at some address, and learns it only then; so is who was handed a socket.
    if ('descriptor' in at || isWildcard(at.address)) return []
    const lost = sessions.find((session) => {
      const remote = session.at.address
      const isServed = plan.router === undefined || plan.router === session.local
      if (!isServed || remote.family !== at.address.family) return false
      return sessionOfCaller(sessions, plan, { local: at.address, remote }) === undefined
    })
    if (lost === undefined) return []
    const caller = formatAddress(lost.at.address)
    return [
      `several routers have a session with ${caller}: give each a listener of its own, such as --listen ${lost.local}=${formatSocketAddress(at)}`,
    ]
  })
}

function isWildcard({ words }: Address): boolean {
  return words.every((word) => word === 0)
}
