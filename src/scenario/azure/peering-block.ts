import type { PeeringKind } from '../../expressroute/design.ts'
import type { Family } from '../../net/address.ts'
import { type AzureNode, elements, member, memberAt, numberOf, textOf } from './azure-node.ts'
import { type ImportIssue, importIssue } from './import-issue.ts'
import { importPublicSide, type Registration } from './public-side.ts'
import type { AzureResource } from './resources.ts'
import { ask, type Block, indented, type Placed, remark, scalar } from './scenario-text.ts'

export interface PeeringImport extends Block {
  readonly kind: 'private' | 'microsoft'
  readonly peerAsn: number
  readonly asnNode: AzureNode
  readonly families: readonly Family[]
  /** Whether its sessions stand in Azure, where public prefixes have to be validated first. */
  readonly stands: boolean
  readonly registrations: readonly Registration[]
  /** Of Global Reach: its own, and those that were set up from the other circuit. */
  readonly connections: readonly AzureNode[]
  readonly peeredConnections: readonly AzureNode[]
  readonly places: readonly Placed[]
  readonly issues: readonly ImportIssue[]
}

/** CLI23 has AzureMicrosoftPeering in a sample. */
const peeringKinds: ReadonlyMap<string, PeeringKind> = new Map([
  ['azureprivatepeering', 'private'],
  ['azurepublicpeering', 'public'],
  ['microsoftpeering', 'microsoft'],
  ['azuremicrosoftpeering', 'microsoft'],
])

/** `undefined` where Azure has no such peering. */
export function peeringKind(node: AzureNode): PeeringKind | undefined {
  return peeringKinds.get(peeringName(node).toLowerCase())
}

export function peeringName(node: AzureNode): string {
  return textOf(member(node, 'peeringType')) ?? textOf(member(node, 'name')) ?? 'a peering without a name'
}

/** `private: ...` or `microsoft: ...`, for the circuit whose path in the scenario is given. */
export function importPeering(
  node: AzureNode,
  kind: PeeringImport['kind'],
  circuitPath: readonly string[],
  filters: readonly AzureResource[],
): PeeringImport {
  const path = [...circuitPath, 'peerings', kind]
  const values = valuesOf(node)
  const missing = values.filter(({ text }) => text === undefined)
  const state = member(node, 'state')
  const isDisabled = textOf(state)?.toLowerCase() === 'disabled'
  const ipv6 = importIpv6(node, path)
  const publicSide = kind === 'microsoft' ? importPublicSide(node, path, filters) : undefined
  const asnNode = member(node, 'peerASN') ?? node
  const isWritten = missing.length === 0
  const lines = [
    ...statements(node),
    ...missing.map((value) => ask(questionOf(value))),
    ...values.map(({ key, text }) => `${key}:${text === undefined ? '' : ` ${text}`}`),
    ...(isDisabled ? ['state: Disabled'] : []),
    ...ipv6.lines,
    ...(publicSide?.lines ?? []),
  ]
  return {
    kind,
    lines: indented([`${kind}:`, ...indented(lines, 2)], 2),
    isWritten,
    peerAsn: numberOf(asnNode) ?? 0,
    asnNode,
    families: ipv6.places.length === 0 ? ['ipv4'] : ['ipv4', 'ipv6'],
    stands: !isDisabled && (publicSide === undefined || publicSide.registrations.length > 0),
    registrations: publicSide?.registrations ?? [],
    connections: elements(member(node, 'connections')),
    peeredConnections: elements(member(node, 'peeredConnections')),
    places: [
      { path, node },
      ...values.flatMap(({ key, value }) =>
        value === undefined ? [] : [{ path: [...path, key], node: value }],
      ),
      ...ipv6.places,
      ...(publicSide?.places ?? []),
    ],
    issues: [
      ...(isWritten ? (publicSide?.issues ?? []) : []),
      ...missingIssues(node, missing),
      ...(isDisabled && state !== undefined
        ? [importIssue(state, 'warning', 'state', 'this peering is Disabled: no session of it stands')]
        : []),
    ],
  }
}

interface Value {
  readonly key: string
  readonly value: AzureNode | undefined
  /** `undefined` where there is none, or not of the kind. */
  readonly text: string | undefined
  readonly kind: 'number' | 'prefix'
}

function valuesOf(node: AzureNode): readonly Value[] {
  const number = (key: string, name: string): Value => {
    const value = member(node, name)
    const text = numberOf(value)
    return { key, value, text: text === undefined ? undefined : String(text), kind: 'number' }
  }
  const prefix = (key: string): Value => {
    const value = member(node, key)
    const text = textOf(value)
    return { key, value, text: text === undefined ? undefined : scalar(text), kind: 'prefix' }
  }
  return [
    number('vlanId', 'vlanId'),
    number('peerAsn', 'peerASN'),
    prefix('primaryPeerAddressPrefix'),
    prefix('secondaryPeerAddressPrefix'),
  ]
}

/** Something else stands there; old samples have blanks, which are nothing. */
function isOfAnotherKind({ value }: Value): boolean {
  return value !== undefined && !(typeof value.value === 'string' && value.value.trim() === '')
}

function questionOf(value: Value): string {
  return isOfAnotherKind(value)
    ? `${anotherKind(value)}.`
    : `${value.key}, which the peering in Azure has not.`
}

function anotherKind({ key, value, kind }: Value): string {
  return `${key}, which in Azure is ${JSON.stringify(value?.value)} and no ${kind}`
}

function missingIssues(node: AzureNode, missing: readonly Value[]): readonly ImportIssue[] {
  const lacking = missing.filter((value) => !isOfAnotherKind(value)).map(({ key }) => key)
  const asked = (place: AzureNode, message: string): ImportIssue =>
    importIssue(place, 'warning', 'asked', message, 'fill in what is asked for and remove the #')
  return [
    ...(lacking.length === 0
      ? []
      : [asked(node, `this peering lacks ${lacking.join(', ')}, and is written as a comment`)]),
    ...missing
      .filter(isOfAnotherKind)
      .map((value) => asked(value.value ?? node, `this peering is a comment: ${anotherKind(value)}`)),
  ]
}

/** What the peering's other keys say, for people. */
function statements(node: AzureNode): readonly string[] {
  const by = textOf(member(node, 'lastModifiedBy'))
  const key = textOf(member(node, 'sharedKey'))
  return [
    ...(by?.toLowerCase() === 'provider'
      ? [
          remark(
            'lastModifiedBy Provider: where the provider manages layer 3, the routers below stand for its own.',
          ),
        ]
      : []),
    ...(key === undefined
      ? []
      : [remark('An MD5 key is set in Azure. It is not copied: both ends would have the same one here.')]),
  ]
}

function importIpv6(
  node: AzureNode,
  path: readonly string[],
): { readonly lines: readonly string[]; readonly places: readonly Placed[] } {
  const config = member(node, 'ipv6PeeringConfig')
  const keys = ['primaryPeerAddressPrefix', 'secondaryPeerAddressPrefix']
  const values = keys.map((key) => ({ key, value: memberAt(config, key) }))
  const texts = values.flatMap(({ key, value }) => {
    const text = textOf(value)
    return text === undefined ? [] : [`${key}: ${scalar(text)}`]
  })
  if (texts.length < keys.length) return { lines: [], places: [] }
  const line = `ipv6: { ${texts.join(', ')} }`
  if (textOf(memberAt(config, 'state'))?.toLowerCase() === 'disabled') {
    return { lines: [remark('Disabled in Azure:'), `# ${line}`], places: [] }
  }
  return {
    lines: [line],
    places: values.flatMap(({ key, value }) =>
      value === undefined ? [] : [{ path: [...path, 'ipv6', key], node: value }],
    ),
  }
}
