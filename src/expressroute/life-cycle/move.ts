import type { Prefix } from '../../net/prefix.ts'
import type { PeeringKind, SkuFamily, SkuTier } from '../design.ts'

/** One thing that the customer, the provider or Microsoft does to a circuit, or to what hangs on it. */
export type Move = PairedMove | PlainMove

/** What brings a thing about, or takes it away again. */
export type PairedMove =
  | { readonly kind: 'create' | 'delete'; readonly circuit: string }
  /** The provider's, who takes a while for it: `serviceProviderProvisioningState` tells of both steps. */
  | { readonly kind: 'provision' | 'deprovision'; readonly circuit: string; readonly step: 'begins' | 'ends' }
  /** RST20: to enable or disable a peering concerns every session of it. */
  | {
      readonly kind: 'configure' | 'remove' | 'enable' | 'disable'
      readonly circuit: string
      readonly peering: PeeringKind
    }
  | { readonly kind: 'link' | 'unlink'; readonly circuit: string; readonly virtualNetwork: string }
  /** LINK20: a key for one connection of somebody else's virtual network. */
  | { readonly kind: 'authorize' | 'revoke'; readonly circuit: string; readonly authorization: string }
  /** GR19: Global Reach joins two circuits, or parts them. */
  | { readonly kind: 'join' | 'part'; readonly circuits: readonly [string, string] }

/** What changes a thing that is there. */
type PlainMove =
  /** Microsoft's, by hand: the prefixes are the customer's, whatever the registries say (WF23). */
  | { readonly kind: 'approve'; readonly circuit: string; readonly peering: PeeringKind }
  | {
      readonly kind: 'set-customer-asn'
      readonly circuit: string
      readonly peering: PeeringKind
      readonly customerAsn: number
    }
  /** The route filter of the Microsoft peering, with these communities in place of what it had. */
  | { readonly kind: 'attach'; readonly circuit: string; readonly communities: readonly number[] }
  | { readonly kind: 'detach'; readonly circuit: string }
  /** What is `undefined` stays. */
  | {
      readonly kind: 'update'
      readonly circuit: string
      readonly tier: SkuTier | undefined
      readonly family: SkuFamily | undefined
      readonly bandwidthMbps: number | undefined
    }
  /** LINK20: `routingWeight` of the connection. */
  | {
      readonly kind: 'weigh'
      readonly circuit: string
      readonly virtualNetwork: string
      readonly weight: number
    }
  /** GW23: the gateway stays, with another SKU. */
  | { readonly kind: 'resize'; readonly virtualNetwork: string; readonly gatewaySku: string }
  /** FAQ26: other `summarizedGatewayPrefixes`, in place of those before. */
  | { readonly kind: 'summarize'; readonly virtualNetwork: string; readonly summaries: readonly Prefix[] }

/** What is done to one circuit. */
export type CircuitMove = Extract<Move, { circuit: string }>

const opposite = {
  create: 'delete',
  delete: 'create',
  provision: 'deprovision',
  deprovision: 'provision',
  configure: 'remove',
  remove: 'configure',
  enable: 'disable',
  disable: 'enable',
  link: 'unlink',
  unlink: 'link',
  authorize: 'revoke',
  revoke: 'authorize',
  join: 'part',
  part: 'join',
} as const

const beginnings: ReadonlySet<Move['kind']> = new Set([
  'create',
  'provision',
  'configure',
  'enable',
  'link',
  'authorize',
  'join',
])

/** Whether the move brings its thing about. */
export function isBeginning({ kind }: Move): boolean {
  return beginnings.has(kind)
}

/** Whether it has an opposite. */
export function isPaired(move: Move): move is PairedMove {
  return Object.hasOwn(opposite, move.kind)
}

/** What takes away what the move brings about, or the other way round. */
export function inverse(move: PairedMove): PairedMove {
  switch (move.kind) {
    case 'create':
    case 'delete':
      return { ...move, kind: opposite[move.kind] }
    case 'provision':
    case 'deprovision':
      return { ...move, kind: opposite[move.kind] }
    case 'configure':
    case 'remove':
    case 'enable':
    case 'disable':
      return { ...move, kind: opposite[move.kind] }
    case 'link':
    case 'unlink':
      return { ...move, kind: opposite[move.kind] }
    case 'authorize':
    case 'revoke':
      return { ...move, kind: opposite[move.kind] }
    case 'join':
    case 'part':
      return { ...move, kind: opposite[move.kind] }
    default:
      throw new Error(`unknown move ${move satisfies never}`)
  }
}

/** The thing that it brings about or takes away: equal for a move and its inverse. */
export function thingOf(move: PairedMove): string {
  const pair = [move.kind, opposite[move.kind]].toSorted()[0]
  if ('circuits' in move) return `${pair} ${move.circuits.toSorted().join(' ')}`
  const part =
    'peering' in move
      ? move.peering
      : 'virtualNetwork' in move
        ? move.virtualNetwork
        : 'authorization' in move
          ? move.authorization
          : ''
  return `${pair} ${move.circuit} ${part}`
}
