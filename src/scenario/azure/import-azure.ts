import type { ScenarioIssue } from '../issue.ts'
import { readScenario } from '../parse.ts'
import type { FilePath } from '../place.ts'
import { readJson } from '../read/json-document.ts'
import { isMapping } from '../read/sections.ts'
import { type AzureNode, member, placeOf, textOf } from './azure-node.ts'
import { type CircuitImport, importCircuit } from './circuit-block.ts'
import { customerRouters, expectations, registrations } from './customer-side.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { type ImportRuleId, importRulePrefix } from './import-rules.ts'
import { gatewayParts, importNetwork, type NetworkImport, nearestRegion } from './network-block.ts'
import { importReach } from './reach-block.ts'
import { type AzureResource, lastSegment, type ResourceKind, resourcesIn } from './resources.ts'
import { type Placed, quoted, remark, scenarioName, section } from './scenario-text.ts'
import { importSpoke, type SpokeImport, spokesOf } from './spoke-block.ts'
import { importTunnels, type TunnelImport, tunnelSessions } from './vpn-block.ts'

/** A file as `az` wrote it. */
export interface AzureFile {
  readonly file: string
  readonly text: string
}

export interface AzureImport {
  /** The text of a scenario that loads and runs; `undefined` where an issue is an error. */
  readonly scenario: string | undefined
  /** How many things the scenario asks for. */
  readonly asked: number
  /** In the order of the files, and of their lines. */
  readonly issues: readonly ImportIssue[]
}

/** Circuits, and what goes with them, as a scenario. What Azure does not say is asked for in comments, and never guessed. */
export function importAzure(files: readonly AzureFile[]): AzureImport {
  const readings = files.map(readFile)
  const faults = readings.flatMap(({ issues }) => issues)
  if (faults.length > 0) return { scenario: undefined, asked: 0, issues: faults }
  const { resources, issues: doubled } = onceEach(readings.flatMap(({ resources: own }) => own))
  const strangers = resources.filter(({ kind }) => kind === undefined)
  const imported = importAll(resources)
  const { circuits, networks, spokes, tunnels } = imported
  const text = scenarioText(files, imported)
  const said = [
    ...doubled,
    ...strangers.map(strangerIssue),
    ...leftOutAlone(resources, imported),
    ...[...circuits, ...networks, ...spokes, ...tunnels, importReach(circuits)].flatMap(
      ({ issues }) => issues,
    ),
  ]
  const wrong = circuits.length === 0 ? [noCircuit(readings)] : refusals(text, imported)
  return {
    scenario: wrong.length > 0 ? undefined : text,
    asked: text.split('\n').filter((line) => /^[ #]*# ASK: /.test(line)).length,
    issues: inOrder(files, [...said, ...wrong]),
  }
}

interface FileReading {
  readonly root: AzureNode | undefined
  readonly resources: readonly AzureResource[]
  readonly issues: readonly ImportIssue[]
}

function readFile({ file, text }: AzureFile): FileReading {
  const { document, faults } = readJson(text)
  if (document === undefined) {
    const issues = faults.map(({ line, column, kind, message }): ImportIssue => {
      const rule = kind === 'no-value' ? 'no-value' : 'json'
      return { file, issue: textIssue(rule, line, column, message) }
    })
    return { root: undefined, resources: [], issues }
  }
  const root = { file, document, path: [], value: document.value }
  if (!isMapping(root.value) && !Array.isArray(root.value)) {
    const message = 'this is no JSON of Azure: it holds neither a resource nor a list'
    return { root, resources: [], issues: [{ file, issue: textIssue('json', 1, 1, message) }] }
  }
  return { root, resources: resourcesIn(root), issues: [] }
}

function textIssue(rule: ImportRuleId, line: number, column: number, message: string): ScenarioIssue {
  return {
    ...{ path: [], line, column, rule: `${importRulePrefix}${rule}`, level: 'error', message },
    ...{ hint: undefined, source: undefined, assumption: false },
  }
}

function onceEach(all: readonly AzureResource[]): {
  readonly resources: readonly AzureResource[]
  readonly issues: readonly ImportIssue[]
} {
  const isLater = ({ id }: AzureResource, index: number): boolean =>
    id !== undefined && all.slice(0, index).some((other) => other.id?.toLowerCase() === id.toLowerCase())
  return {
    resources: all.filter((resource, index) => !isLater(resource, index)),
    issues: all
      .filter(isLater)
      .map(({ name, node }) =>
        importIssue(node, 'warning', 'twice', `${name} is given twice; the first one is taken`),
      ),
  }
}

function strangerIssue({ name, node }: AzureResource): ImportIssue {
  const type = textOf(member(node, 'type'))
  const what =
    type === undefined ? 'what this is cannot be told' : `${name} is of type ${type}, which no scenario has`
  return importIssue(node, 'warning', 'left-out', `${what}: it is left out`)
}

/** Resources that are known, and nothing here leads to. */
function leftOutAlone(
  resources: readonly AzureResource[],
  { circuits, spokes, tunnels }: Imported,
): readonly ImportIssue[] {
  const parts = gatewayParts(resources)
  const used = new Set(
    parts
      .flatMap(({ gateway, network, connections, vpnGateway }) => [
        gateway,
        network,
        vpnGateway,
        ...connections,
      ])
      .concat(spokes.map(({ resource }) => resource))
      .concat(tunnels.flatMap(({ connection, device }) => [connection, device])),
  )
  const attached = new Set(circuits.flatMap(({ places }) => places.map(({ node }) => node)))
  return resources.flatMap((resource) => {
    const { kind, name, node } = resource
    const why = kind === undefined ? undefined : idleReasons[kind]
    if (why === undefined || used.has(resource) || attached.has(node)) return []
    return [importIssue(node, 'warning', 'left-out', `${kind} ${name} is left out: ${why}`)]
  })
}

/** Why a resource of the kind may be used by nothing. */
const idleReasons: Readonly<Partial<Record<ResourceKind, string>>> = {
  gateway: 'no gateway of ExpressRoute stands beside it',
  connection: 'it is neither of ExpressRoute nor a tunnel of a gateway beside one',
  'local network gateway': 'no tunnel of the files leads to it',
  'virtual network': 'no gateway of the files is in it, and it uses none',
  'route filter': 'no Microsoft peering of the files has it',
}

interface Imported {
  readonly circuits: readonly CircuitImport[]
  readonly networks: readonly NetworkImport[]
  readonly spokes: readonly SpokeImport[]
  readonly tunnels: readonly TunnelImport[]
}

function importAll(resources: readonly AzureResource[]): Imported {
  const taken = new Set<string>()
  const nameFor = (name: string): string => {
    const own = scenarioName(name, taken)
    taken.add(own)
    return own
  }
  const circuits = resources
    .filter(({ kind }) => kind === 'circuit')
    .map((resource) => importCircuit(resource, nameFor(resource.name), resources))
  const virtualNetworks = resources.filter(({ kind }) => kind === 'virtual network')
  const networks = gatewayParts(resources).map((parts) =>
    importNetwork(parts, nameFor(parts.azureName), circuits, virtualNetworks),
  )
  const spokes = networks.flatMap((hub) =>
    spokesOf(resources, hub).map((resource) => importSpoke(resource, nameFor(resource.name), hub.name)),
  )
  const devices = new Map<AzureResource, string>()
  const deviceName = (device: AzureResource): string => {
    const own = devices.get(device) ?? nameFor(device.name)
    devices.set(device, own)
    return own
  }
  const tunnels = networks
    .filter(({ isWritten }) => isWritten)
    .flatMap((network) => importTunnels(network, resources, deviceName))
  return { circuits, networks, spokes, tunnels }
}

function scenarioText(
  files: readonly AzureFile[],
  { circuits, networks, spokes, tunnels }: Imported,
): string {
  const names = circuits.map(({ resource }) => resource.name).join(' and ')
  return `${[
    remark(`Written by vmsee import, from ${files.map(({ file }) => fileName(file)).join(', ')}.`),
    remark('What Azure does not say is asked for in comments: look for ASK.'),
    'version: 1',
    `title: ${quoted(`${names}, as Azure has it`)}`,
    ...section('circuits', circuits),
    ...registrations(circuits).lines,
    ...customerRouters(circuits, tunnels).lines,
    ...section('virtualNetworks', networks),
    ...section('spokes', spokes),
    ...tunnelSessions(tunnels).lines,
    ...importReach(circuits).lines,
    ...expectations(circuits),
  ].join('\n')}\n`
}

function fileName(file: string): string {
  return file === '-' ? 'standard input' : lastSegment(file)
}

function noCircuit(readings: readonly FileReading[]): ImportIssue {
  const root = readings.find((reading) => reading.root !== undefined)?.root
  if (root === undefined) throw new Error('there is no file to import')
  const hint = 'az network express-route show -o json prints a circuit'
  return importIssue(root, 'error', 'no-circuit', 'there is no circuit in the files', hint)
}

/** What the reader of scenarios refuses in the text, said where it stands in Azure's files. */
function refusals(text: string, { circuits, networks, spokes, tunnels }: Imported): readonly ImportIssue[] {
  const parts = [
    ...circuits,
    ...networks,
    ...spokes,
    importReach(circuits),
    registrations(circuits),
    customerRouters(circuits, tunnels),
    tunnelSessions(tunnels),
  ]
  const places = parts.flatMap((part) => part.places)
  return readScenario(text, 'import').issues.flatMap((issue) => {
    if (issue.level !== 'error') return []
    const { node } = nearest(places, issue.path)
    const { line, column } = placeOf(node)
    const hint =
      issue.hint ?? (issue.path.at(-1) === 'region' ? nearestRegion(textOf(node) ?? '') : undefined)
    return [{ file: node.file, issue: { ...issue, hint, path: node.path, line, column } }]
  })
}

function nearest(places: readonly Placed[], path: FilePath): Placed {
  const inside = places.filter((placed) => placed.path.every((step, index) => step === path[index]))
  const found = inside.toSorted((a, b) => b.path.length - a.path.length)[0] ?? places[0]
  if (found === undefined) throw new Error('a scenario without a circuit was refused')
  return found
}

function inOrder(files: readonly AzureFile[], issues: readonly ImportIssue[]): readonly ImportIssue[] {
  return files.flatMap(({ file }) =>
    issues
      .filter((issue) => issue.file === file)
      .toSorted((a, b) => a.issue.line - b.issue.line || a.issue.column - b.issue.column),
  )
}
