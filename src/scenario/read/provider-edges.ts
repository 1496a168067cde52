import { defaultProfile, profiles } from '../../bgp/profiles.ts'
import type { Path, Peering, PeeringKind } from '../../expressroute/design.ts'
import { paths, providerEdgeName } from '../../expressroute/node-names.ts'
import { mseeHoldTimeSeconds, mseeKeepaliveSeconds } from '../../expressroute/timers.ts'
import type { Family } from '../../net/address.ts'
import { type Problem, problem } from '../problem.ts'
import { timersOfProfile } from '../profile-timers.ts'
import type { CircuitEntry } from '../schema/circuit.ts'
import type { ConnectionEntry, RouterEntry } from '../schema/router.ts'
import { nothingSaid, type SessionEndEntry, type SessionEntry } from '../schema/session.ts'
import type { Item, Sections } from './sections.ts'

/**
 * MODEL20, TS17: where the provider runs layer 3, its routers face the MSEEs and pass routes through its network to the
 * customer's. Each such circuit becomes ordinary routers and sessions: two edges for each peering, of the AS that the
 * peering expects, iBGP between them, and eBGP with every router that is connected to one of them.
 */
export function withProviderEdges(sections: Sections): Sections {
  const managed = [...sections.circuits.values].filter(([, { isManaged }]) => isManaged)
  if (managed.length === 0) return sections
  const edges = new Map(managed.flatMap(([name, circuit]) => edgesOf(name, circuit)))
  const access = [...sections.routers.values].flatMap(([name, router]) =>
    accessSessions(name, router, sections),
  )
  const customers = [...sections.routers.values].map(([name, router]) => {
    const connect = router.connect.filter((connection) => peeringAt(connection, sections) === undefined)
    return [name, { ...router, connect }] as const
  })
  return {
    ...sections,
    problems: [...sections.problems, ...strayEnds(sections)],
    routers: {
      values: new Map([...customers, ...edges]),
      names: [...sections.routers.names, ...edges.keys()],
    },
    sessions: [
      ...sections.sessions,
      ...managed.flatMap(([name, circuit]) => coreSessions(name, circuit)),
      ...access,
    ],
  }
}

/** The peering of a circuit whose provider runs BGP, where the connection leads to one. */
function peeringAt({ circuit, peering }: ConnectionEntry, { circuits }: Sections): Peering | undefined {
  const bought = circuits.values.get(circuit)
  return bought?.isManaged ? bought.peerings.get(peering) : undefined
}

/** The VLAN and the addresses of the peering end at the provider's edge, and not at the customer's router. */
function strayEnds(sections: Sections): readonly Problem[] {
  return [...sections.routers.values].flatMap(([name, { connect }]) =>
    connect.flatMap((connection) => {
      const { index, circuit, vlanId, swapsAddresses } = connection
      if (peeringAt(connection, sections) === undefined) return []
      const keys = [...(vlanId === undefined ? [] : ['vlanId']), ...(swapsAddresses ? ['swapAddresses'] : [])]
      return keys.map((key) => {
        const message = `the peering of ${circuit} ends at the provider, who configures it`
        return problem('combination', ['routers', name, 'connect', index, key], message, `leave ${key} out`)
      })
    }),
  )
}

function edgesOf(name: string, { peerings }: CircuitEntry): readonly (readonly [string, RouterEntry])[] {
  return [...peerings].flatMap(([kind, { peerAsn }]) =>
    paths.map((path) => [providerEdgeName(name, path, kind), edge(peerAsn, name, path, kind)] as const),
  )
}

/** Model assumption: it has Microsoft's timers, and passes every route on as BGP does, with all its attributes. */
function edge(asn: number, circuit: string, path: Path, peering: PeeringKind): RouterEntry {
  return {
    asn,
    bgpIdentifier: undefined,
    clusterId: undefined,
    profile: defaultProfile,
    timers: {
      holdTimeSeconds: mseeHoldTimeSeconds,
      keepaliveSeconds: mseeKeepaliveSeconds,
      ofProfile: timersOfProfile(profiles[defaultProfile]),
    },
    gracefulRestart: undefined,
    enhancedRouteRefresh: false,
    connect: [{ ...plainConnection, circuit, path, peering }],
    import: [],
    export: [],
    prefixLimit: undefined,
    maximumPaths: undefined,
    aggregate: [],
    advertise: [],
    statics: [],
    internet: false,
    firewall: false,
    nat: [],
  }
}

const plainConnection: Omit<ConnectionEntry, 'circuit' | 'path' | 'peering'> = {
  index: 0,
  sharedKey: undefined,
  bfd: undefined,
  vlanId: undefined,
  swapsAddresses: false,
  import: undefined,
  export: undefined,
  prefixLimit: undefined,
  allowOwnAsn: undefined,
  removePrivateAsns: undefined,
  weight: undefined,
  defaultOriginate: undefined,
}

/** The provider's own network between its two edges. */
function coreSessions(name: string, { peerings }: CircuitEntry): readonly Item<SessionEntry>[] {
  return [...peerings].map(([kind, peering]) => {
    const [primary, secondary] = paths.map((path) => providerEdgeName(name, path, kind))
    if (primary === undefined || secondary === undefined) throw new Error('a circuit has two links')
    const both = { ...nothingSaid, nextHopSelf: true }
    return session(['circuits', name], [primary, secondary], peering, { both })
  })
}

/** What the router says of its connection it says of its end of the session with the provider's edge. */
function accessSessions(
  name: string,
  router: RouterEntry,
  sections: Sections,
): readonly Item<SessionEntry>[] {
  return router.connect.flatMap((connection) => {
    const peering = peeringAt(connection, sections)
    if (peering === undefined) return []
    const { index, circuit, path, peering: kind, vlanId: _, swapsAddresses: __, ...choice } = connection
    const own: SessionEndEntry = {
      ...nothingSaid,
      ...choice,
      prefixLimit: choice.prefixLimit ?? router.prefixLimit,
    }
    const between = [name, providerEdgeName(circuit, path, kind)] as const
    return [
      session(['routers', name, 'connect', index], between, peering, {
        both: { ...nothingSaid, sharedKey: choice.sharedKey, bfd: choice.bfd },
        ends: new Map([[name, own]]),
      }),
    ]
  })
}

function session(
  path: Item<SessionEntry>['path'],
  between: readonly [string, string],
  { ipv6 }: Peering,
  said: Pick<SessionEntry, 'both'> & Partial<Pick<SessionEntry, 'ends'>>,
): Item<SessionEntry> {
  const families: readonly Family[] = ipv6 === undefined ? ['ipv4'] : ['ipv4', 'ipv6']
  const value: SessionEntry = {
    between,
    latencyMicros: undefined,
    families,
    passive: undefined,
    routeReflectorClient: undefined,
    ends: new Map(),
    ...said,
  }
  return { path, value, written: undefined }
}
