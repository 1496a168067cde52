import type { FilePath } from '../place.ts'
import type { PeeringImport } from './peering-block.ts'
import { ask, commented, type Placed, remark, scalar } from './scenario-text.ts'
import type { TunnelImport } from './vpn-block.ts'

/** A circuit that stands in the scenario, with those of its peerings that do. */
export interface RunningCircuit {
  readonly name: string
  readonly peerings: readonly PeeringImport[]
}

/** A part of a scenario's text, and where its values come from. */
export interface CustomerSide {
  readonly lines: readonly string[]
  readonly places: readonly Placed[]
}

/** The router at the end of a link: all peerings of one AS. */
interface Edge {
  readonly name: string
  readonly circuit: string
  readonly end: (typeof linkEnds)[number]
  readonly asn: number
  readonly peerings: readonly PeeringImport[]
}

const linkEnds = [
  { suffix: 'ce1', path: 'primary', msee: 'msee1' },
  { suffix: 'ce2', path: 'secondary', msee: 'msee2' },
] as const

/** Azure knows the AS and the address of whoever ends a link, so there is one; whose machine it is nobody says. */
export function customerRouters(
  circuits: readonly RunningCircuit[],
  tunnels: readonly TunnelImport[],
): CustomerSide {
  const edges = circuits.flatMap(edgesOf)
  const written = tunnels.flatMap(({ router }) => router ?? [])
  // One device may have tunnels to several gateways.
  const devices = written.filter(
    ({ name }, index) => written.findIndex((other) => other.name === name) === index,
  )
  if (edges.length + devices.length === 0) return { lines: [], places: [] }
  return {
    lines: [
      '',
      ask(
        'which routers end the links? Azure knows their AS and their addresses alone. Here each link ends on one of',
      ),
      remark('its own; where one router ends several, write it once, with a list under connect.'),
      'routers:',
      ...edges.map((edge) => `  ${edge.name}: { asn: ${edge.asn}, connect: ${connections(edge)} }`),
      ...devices.map(({ name, asn }) => `  ${name}: { asn: ${asn} }`),
      '',
      ask(
        'what do they announce? az network express-route list-route-tables shows it, with your AS in the path.',
      ),
      ...commented([
        'sites:',
        `  on-premises: { behind: [${[...edges, ...devices].map(({ name }) => name).join(', ')}], prefixes: [] }`,
      ]),
    ],
    places: [
      ...edges.flatMap(({ name, peerings }) =>
        peerings.map(({ asnNode: node }) => ({ path: ['routers', name] satisfies FilePath, node })),
      ),
      ...devices.map(({ name, node }) => ({ path: ['routers', name] satisfies FilePath, node })),
    ],
  }
}

function edgesOf({ name: circuit, peerings }: RunningCircuit): readonly Edge[] {
  const asns = [...new Set(peerings.map(({ peerAsn }) => peerAsn))]
  return linkEnds.flatMap((end) =>
    asns.map((asn, index) => {
      const own = peerings.filter(({ peerAsn }) => peerAsn === asn)
      const kind = index === 0 ? '' : `-${own[0]?.kind}`
      return { name: `${circuit}-${end.suffix}${kind}`, circuit, end, asn, peerings: own }
    }),
  )
}

function connections({ circuit, end, peerings }: Edge): string {
  const each = peerings.map(({ kind }) => {
    const peering = kind === 'private' ? '' : `, peering: ${kind}`
    return `{ circuit: ${circuit}, path: ${end.path}${peering} }`
  })
  return each.length === 1 ? each.join() : `[${each.join(', ')}]`
}

/** What Azure's validation has found in the registries. */
export function registrations(circuits: readonly RunningCircuit[]): CustomerSide {
  const found = circuits.flatMap(({ peerings }) => peerings.flatMap((peering) => peering.registrations))
  if (found.length === 0) return { lines: [], places: [] }
  return {
    lines: [
      '',
      remark('advertisedPublicPrefixesState is Configured in Azure, so the registries have these.'),
      'registrations:',
      ...found.map(({ prefix, asn }) => `  - { prefix: ${scalar(prefix)}, asn: ${asn} }`),
    ],
    places: found.map(({ node }, index) => ({ path: ['registrations', index], node })),
  }
}

/** That what Azure has configured fits together: every session stands but those that wait for validation. */
export function expectations(circuits: readonly RunningCircuit[]): readonly string[] {
  const edges = circuits.flatMap(edgesOf)
  const standing = edges.flatMap(({ peerings, ...edge }) =>
    peerings.filter(({ stands }) => stands).flatMap((peering) => sessionNames(edge, peering)),
  )
  if (standing.length === 0) return []
  const isAll = edges.every(({ peerings }) => peerings.every(({ stands }) => stands))
  const sessions = isAll ? 'all' : `[${standing.join(', ')}]`
  return [
    '',
    'timeline:',
    '  - { when: converged, label: steady }',
    '',
    'expect:',
    `  - { sessions: ${sessions}, are: Established, at: steady, why: what Azure has configured fits together }`,
  ]
}

function sessionNames(
  { name, circuit, end }: Pick<Edge, 'name' | 'circuit' | 'end'>,
  { kind, families }: PeeringImport,
): readonly string[] {
  return families.map((family) => `${name}-${circuit}.${end.msee} ${kind} ${family}`)
}
