import { type Contender, type Contest, mix } from '../../src/bench/contest.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Route, RouteSource } from '../../src/bgp/decision/route.ts'
import { selectBest } from '../../src/bgp/decision/select-best.ts'
import { Selector } from '../../src/bgp/decision/selector.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { localAttributes } from '../../src/bgp/update/export-route.ts'
import { type Address, wordAt } from '../../src/net/address.ts'
import { type RandomStream, randomStream } from '../../src/sim/random.ts'
import type { Scale } from '../scale.ts'

const seed = 91

/**
 * The decision process, prefix by prefix. No candidate has a MULTI_EXIT_DISC: with one, a tournament of pairs
 * would be wrong, and here it stands for what a quicker process could at best cost.
 */
export function decision(scale: Scale): readonly Contest[] {
  const prefixCount = scale === 'full' ? 4000 : 100
  return [...[2, 4, 8].map((candidates) => contestOf(candidates, prefixCount)), ...comparisons(prefixCount)]
}

/** W2 of the goals in docs/performance.md: two routes that the first step tells apart, or only the last. */
function comparisons(count: number): readonly Contest[] {
  const interner = new AttributeInterner()
  const route = (peer: number, localPref: number): Route => ({
    source: { ...sourceOf(peer), bgpIdentifier: 1 },
    attributes: interner.intern({ ...localAttributes(sourceOf(peer).address), localPref }),
    weight: 0,
  })
  return [
    { told: 'at the first step', pair: [route(0, 100), route(1, 200)] },
    { told: 'at the last step', pair: [route(0, 100), route(1, 100)] },
  ].map(({ told, pair }) => decisions(`two routes, told apart ${told}`, new Array(count).fill(pair)))
}

function contestOf(candidates: number, prefixCount: number): Contest {
  const draws = randomStream(seed, `${candidates}`)
  const interner = new AttributeInterner()
  const routes = Array.from({ length: candidates }, (_, peer) => routesOf(peer, draws, interner))
  const prefixes = Array.from({ length: prefixCount }, () =>
    routes
      .map((ofPeer) => ofPeer[Math.floor(draws.next() * ofPeer.length)])
      .filter((route) => route !== undefined),
  )
  return decisions(`${prefixCount} prefixes, ${candidates} candidates`, prefixes)
}

function decisions(name: string, prefixes: readonly (readonly Route[])[]): Contest {
  const options = { maximumPaths: 1, previous: undefined }
  const selector = new Selector(profiles.rfc, 1)
  return {
    name: `decision process, ${name}`,
    unit: 'decisions',
    count: prefixes.length,
    contenders: [
      contender(
        'selectBest, with reasons',
        prefixes,
        (some) => selectBest(some, profiles.rfc, options)?.best,
      ),
      contender(
        'Selector, which remembers',
        prefixes,
        (some) => selector.selection(selector.select(some, undefined))?.best,
      ),
      contender('tournament, no reasons (ceiling)', prefixes, (some) => some.reduce(better)),
    ],
  }
}

/** Each peer tells of its prefixes with one of eight attribute sets. */
function routesOf(peer: number, draws: RandomStream, interner: AttributeInterner): readonly Route[] {
  const source = sourceOf(peer)
  return Array.from({ length: 8 }, () => {
    const asns = Array.from({ length: 1 + Math.floor(draws.next() * 4) }, () => source.asn)
    const attributes = interner.intern({
      ...localAttributes(source.address),
      asPath: [{ kind: 'AS_SEQUENCE', asns }],
      localPref: draws.next() < 0.2 ? 200 : 100,
    })
    return { source, attributes, weight: 0 }
  })
}

function sourceOf(peer: number): RouteSource & { readonly address: Address } {
  return {
    name: `peer ${peer}`,
    router: `peer ${peer}`,
    kind: 'external',
    isClient: false,
    asn: 65001 + peer,
    bgpIdentifier: peer + 1,
    address: { family: 'ipv4', words: [peer + 1] },
  }
}

function contender(
  name: string,
  prefixes: readonly (readonly Route[])[],
  select: (candidates: readonly Route[]) => Route | undefined,
): Contender {
  const run = (): number =>
    prefixes.reduce(
      (checksum, candidates) => mix(checksum, select(candidates)?.source.address?.words[0] ?? 0),
      0,
    )
  return { name, run }
}

/** RFC 4271 §9.1.2 and §9.1.2.2 as far as these candidates differ. */
function better(a: Route, b: Route): Route {
  const difference =
    (b.attributes.localPref ?? 100) - (a.attributes.localPref ?? 100) ||
    a.attributes.asPathLength - b.attributes.asPathLength ||
    a.source.bgpIdentifier - b.source.bgpIdentifier ||
    wordAt(a.source.address?.words ?? [], 0) - wordAt(b.source.address?.words ?? [], 0)
  return difference <= 0 ? a : b
}
