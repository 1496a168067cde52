import type { SkuFamily } from '../../expressroute/design.ts'
import { peeringLocationNames } from '../../expressroute/locations.ts'
import { skuTiers } from '../../expressroute/sku.ts'
import { type AzureNode, elements, member, memberAt, numberOf, textOf } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { importPeering, type PeeringImport, peeringKind, peeringName } from './peering-block.ts'
import { type AzureResource, referred, segmentAfter } from './resources.ts'
import {
  ask,
  type Block,
  entries,
  indented,
  type Placed,
  remark,
  scalar,
  scenarioName,
} from './scenario-text.ts'

export interface CircuitImport extends Block {
  /** In the scenario. */
  readonly name: string
  readonly resource: AzureResource
  /** Those that run. */
  readonly peerings: readonly PeeringImport[]
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
}

/** One circuit with its peerings: those of its own file, and those that have one of theirs. */
export function importCircuit(
  resource: AzureResource,
  name: string,
  resources: readonly AzureResource[],
): CircuitImport {
  const { node } = resource
  const path = ['circuits', name]
  const facts = factsOf(node, resources)
  const missing = facts.filter(({ line }) => line === undefined)
  const states = statesOf(node)
  const peerings = [
    ...elements(member(node, 'peerings')),
    ...resources.filter((other) => isPeeringOf(other, resource)).map((other) => other.node),
  ]
  const filters = resources.filter(({ kind }) => kind === 'route filter')
  const own = (['private', 'microsoft'] as const).flatMap((kind) => {
    const found = peerings.find((peering) => peeringKind(peering) === kind)
    return found === undefined ? [] : [importPeering(found, kind, path, filters)]
  })
  const others = leftOutPeerings(peerings)
  const keys = authorizationsOf(node)
  const isWritten = missing.length === 0
  const providerNode = member(node, 'serviceProviderProvisioningState')
  const provider = textOf(providerNode) ?? provisioned
  const standing = (peering: PeeringImport): PeeringImport =>
    provider === provisioned ? peering : { ...peering, stands: false }
  const lines = [
    ...(resource.name === name ? [] : [remark(`In Azure: ${resource.name}`)]),
    ...states.lines,
    ...missing.map(({ question }) => ask(question)),
    ...(isDirect(node) ? [] : [ask(connectivityQuestion)]),
    ...facts.flatMap(({ line }) => (line === undefined ? [] : [line])),
    ...(provider === provisioned ? [] : [`serviceProviderProvisioningState: ${scalar(provider)}`]),
    ...(keys.length === 0 ? [] : [`authorizations: [${keys.map((key) => key.name).join(', ')}]`]),
    ...entries('peerings', own),
    ...others.lines,
  ]
  return {
    name,
    resource,
    lines: indented([`${name}:`, ...indented(lines, 2)], 2),
    isWritten,
    peerings: isWritten ? own.filter((peering) => peering.isWritten).map(standing) : [],
    places: [
      { path, node },
      ...(providerNode === undefined
        ? []
        : [{ path: [...path, 'serviceProviderProvisioningState'], node: providerNode }]),
      ...facts.flatMap(({ places }) =>
        places.map(({ path: key, node: value }) => ({ path: [...path, ...key], node: value })),
      ),
      ...keys.map((key, index) => ({ path: [...path, 'authorizations', index], node: key.node })),
      ...own.flatMap((peering) => peering.places),
    ],
    issues: [
      ...states.issues,
      ...skuIssues(node),
      ...missing.map(({ question }) =>
        importIssue(node, 'warning', 'asked', `this circuit is written as a comment: ${question}`),
      ),
      ...own.flatMap((peering) => peering.issues),
      ...others.issues,
    ],
  }
}

function isPeeringOf({ kind, id }: AzureResource, circuit: AzureResource): boolean {
  return (
    kind === 'peering' &&
    id !== undefined &&
    segmentAfter(id, 'expressRouteCircuits')?.toLowerCase() === circuit.name.toLowerCase()
  )
}

/** A key that a circuit must have, or what is to be asked where Azure's file does not have it. */
interface Fact {
  readonly line: string | undefined
  readonly question: string
  readonly places: readonly Placed[]
}

function factsOf(node: AzureNode, resources: readonly AzureResource[]): readonly Fact[] {
  const port = member(node, 'expressRoutePort')
  const [location, ...others] = isDirect(node) ? directFacts(node, port, resources) : providerFacts(node)
  return [...(location === undefined ? [] : [location]), skuFact(node), ...others]
}

function isDirect(node: AzureNode): boolean {
  const gigabits = numberOf(member(node, 'bandwidthInGbps'))
  return member(node, 'expressRoutePort') !== undefined || (gigabits ?? 0) > 0
}

const connectivityQuestion =
  'connectivity: cloud-exchange, which holds where nothing is said, point-to-point-ethernet or any-to-any? And does the provider run BGP (managed: true)? Azure does not say.'

function providerFacts(node: AzureNode): readonly Fact[] {
  const provider = member(node, 'serviceProviderProperties')
  const location = memberAt(provider, 'peeringLocation')
  const bandwidth = memberAt(provider, 'bandwidthInMbps')
  const megabits = numberOf(bandwidth)
  return [
    locationFact(location, textOf(location)),
    {
      line: megabits === undefined ? undefined : `bandwidthInMbps: ${megabits}`,
      question: 'bandwidthInMbps: how much was bought?',
      places: placesOf(bandwidth, ['bandwidth'], ['bandwidthInMbps']),
    },
  ]
}

/** A port's location is a building, which the tables of peering locations do not have. */
function directFacts(
  node: AzureNode,
  port: AzureNode | undefined,
  resources: readonly AzureResource[],
): readonly Fact[] {
  const ports = resources.filter(({ kind }) => kind === 'port')
  const location = memberAt(referred(port, ports)?.node, 'peeringLocation')
  const text = textOf(location)
  const known = text !== undefined && peeringLocationNames('current').includes(text) ? text : undefined
  const bandwidth = member(node, 'bandwidthInGbps')
  const gigabits = numberOf(bandwidth)
  return [
    locationFact(location, known),
    { line: 'connectivity: direct', question: '', places: placesOf(port, ['connectivity']) },
    ...portFacts(node, referred(port, ports)),
    {
      line: gigabits === undefined ? undefined : `bandwidth: ${gigabits} Gbps`,
      question: 'bandwidth: how much was bought?',
      places: placesOf(bandwidth, ['bandwidth']),
    },
  ]
}

/** DIR19: its encapsulation is that of the ports; the S-tag stands at the circuit. */
function portFacts(node: AzureNode, port: AzureResource | undefined): readonly Fact[] {
  const written = port && member(port.node, 'encapsulation')
  const encapsulation = encapsulations.find((one) => one.toLowerCase() === textOf(written)?.toLowerCase())
  if (port === undefined || encapsulation === undefined) return []
  const stag = encapsulation === 'QinQ' ? numberOf(member(node, 'stag')) : undefined
  const words = [
    `name: ${scenarioName(port.name, new Set())}`,
    `encapsulation: ${encapsulation}`,
    ...(stag === undefined ? [] : [`stag: ${stag}`]),
  ]
  return [
    {
      line: `expressRoutePort: { ${words.join(', ')} }`,
      question: '',
      places: placesOf(port.node, ['expressRoutePort']),
    },
  ]
}

const encapsulations = ['Dot1Q', 'QinQ'] as const

function locationFact(node: AzureNode | undefined, text: string | undefined): Fact {
  const known = peeringLocationNames('current').find((name) => name.toLowerCase() === text?.toLowerCase())
  return {
    line: text === undefined ? undefined : `peeringLocation: ${scalar(known ?? text)}`,
    question: 'peeringLocation: where does it meet Microsoft? Amsterdam, London2, ...',
    places: placesOf(node, ['peeringLocation']),
  }
}

const skuFamilies: readonly SkuFamily[] = ['MeteredData', 'UnlimitedData']

/** A tier that the interface of Azure lists (API), and that no document describes. */
const unmodelledTier = 'Basic'

function skuFact(node: AzureNode): Fact {
  const { tier, family, name } = skuOf(node)
  const isBasic = tier?.toLowerCase() === unmodelledTier.toLowerCase()
  return {
    line:
      tier === undefined || family === undefined || isBasic
        ? undefined
        : `sku: { tier: ${scalar(tier)}, family: ${scalar(family)} }`,
    question: isBasic
      ? `sku: its tier in Azure is ${unmodelledTier}, which the model does not have; which of ${skuTiers.current.join(', ')} comes near it?`
      : 'sku: tier and family, such as Standard and MeteredData.',
    places: [
      ...placesOf(memberAt(node, 'sku', 'tier') ?? name, ['sku', 'tier']),
      ...placesOf(memberAt(node, 'sku', 'family') ?? name, ['sku', 'family']),
    ],
  }
}

/** The two parts of a SKU, or else of its name. */
function skuOf(node: AzureNode): {
  readonly tier: string | undefined
  readonly family: string | undefined
  readonly name: AzureNode | undefined
} {
  const name = memberAt(node, 'sku', 'name')
  const [tier, family] = textOf(name)?.split('_') ?? []
  return {
    tier: spelled(textOf(memberAt(node, 'sku', 'tier')) ?? tier, skuTiers.current),
    family: spelled(textOf(memberAt(node, 'sku', 'family')) ?? family, skuFamilies),
    name,
  }
}

function spelled(text: string | undefined, known: readonly string[]): string | undefined {
  return known.find((word) => word.toLowerCase() === text?.toLowerCase()) ?? text
}

function skuIssues(node: AzureNode): readonly ImportIssue[] {
  const { tier, family, name } = skuOf(node)
  const text = textOf(name)
  if (name === undefined || text === undefined || text.toLowerCase() === `${tier}_${family}`.toLowerCase()) {
    return []
  }
  const message = `the name of the SKU is ${text}, its tier ${tier} and its family ${family}: these two are taken`
  return [importIssue(name, 'warning', 'sku', message)]
}

/** The words of Azure that say how far the circuit is; the model has no word for them. */
const stateKeys = [
  'circuitProvisioningState',
  'serviceProviderProvisioningState',
  'provisioningState',
  'stag',
] as const

const provisioned = 'Provisioned'

/** What is to be said of a circuit that is not ready. */
const readyStates: ReadonlyMap<string, { readonly ready: string; readonly otherwise: string }> = new Map([
  [
    'circuitProvisioningState',
    { ready: 'Enabled', otherwise: 'nothing runs over this circuit in Azure, and in the scenario it does' },
  ],
  ['serviceProviderProvisioningState', { ready: provisioned, otherwise: 'nothing runs over this circuit' }],
])

function statesOf(node: AzureNode): {
  readonly lines: readonly string[]
  readonly issues: readonly ImportIssue[]
} {
  const states = stateKeys.flatMap((key) => {
    const value = member(node, key)
    const text = textOf(value) ?? numberOf(value)
    return value === undefined || text === undefined ? [] : [{ key, value, text: String(text) }]
  })
  const provider = textOf(memberAt(node, 'serviceProviderProperties', 'serviceProviderName'))
  const parts = [
    ...states.map(({ key, text }) => `${key} ${text}`),
    ...(provider === undefined ? [] : [`provider ${provider}`]),
  ]
  const unready = states.filter(({ key, text }) => (readyStates.get(key)?.ready ?? text) !== text)
  return {
    lines: parts.length === 0 ? [] : [remark(`In Azure: ${parts.join(', ')}.`)],
    issues: [
      ...unready.map(({ key, value, text }) =>
        importIssue(value, 'warning', 'state', `${key} is ${text}: ${readyStates.get(key)?.otherwise}`),
      ),
      ...(parts.length === 0 || unready.length > 0
        ? []
        : [importIssue(node, 'info', 'left-out', `kept as a comment: ${parts.join(', ')}`)]),
    ],
  }
}

/** LINK20: by their names; the keys themselves are secrets, and masked. */
function authorizationsOf(node: AzureNode): readonly { readonly name: string; readonly node: AzureNode }[] {
  const taken = new Set<string>()
  return elements(member(node, 'authorizations')).map((authorization) => {
    const name = scenarioName(textOf(member(authorization, 'name')) ?? 'authorization', taken)
    taken.add(name)
    return { name, node: authorization }
  })
}

function leftOutPeerings(peerings: readonly AzureNode[]): {
  readonly lines: readonly string[]
  readonly issues: readonly ImportIssue[]
} {
  const others = peerings.flatMap((node) => {
    const kind = peeringKind(node)
    if (kind === 'private' || kind === 'microsoft') return []
    const why = kind === 'public' ? 'was retired on 2024-03-31 (era: 2017 has it)' : 'is not in the model'
    return [{ node, message: `${peeringName(node)} ${why}, and is left out` }]
  })
  return {
    lines: [
      ...(peerings.length === 0 ? [remark('It has no peering in Azure.')] : []),
      ...others.map(({ message }) => remark(message)),
    ],
    issues: others.map(({ node, message }) => importIssue(node, 'warning', 'left-out', message)),
  }
}

function placesOf(node: AzureNode | undefined, ...paths: readonly (readonly string[])[]): readonly Placed[] {
  return node === undefined ? [] : paths.map((path) => ({ path, node }))
}
