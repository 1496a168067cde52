import type { Speaker } from '../../bgp/speaker.ts'
import type { Family } from '../../net/address.ts'
import { coversPacked, packedLength } from '../../net/packed-cover.ts'
import { prefixOffsets } from '../../net/packed-prefixes.ts'
import { parsePrefix } from '../../net/prefix-text.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import type { Simulation } from '../../sim/simulation.ts'
import { spare } from './spare-prefixes.ts'

const spareNetwork = parsePrefix(spare.within)

/** How many prefixes are announced besides those of the file, and where that ends. */
export interface MorePrefixes {
  readonly at: string
  readonly announced: number
  /** The session whose limit comes first. */
  readonly limit: LimitAhead | undefined
}

export interface LimitAhead {
  readonly session: string
  readonly remote: string
  readonly limit: number
  /** So many of those that count are the file's. */
  readonly others: number
  readonly restartSeconds: number | undefined
}

/** `at` is a network of hosts, or a router. */
export function morePrefixes({ simulation }: ScenarioRun, at: string): MorePrefixes {
  const announced = simulation.operator
    .announcedAt(at)
    .flatMap((packed) =>
      [...prefixOffsets(packed)].filter((offset) => isSpare(packed.family, packed.data, offset)),
    ).length
  const behind = simulation.plan.networks.find(({ name }) => name === at)?.behind
  const routers = behind?.map(({ router }) => router) ?? [at]
  const [limit] = routers
    .flatMap((router) => limitsAhead(router, simulation))
    .sort((a, b) => a.limit - a.others - (b.limit - b.others))
  return { at, announced, limit }
}

/** How many the session carries that are the file's, or would if it stood. */
function toldBesides(speaker: Speaker, session: string): number {
  const { ids, locRib } = speaker.ribs.ipv4
  const peer = speaker.peer(session)
  const told = peer.negotiated === undefined ? locRib.prefixes() : peer.adjRibOut.ipv4.prefixes()
  return [...told].filter((id) => !isSpare('ipv4', ids.keys, ids.offset(id))).length
}

function isSpare(family: Family, data: Uint32Array, offset: number): boolean {
  const isLong = packedLength(family, data, offset) === spare.length
  return isLong && coversPacked(spareNetwork, family, data, offset)
}

function limitsAhead(router: string, simulation: Simulation): readonly LimitAhead[] {
  const { speaker } = simulation.router(router)
  return speaker.peers.flatMap(({ name: session, configuration: { remote } }) => {
    const limit = simulation.routers.get(remote)?.speaker.peer(session).configuration.prefixLimit
    if (limit === undefined) return []
    const others = toldBesides(speaker, session)
    return [{ session, remote, limit: limit.maximum.ipv4, others, restartSeconds: limit.restartSeconds }]
  })
}
