import { type Family, families } from '../../net/address.ts'
import type { Draw } from '../../sim/draw.ts'
import { type Pair, type RouterSketch, samePair } from './sketch.ts'

/** Routers with the cables between them, and how routes get about inside each AS. */
export interface NetworkSketch {
  readonly routers: readonly RouterSketch[]
  readonly links: readonly LinkSketch[]
}

export interface LinkSketch {
  readonly between: Pair
  readonly families: readonly Family[]
  readonly isInternal: boolean
  readonly client: string | undefined
}

const names = ['a', 'b', 'c', 'd', 'e', 'f']

/** For each router; what small networks have. */
const mostSessions = 3

/** Private ones (RFC 6996) of both widths, and those for documentation (RFC 5398). */
const asns = [65001, 65002, 65010, 4200000001, 64496, 64499, 65551]

const prefixes: Readonly<Record<Family, readonly string[]>> = {
  ipv4: [
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.1.0.0/16',
    '10.1.2.0/24',
    '10.1.2.128/25',
    '172.20.0.0/14',
    '192.168.7.0/24',
    '198.51.100.7/32',
  ],
  ipv6: ['::/0', '2001:db8::/32', '2001:db8:1::/48', '2001:db8:1:2::/64', '2001:db8:ffff::1/128'],
}

export function drawNetwork(draw: Draw): NetworkSketch {
  const systems = drawSystems(draw)
  const carried = draw.one<readonly Family[]>([['ipv4'], ['ipv4'], ['ipv6'], families])
  const inside = systems.flatMap((members) => insideLinks(members, draw))
  const links = withExternal(systems, inside, draw).map((link) => ({
    ...link,
    between: draw.chance(0.5) ? link.between : swapped(link.between),
    families: draw.chance(0.8) ? carried : [draw.one(carried)],
  }))
  return { routers: drawRouters(systems, carried, draw), links }
}

function swapped([a, b]: Pair): Pair {
  return [b, a]
}

/** The routers of each AS: one to four. */
function drawSystems(draw: Draw): readonly (readonly string[])[] {
  const left = [...names.slice(0, draw.whole(2, names.length))]
  const systems: string[][] = []
  while (left.length > 0) {
    const isLast = systems.length === 3
    const size = isLast ? left.length : Math.min(left.length, draw.one([1, 1, 1, 2, 3, 4]))
    systems.push(left.splice(0, Math.min(size, 4)))
    if (isLast) break
  }
  return systems
}

type Wiring = Omit<LinkSketch, 'families'>

/** A full mesh, a reflector with its clients, or two reflectors that share their clients. */
function insideLinks(members: readonly string[], draw: Draw): readonly Wiring[] {
  const [hub = '', ...others] = draw.shuffled(members)
  if (others.length === 3 && draw.chance(0.3)) return twoReflectors([hub, ...others])
  if (others.length === 3 || (others.length > 0 && draw.chance(0.4))) {
    return others.map((client) => internal([hub, client], draw.chance(0.85) ? client : undefined))
  }
  return pairsOf(members).map((pair) => internal(pair, undefined))
}

function twoReflectors([first = '', second = '', ...clients]: readonly string[]): readonly Wiring[] {
  const reflected = [first, second].flatMap((hub) => clients.map((client) => internal([hub, client], client)))
  return [internal([first, second], undefined), ...reflected]
}

function internal(between: Pair, client: string | undefined): Wiring {
  return { between, client, isInternal: true }
}

function pairsOf(members: readonly string[]): readonly Pair[] {
  return members.flatMap((a, index) => members.slice(index + 1).map((b): Pair => [a, b]))
}

/** Every AS is reached from every other, and some in more than one way. */
function withExternal(
  systems: readonly (readonly string[])[],
  inside: readonly Wiring[],
  draw: Draw,
): readonly Wiring[] {
  const wiring = [...inside]
  const join = (some: readonly string[], others: readonly string[]): void => {
    const pairs = some.flatMap((a) => others.map((b): Pair => [a, b]))
    const free = pairs.filter((pair) => isFree(pair, wiring))
    if (free.length > 0) wiring.push({ between: draw.one(free), client: undefined, isInternal: false })
  }
  for (const [index, members] of systems.entries()) {
    const before = systems.slice(0, index).flat()
    if (before.length > 0) join(before, members)
  }
  for (let more = systems.length < 2 ? 0 : draw.whole(0, 3); more > 0; more--) {
    const [some = [], others = []] = draw.shuffled(systems)
    join(some, others)
  }
  return wiring
}

function isFree(pair: Pair, wiring: readonly Wiring[]): boolean {
  const sessionsOf = (router: string): number =>
    wiring.filter(({ between }) => between.includes(router)).length
  return (
    pair.every((router) => sessionsOf(router) < mostSessions) &&
    !wiring.some(({ between }) => samePair(between, pair))
  )
}

function drawRouters(
  systems: readonly (readonly string[])[],
  carried: readonly Family[],
  draw: Draw,
): readonly RouterSketch[] {
  const numbers = draw.shuffled(asns)
  const isNamed = draw.chance(0.5)
  const identifiers = draw.shuffled(names.map((_, index) => `10.0.0.${index + 1}`))
  const pool = draw.some(
    carried.flatMap((family) => prefixes[family]),
    1,
    8,
  )
  const members = systems.flat()
  const origins = pool.map((prefix) => ({ prefix, at: draw.some(members, 1, 3) }))
  return systems.flatMap((system, index) =>
    system.map((name) => ({
      name,
      asn: numbers[index] ?? 65000,
      bgpIdentifier: isNamed ? identifiers[members.indexOf(name)] : undefined,
      clusterId: undefined,
      advertise: origins.filter(({ at }) => at.includes(name)).map(({ prefix }) => prefix),
    })),
  )
}
