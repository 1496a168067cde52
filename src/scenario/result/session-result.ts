import type { Peer } from '../../bgp/peer.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import type { Evidence } from '../judge/evidence.ts'
import { whyResult } from './flow-result.ts'
import type { OutageCauses } from './outage-causes.ts'
import type { FallResult, SessionResult } from './run-result.ts'
import type { SessionEnds } from './session-ends.ts'
import { type SettledFall, sessionFalls } from './session-falls.ts'

/** Every session at the end of the run, with what each of its falls cost. */
export function sessionResults(evidence: Evidence, causes: OutageCauses): readonly SessionResult[] {
  const falls = sessionFalls(causes)
  return evidence.sessions.map((ends) => ({
    ...sessionResult(ends, evidence),
    falls: falls.filter(({ session }) => session === ends.name).map(fallResult),
  }))
}

function fallResult({ at, node, reason, brokeAt, settledAt, standsAgainAt, why }: SettledFall): FallResult {
  return {
    at: microsToSeconds(at),
    node,
    reason,
    seconds: microsToSeconds(settledAt - brokeAt),
    standsAgain: seconds(standsAgainAt),
    why: whyResult(why),
  }
}

/** A session at the end of the run, its past seen from its first end; prefixes are counted where they are limited. */
export function sessionResult(ends: SessionEnds, evidence: Evidence): Omit<SessionResult, 'falls'> {
  const { name, local, remote } = ends
  const { simulation, log } = evidence
  const peer = simulation.router(local).speaker.peer(name)
  const far = simulation.router(remote).speaker.peer(name)
  const limiting = far.configuration.prefixLimit === undefined ? peer : far
  const { establishedAt, falls } = log.end(name, local, remote)
  const fall = falls.at(-1)
  return {
    name,
    local,
    remote,
    state: evidence.stateOf(ends),
    establishedSeconds: seconds(establishedAt),
    flaps: falls.length,
    lastReason: fall?.reason,
    notification:
      fall?.notification === undefined
        ? undefined
        : { code: fall.notification.code, subcode: fall.notification.subcode, sentBy: fall.sender ?? local },
    prefixesReceived: prefixesReceived(limiting),
    prefixLimit: limitOf(limiting),
  }
}

function prefixesReceived(peer: Peer): number {
  return familiesOf(peer).reduce((sum, family) => sum + peer.adjRibIn[family].count, 0)
}

/** A session carries one family here, so its limit is that family's. */
function limitOf(peer: Peer): number | undefined {
  const [family] = familiesOf(peer)
  return family === undefined ? undefined : peer.configuration.prefixLimit?.maximum[family]
}

function familiesOf(peer: Peer): Peer['configuration']['session']['families'] {
  return peer.configuration.session.families
}

function seconds(micros: Micros | undefined): number | undefined {
  return micros === undefined ? undefined : microsToSeconds(micros)
}
