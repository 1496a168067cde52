import type {
  Circuit,
  Design,
  GatewayConnection,
  GlobalReach,
  Peering,
  PeeringKind,
  PeeringState,
  ProviderState,
  PublicSide,
  VirtualNetwork,
} from '../design.ts'
import { type ValidationState, validationState } from '../validation.ts'

/** What a customer has in Azure at one moment. */
export interface Estate {
  /** What exists, as it is configured: a part of what the scenario has in all. */
  readonly design: Design
  /** Of every circuit that exists. */
  readonly states: ReadonlyMap<string, CircuitState>
}

export interface CircuitState {
  /** `serviceProviderProvisioningState` (WF23, API). */
  readonly provider: ProviderState
  readonly disabled: ReadonlySet<PeeringKind>
  /** WF23: the peerings whose prefixes Microsoft has approved by hand. */
  readonly approved: ReadonlySet<PeeringKind>
}

/** WF23: NotProvisioned until the provider, who is handed the service key, has done its part. */
const created: CircuitState = { provider: 'NotProvisioned', disabled: new Set(), approved: new Set() }

/** Everything that the design has, as the file has it. */
export function complete(design: Design): Estate {
  return { design, states: new Map([...design.circuits].map(([name, circuit]) => [name, stateOf(circuit)])) }
}

function stateOf({ provider, peerings }: Circuit): CircuitState {
  const disabled = [...peerings].flatMap(([kind, { state }]) => (state === 'Disabled' ? [kind] : []))
  return { provider, disabled: new Set(disabled), approved: new Set() }
}

/** A circuit on Microsoft's own ports has no provider, and no such state (WF23). */
export function providerState({ design, states }: Estate, circuit: string): ProviderState | undefined {
  const isDirect = design.circuits.get(circuit)?.connectivity === 'direct'
  return isDirect ? undefined : states.get(circuit)?.provider
}

/** Whether the circuit exists, and its provider, where there is one, has done its part. */
export function isProvisioned(estate: Estate, circuit: string): boolean {
  if (!estate.states.has(circuit)) return false
  return (providerState(estate, circuit) ?? 'Provisioned') === 'Provisioned'
}

/** `undefined` where there is no such peering. */
export function peeringState(
  { design, states }: Estate,
  circuit: string,
  kind: PeeringKind,
): PeeringState | undefined {
  if (design.circuits.get(circuit)?.peerings.has(kind) !== true) return undefined
  return states.get(circuit)?.disabled.has(kind) === true ? 'Disabled' : 'Enabled'
}

/** `advertisedPublicPrefixesState`; `NotConfigured` where there is no such peering. */
export function prefixesState(
  { design, states }: Estate,
  circuit: string,
  kind: PeeringKind,
): ValidationState {
  const peering = design.circuits.get(circuit)?.peerings.get(kind)
  const state = peering === undefined ? 'NotConfigured' : validationState(peering, design)
  const isApproved = states.get(circuit)?.approved.has(kind) === true
  return state === 'ValidationNeeded' && isApproved ? 'Configured' : state
}

/** What is there already is not made anew. */
export function withCircuit(estate: Estate, whole: Design, name: string): Estate {
  const circuit = whole.circuits.get(name)
  if (circuit === undefined || estate.states.has(name)) return estate
  return {
    design: {
      ...estate.design,
      circuits: new Map([...estate.design.circuits, [name, { ...circuit, peerings: new Map() }]]),
    },
    states: new Map([...estate.states, [name, created]]),
  }
}

/** Its peerings and links go with it, and what Global Reach joins it with. */
export function withoutCircuit({ design, states }: Estate, name: string): Estate {
  const isOther = ([circuit]: readonly [string, unknown]): boolean => circuit !== name
  const without = {
    design: withConnections(
      { ...design, circuits: new Map([...design.circuits].filter(isOther)) },
      ({ circuit }) => circuit !== name,
    ),
    states: new Map([...states].filter(isOther)),
  }
  return withoutGlobalReach(without, (circuits) => !circuits.includes(name))
}

export function withState(estate: Estate, circuit: string, change: Partial<CircuitState>): Estate {
  const state = estate.states.get(circuit)
  if (state === undefined) return estate
  return { ...estate, states: new Map([...estate.states, [circuit, { ...state, ...change }]]) }
}

/** With the peering in the set, or without it. */
export function withMark(
  estate: Estate,
  circuit: string,
  set: 'disabled' | 'approved',
  { peering, isIn }: { readonly peering: PeeringKind; readonly isIn: boolean },
): Estate {
  const marked = new Set(estate.states.get(circuit)?.[set])
  if (isIn) marked.add(peering)
  else marked.delete(peering)
  return withState(estate, circuit, { [set]: marked })
}

/** What `undefined` stands for is that there is no such peering; one that is configured anew is enabled (RST20). */
export function withPeering(
  estate: Estate,
  name: string,
  kind: PeeringKind,
  peering: Peering | undefined,
): Estate {
  const { disabled, approved } = estate.states.get(name) ?? created
  const others = (kinds: ReadonlySet<PeeringKind>): ReadonlySet<PeeringKind> =>
    new Set([...kinds].filter((other) => other !== kind))
  const marks = { disabled: others(disabled), approved: others(approved) }
  return configured(withState(estate, name, marks), name, ({ peerings }) => ({
    peerings: new Map([
      ...[...peerings].filter(([other]) => other !== kind),
      ...(peering === undefined ? [] : [[kind, peering] as const]),
    ]),
  }))
}

export function withPublicSide(
  estate: Estate,
  name: string,
  kind: PeeringKind,
  change: Partial<PublicSide>,
): Estate {
  const peering = estate.design.circuits.get(name)?.peerings.get(kind)
  if (peering?.publicSide === undefined) return estate
  const publicSide = { ...peering.publicSide, ...change }
  return configured(estate, name, ({ peerings }) => ({
    peerings: new Map([...peerings, [kind, { ...peering, publicSide }]]),
  }))
}

/** The circuit, if it exists, with what the change answers in place of its own. */
export function configured(
  estate: Estate,
  name: string,
  change: (circuit: Circuit) => Partial<Circuit>,
): Estate {
  const circuit = estate.design.circuits.get(name)
  if (circuit === undefined) return estate
  const circuits = new Map([...estate.design.circuits, [name, { ...circuit, ...change(circuit) }] as const])
  return { ...estate, design: { ...estate.design, circuits } }
}

/** The connection that the whole design has, unless it is there already. */
export function withLink(estate: Estate, whole: Design, virtualNetwork: string, circuit: string): Estate {
  const all = whole.virtualNetworks.get(virtualNetwork)?.connections ?? []
  return withNetwork(estate, virtualNetwork, ({ connections }) => ({
    // In the order of the file, whatever the order of the moves.
    connections: all.flatMap((one) => {
      const own = connections.find((other) => other.circuit === one.circuit)
      return own !== undefined ? [own] : one.circuit === circuit ? [one] : []
    }),
  }))
}

/** The virtual network, if it exists, with what the change answers in place of its own. */
export function withNetwork(
  estate: Estate,
  name: string,
  change: (network: VirtualNetwork) => Partial<VirtualNetwork>,
): Estate {
  const network = estate.design.virtualNetworks.get(name)
  if (network === undefined) return estate
  const changed = { ...network, ...change(network) }
  const virtualNetworks = new Map([...estate.design.virtualNetworks, [name, changed] as const])
  return { ...estate, design: { ...estate.design, virtualNetworks } }
}

type Pair = GlobalReach['circuits']

/** Whichever of the two is named first. */
export function isSamePair(one: Pair, other: Pair): boolean {
  return one.every((circuit) => other.includes(circuit))
}

/** What the whole design has for the two, in its order. */
export function withGlobalReach(estate: Estate, whole: Design, circuits: Pair): Estate {
  const globalReach = whole.globalReach.filter(
    (joined) => isSamePair(joined.circuits, circuits) || estate.design.globalReach.includes(joined),
  )
  return { ...estate, design: { ...estate.design, globalReach } }
}

/** Without the pairs that the test answers false for. */
export function withoutGlobalReach(estate: Estate, isKept: (circuits: Pair) => boolean): Estate {
  const globalReach = estate.design.globalReach.filter(({ circuits }) => isKept(circuits))
  return { ...estate, design: { ...estate.design, globalReach } }
}

/** Without the connections that the test answers false for. */
export function withoutLinks(estate: Estate, isKept: ConnectionTest): Estate {
  return { ...estate, design: withConnections(estate.design, isKept) }
}

type ConnectionTest = (connection: GatewayConnection, virtualNetwork: string) => boolean

function withConnections(design: Design, isKept: ConnectionTest): Design {
  return {
    ...design,
    virtualNetworks: new Map(
      [...design.virtualNetworks].map(([name, network]) => {
        const connections = network.connections.filter((connection) => isKept(connection, name))
        return [name, { ...network, connections }]
      }),
    ),
  }
}
