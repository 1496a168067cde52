import type { Assumptions } from '../../expressroute/design.ts'
import type { Expansion } from '../../expressroute/expansion.ts'
import { circuitsInParallel } from '../../expressroute/gateway-sku.ts'
import {
  circuitLatencyMicros,
  gatewayLatencyMicros,
  globalReachLatencyMicros,
} from '../../expressroute/latency.ts'
import { formatDuration } from '../../sim/time.ts'
import type { Scenario } from '../scenario.ts'
import { usualAssumptions } from '../schema/assumptions.ts'
import type { AssumptionResult } from './run-result.ts'
import type { RunWarnings } from './run-warnings.ts'

/** What tells whether an assumption matters: what is in the file, what was made of it, and what the run met. */
interface Circumstances {
  readonly scenario: Scenario
  readonly expansion: Expansion
  readonly met: Pick<RunWarnings, 'has' | 'heardMed'>
}

interface Assumption {
  /** Of its entry in docs/model-assumptions.md. */
  readonly title: string
  readonly key?: keyof Assumptions
  readonly matters: (circumstances: Circumstances) => boolean
}

/** Those that a file may settle first, then those that come with what is modelled. */
export const knownAssumptions: readonly Assumption[] = [
  {
    title: 'An MSEE accepts its own AS once from a customer',
    key: 'ownAsn',
    matters: ({ met }) => met.has('C11'),
  },
  {
    title: 'MSEEs and gateways do not look at MULTI_EXIT_DISC',
    key: 'med',
    matters: ({ met }) => met.heardMed,
  },
  {
    title: 'Public peering takes 200 prefixes',
    key: 'publicPeeringLimit',
    matters: ({ scenario: { design } }) =>
      [...design.circuits.values()].some(({ peerings }) => peerings.has('public')),
  },
  {
    title: 'How often an MSEE sends BFD packets',
    key: 'bfdInterval',
    matters: ({ scenario: { timeline }, expansion: { sessions } }) =>
      timeline.some(({ action }) => action.kind === 'bfd') ||
      sessions.some(({ ends }) => ends.every(({ bfd }) => bfd?.isOn === true)),
  },
  {
    title: 'A session that exceeded its limit is tried again after 60 s',
    key: 'limitRestart',
    matters: ({ met }) => met.has('C7') || met.has('C8'),
  },
  {
    title: 'What public and Microsoft peering do not take is dropped, and the session stands',
    key: 'forbiddenPrefixes',
    matters: ({ met }) => ['B3', 'C1', 'C2'].some((rule) => met.has(rule)),
  },
  {
    title: 'A drained MSEE shows nine times 12076',
    key: 'drainedPathLength',
    matters: ({ scenario: { timeline }, expansion: { msees } }) =>
      timeline.some(
        ({ action }) =>
          action.kind === 'drain' &&
          action.nodes.some((node) => msees.some(({ speaker }) => speaker.name === node)),
      ),
  },
  {
    title: 'Azure keeps 65515 to 65520 for itself',
    key: 'reservedAsns',
    matters: () => false,
  },
  { title: 'Routers take no time to think', matters: () => true },
  { title: 'Packets take no time on their way', matters: hasFlows },
  { title: 'Equal paths are chosen by a hash of the five-tuple', matters: hasFlows },
  {
    title: 'The convergence time of a site is 0 where the file is silent',
    matters: ({ scenario: { sites, flows } }) =>
      [...flows.values()].some(({ from, to }) =>
        [from, to].some((end) => sites.get(end)?.convergenceMicros === 0),
      ),
  },
  {
    title: 'Customer router to MSEE: 2 ms one way',
    matters: ({ expansion: { links } }) =>
      links.some(({ kind, delayMicros }) => kind === 'circuit' && delayMicros === circuitLatencyMicros),
  },
  {
    title: 'MSEE to gateway: 1 ms one way, in every region',
    matters: ({ expansion: { links } }) =>
      links.some(({ kind, delayMicros }) => kind === 'gateway' && delayMicros === gatewayLatencyMicros),
  },
  {
    title: 'An MSEE uses both gateway instances',
    matters: ({ scenario: { design, flows } }) =>
      [...flows.values()].some(({ from, to }) => [from, to].some((end) => isInAzure(end, design))),
  },
  {
    title: 'A gateway uses the first four of its equal circuits',
    matters: ({ scenario: { design } }) =>
      [...design.virtualNetworks.values()].some(({ connections }) => connections.length > circuitsInParallel),
  },
  {
    title: 'A provider in layer 2 hides the far end',
    matters: ({ scenario: { timeline }, expansion: { links } }) =>
      timeline.some(({ action }) => action.kind === 'crash') &&
      links.some(({ carrier }) => carrier === 'layer-2'),
  },
  {
    title: 'A provider that runs BGP is next to the MSEE',
    matters: ({ scenario: { design } }) => [...design.circuits.values()].some(({ isManaged }) => isManaged),
  },
  { title: "Microsoft's public network is one router", matters: hasPublicNetwork },
  { title: "Microsoft's prefixes are stand-ins", matters: hasPublicNetwork },
  {
    title: 'The Internet is the providers of the file',
    matters: ({ scenario: { design } }) => [...design.routers.values()].some(({ isInternet }) => isInternet),
  },
  {
    title: "Azure's own way to the Internet is one router",
    matters: ({ expansion: { azureInternet } }) => azureInternet !== undefined,
  },
  {
    title: 'Global Reach is iBGP between MSEEs',
    matters: ({ expansion: { links } }) => links.some(({ kind }) => kind === 'global-reach'),
  },
  {
    title: 'Spokes announce no community',
    matters: ({ scenario: { design } }) =>
      [...design.spokes.values()].some(({ hub }) => design.virtualNetworks.get(hub)?.community !== undefined),
  },
  {
    title: 'A VPN gateway is one router, and a tunnel one link',
    matters: ({ scenario: { design } }) =>
      [...design.virtualNetworks.values()].some(({ hasVpnGateway }) => hasVpnGateway),
  },
  {
    title: 'FastPath is a shortcut of the MSEEs',
    matters: ({ scenario: { design } }) =>
      [...design.virtualNetworks.values()].some(({ connections }) =>
        connections.some(({ fastPath }) => fastPath),
      ),
  },
  {
    title: "MSEEs, gateways and Microsoft's public network do not restart gracefully",
    matters: ({ scenario: { routers } }) =>
      [...routers.values()].some(({ gracefulRestart }) => gracefulRestart !== undefined),
  },
  {
    title: 'Firewalls and NAT remember without end, and share nothing',
    matters: ({ scenario: { routers } }) =>
      [...routers.values()].some(({ middlebox }) => middlebox !== undefined),
  },
  {
    title: 'What changes in place costs nothing',
    matters: ({ scenario: { timeline } }) =>
      timeline.some(({ action }) => action.kind === 'moves' && inPlace.has(action.word)),
  },
  {
    title: 'Global Reach takes 5 ms one way',
    matters: ({ expansion: { links } }) =>
      links.some(
        ({ kind, delayMicros }) => kind === 'global-reach' && delayMicros === globalReachLatencyMicros,
      ),
  },
  {
    title: 'What is taken away ends with a Cease',
    matters: ({ scenario: { timeline } }) =>
      timeline.some(({ action }) => action.kind === 'moves' && endings.has(action.word)),
  },
]

const inPlace: ReadonlySet<string> = new Set(['weigh', 'resize', 'summarize'])

const endings: ReadonlySet<string> = new Set(['disable', 'remove', 'unlink', 'revoke', 'deprovision', 'part'])

function hasFlows({ scenario }: Circumstances): boolean {
  return scenario.flows.size > 0
}

function hasPublicNetwork({ expansion }: Circumstances): boolean {
  return expansion.microsoftNetwork !== undefined
}

function isInAzure(network: string, { virtualNetworks, spokes }: Scenario['design']): boolean {
  return virtualNetworks.has(network) || spokes.has(network)
}

function valueText(value: Assumptions[keyof Assumptions]): string {
  return typeof value === 'number' ? formatDuration(value) : value
}

/** What matters in this run, and what the file settles otherwise than usual, whether it matters or not. */
export function assumptionsInForce(circumstances: Circumstances): readonly AssumptionResult[] {
  const { assumptions } = circumstances.scenario.design
  return knownAssumptions.flatMap(({ title, key, matters }) => {
    const setting =
      key === undefined
        ? undefined
        : { key, value: valueText(assumptions[key]), usual: valueText(usualAssumptions[key]) }
    const isSettled = setting !== undefined && setting.value !== setting.usual
    return isSettled || matters(circumstances) ? [{ title, setting }] : []
  })
}
