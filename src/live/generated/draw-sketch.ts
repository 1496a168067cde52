import { Draw } from '../../sim/draw.ts'
import { randomStream } from '../../sim/random.ts'
import { drawHistory } from './draw-history.ts'
import { drawNetwork, type LinkSketch, type NetworkSketch } from './draw-network.ts'
import { communities, drawPolicy, type Surroundings } from './draw-policy.ts'
import type { EndSketch, SettingsSketch, Sketch } from './sketch.ts'

/** A small network with policies and a history: the same seed draws the same. */
export function drawSketch(seed: number): Sketch {
  const draw = new Draw(randomStream(seed, 'generated'))
  const network = drawNetwork(draw)
  const known: Known = {
    prefixes: [...new Set(network.routers.flatMap(({ advertise }) => advertise))],
    asns: [...new Set(network.routers.map(({ asn }) => asn))],
    communities: draw.some(communities, 2, 3),
  }
  const sessions = network.links.map((link) => ({
    between: link.between,
    families: link.families,
    routeReflectorClient: link.client,
    ends: [drawEnd(network, link, 0, known, draw), drawEnd(network, link, 1, known, draw)] as const,
  }))
  return { seed, routers: network.routers, sessions, deeds: drawHistory(network.routers, sessions, draw) }
}

/** What every policy of the network may speak of. */
type Known = Omit<Surroundings, 'sources'>

function drawEnd(
  { links }: NetworkSketch,
  link: LinkSketch,
  end: 0 | 1,
  known: Known,
  draw: Draw,
): EndSketch {
  const own = link.between[end]
  const peers = links.flatMap(({ between }) =>
    between.includes(own) ? between.filter((name) => name !== own) : [],
  )
  return {
    settings: drawSettings(link, own, draw),
    import: drawPolicy({ ...known, sources: [] }, draw),
    export: drawPolicy({ ...known, sources: ['local', ...peers] }, draw),
  }
}

function drawSettings({ isInternal, client, between }: LinkSketch, own: string, draw: Draw): SettingsSketch {
  const isReflector = client !== undefined && client !== own && between.includes(own)
  return {
    ...(isInternal && draw.chance(0.85) ? { nextHopSelf: isReflector ? 'all' : true } : {}),
    ...(draw.chance(0.1) ? { weight: draw.one([10, 200]) } : {}),
    ...(draw.chance(0.1) ? { allowOwnAsn: draw.whole(1, 2) } : {}),
    ...(!isInternal && draw.chance(0.15) ? { removePrivateAsns: true } : {}),
    ...(draw.chance(0.08) ? { prefixLimit: { maximum: draw.whole(1, 10) } } : {}),
  }
}
