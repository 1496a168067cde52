import type { Profile } from '../bgp/profile.ts'
import { profiles } from '../bgp/profiles.ts'
import type { Design } from '../expressroute/design.ts'
import { expandDesign } from '../expressroute/expand-design.ts'
import type { Expansion } from '../expressroute/expansion.ts'
import { stoppedEnds } from '../expressroute/life-cycle/standing.ts'
import { microsoftNetworkName } from '../expressroute/node-names.ts'
import { packByFamily } from '../net/packed-prefixes.ts'
import { type Prefix, samePrefix } from '../net/prefix.ts'
import type { RouterPlan as SimRouterPlan, SimulationPlan } from '../sim/plan.ts'
import { circuitBfd, customerLink, customerRouter, sharedKeysOf } from './customer-router.ts'
import { fastPathsOf } from './fast-path.ts'
import { hostLinks, hostNetworks } from './host-networks.ts'
import { estateAtStart, tiersToCome } from './life-cycle-run.ts'
import type { AzurePlaces, RouterPlan, Scenario } from './scenario.ts'
import { loadPlan } from './trunks.ts'

/** What a scenario becomes: the routers, cables and hosts that are simulated, and what was inferred on the way. */
export interface Topology {
  readonly design: Design
  readonly places: AzurePlaces
  readonly expansion: Expansion
  readonly plan: SimulationPlan
}

export function buildTopology(scenario: Scenario): Topology {
  const expansion = expandDesign(scenario.design, {
    profile: mseeProfile(scenario.design),
    tiersToCome: tiersToCome(scenario),
  })
  const stopped = stoppedEnds(estateAtStart(scenario), expansion.sessions)
  const shutAt = (router: string): readonly string[] =>
    stopped.filter(({ node }) => node === router).map(({ session }) => session)
  const customerLinks = scenario.sessions.map(customerLink)
  const networks = hostNetworks(scenario, expansion)
  const fastPaths = fastPathsOf(scenario.design)
  return {
    design: scenario.design,
    places: scenario.places,
    expansion,
    plan: {
      seed: scenario.seed,
      wire: scenario.wire,
      interleave: scenario.interleave,
      routers: [
        ...expansion.customerEdges.map((edge) => customerRouter(scenario, expansion, edge, customerLinks)),
        ...expansion.msees.map(({ speaker }) => ({
          speaker,
          sharedKeys: sharedKeysOf(speaker.name, expansion),
          bfd: circuitBfd(speaker.name, expansion),
          announces: [],
          statics: [],
          shut: shutAt(speaker.name),
          shortcuts: fastPaths.filter(({ msee }) => msee === speaker.name).map(({ shortcut }) => shortcut),
        })),
        ...expansion.gateways.map(({ speaker }) => ({
          ...plainRouter,
          speaker,
          shut: shutAt(speaker.name),
        })),
        ...microsoftRouter(scenario, expansion, shutAt(microsoftNetworkName)),
        ...outboundRouter(expansion),
      ],
      networks,
      links: [
        ...expansion.links,
        ...customerLinks,
        ...networks.flatMap(hostLinks),
        ...fastPaths.map(({ link }) => link),
      ],
      ...loadPlan(scenario.design, expansion),
      flows: [...scenario.flows].map(([name, flow]) => ({ name, ...flow })),
      middleboxes: new Map([
        ...[...scenario.routers].flatMap(([name, { middlebox }]) =>
          middlebox === undefined ? [] : [[name, middlebox] as const],
        ),
        ...outboundTranslation(expansion),
      ]),
    },
  }
}

/** The profile has what is measured; the file has the last word where documents are silent. */
function mseeProfile({ assumptions }: Design): Profile {
  return assumptions.med === 'ignored' ? { ...profiles.msee, comparesMed: 'never' } : profiles.msee
}

const plainRouter = {
  sharedKeys: new Map<string, string>(),
  bfd: new Map(),
  announces: [],
  statics: [],
  shut: [],
  shortcuts: [],
} as const

/** Microsoft's public network announces by itself what no host of the scenario stands for. */
function microsoftRouter(
  { microsoftServices }: Scenario,
  { microsoftNetwork }: Expansion,
  shut: readonly string[],
): readonly SimRouterPlan[] {
  if (microsoftNetwork === undefined) return []
  const named = [...microsoftServices.values()].flatMap(({ tag }) => tag.prefixes)
  const others = microsoftNetwork.announces.filter((prefix) => !named.some((one) => samePrefix(one, prefix)))
  return [{ ...plainRouter, speaker: microsoftNetwork.speaker, announces: packByFamily(others), shut }]
}

/** Azure's own way to the Internet. */
function outboundRouter({ azureInternet }: Expansion): readonly SimRouterPlan[] {
  if (azureInternet === undefined) return []
  return [{ ...plainRouter, speaker: azureInternet.speaker, announces: packByFamily([azureInternet.pool]) }]
}

function outboundTranslation({
  azureInternet,
}: Expansion): readonly (readonly [string, NonNullable<RouterPlan['middlebox']>])[] {
  if (azureInternet === undefined) return []
  const { pool, providers } = azureInternet
  const translation = { pool, sources: [everyIpv4Address], towards: providers }
  return [[azureInternet.speaker.name, { firewall: false, translations: [translation] }]]
}

const everyIpv4Address: Prefix = { family: 'ipv4', words: [0], length: 0 }
