import * as z from 'zod'
import type { Move, PairedMove } from '../../expressroute/life-cycle/move.ts'
import type { Micros } from '../../sim/time.ts'
import type { TimedMove, TimelineAction } from '../timeline-entry.ts'
import { type Branch, branch } from './branch.ts'
import { sku } from './circuit.ts'
import { serviceCommunity } from './community.ts'
import { circuitPair } from './global-reach.ts'
import { routingWeight } from './network.ts'
import { prefix } from './prefixes.ts'
import { bandwidthMbps } from './rate.ts'
import { asn, duration, name, sentence } from './scalars.ts'
import { complain, strict } from './strict.ts'
import { entry, type TimelineFileEntry, timed, undone } from './timeline-moment.ts'

const circuit = name.meta({ description: 'The name of a circuit' })
const peeringKind = z.enum(['private', 'public', 'microsoft'])
const peering = strict({ circuit, peering: peeringKind.meta({ description: 'All sessions of it' }) })
const linked = name.meta({ description: 'One that has a connection to the circuit under virtualNetworks' })
const link = strict({ virtualNetwork: linked, circuit })
const virtualNetwork = name.meta({ description: 'The name of a virtual network' })
const pair = strict({ circuits: circuitPair.meta({ description: 'Two that globalReach has as a pair' }) })
const key = strict({ circuit, authorization: name.meta({ description: 'The name of the key' }) })
const takes = duration.optional().meta({ description: 'How long the provider is at it: 0s' })

/**
 * Every circuit and peering of `circuits:`, every connection of `virtualNetworks:` and every pair of `globalReach:` can be
 * brought about and taken away.
 */
export const lifeCycleBranches: readonly Branch<TimelineFileEntry>[] = [
  branch('create', { ...timed, create: circuit }, (written, context) =>
    entry(written, action('create', { kind: 'create', circuit: written.create }), context),
  ),
  branch('delete', { ...timed, delete: circuit }, (written, context) =>
    entry(written, action('delete', { kind: 'delete', circuit: written.delete }), context),
  ),
  branch('provision', { ...timed, provision: circuit, takes }, (written, context) =>
    entry(written, provisioning('provision', written.provision, written.takes), context),
  ),
  branch('deprovision', { ...timed, deprovision: circuit, takes }, (written, context) =>
    entry(written, provisioning('deprovision', written.deprovision, written.takes), context),
  ),
  branch('configure', { ...timed, configure: peering }, (written, context) =>
    entry(written, action('configure', { kind: 'configure', ...written.configure }), context),
  ),
  branch('remove', { ...timed, remove: peering }, (written, context) =>
    entry(written, action('remove', { kind: 'remove', ...written.remove }), context),
  ),
  branch('disable', { ...undone, disable: peering }, (written, context) =>
    entry(written, action('disable', { kind: 'disable', ...written.disable }), context),
  ),
  branch('enable', { ...timed, enable: peering }, (written, context) =>
    entry(written, action('enable', { kind: 'enable', ...written.enable }), context),
  ),
  branch('approve', { ...timed, approve: peering }, (written, context) =>
    entry(written, action('approve', { kind: 'approve', ...written.approve }), context),
  ),
  branch(
    'update',
    {
      ...timed,
      update: strict({
        circuit,
        sku: strict({ tier: sku.tier.optional(), family: sku.family.optional() }).optional(),
        bandwidth: bandwidthMbps.optional(),
        peering: peeringKind.optional(),
        customerAsn: asn
          .optional()
          .meta({ description: 'The AS that the prefixes of the peering are registered to' }),
      }),
    },
    (written, context) => entry(written, action('update', updateOf(written.update, context)), context),
  ),
  branch(
    'attach',
    {
      ...timed,
      attach: strict({
        circuit,
        routeFilter: z
          .array(serviceCommunity, { error: 'must be a list of communities' })
          .min(1, { error: 'must not be empty' })
          .meta({ description: 'Its communities, in place of those of the filter before' }),
      }),
    },
    (written, context) => {
      const { circuit: of, routeFilter } = written.attach
      return entry(
        written,
        action('attach', { kind: 'attach', circuit: of, communities: routeFilter }),
        context,
      )
    },
  ),
  branch('detach', { ...timed, detach: strict({ circuit }) }, (written, context) =>
    entry(written, action('detach', { kind: 'detach', ...written.detach }), context),
  ),
  branch('link', { ...timed, link }, (written, context) =>
    entry(written, action('link', { kind: 'link', ...written.link }), context),
  ),
  branch('unlink', { ...undone, unlink: link }, (written, context) =>
    entry(written, action('unlink', { kind: 'unlink', ...written.unlink }), context),
  ),
  branch('authorize', { ...timed, authorize: key }, (written, context) =>
    entry(written, action('authorize', { kind: 'authorize', ...written.authorize }), context),
  ),
  branch('revoke', { ...timed, revoke: key }, (written, context) =>
    entry(written, action('revoke', { kind: 'revoke', ...written.revoke }), context),
  ),
  branch(
    'weigh',
    { ...timed, weigh: strict({ virtualNetwork: linked, circuit, weight: routingWeight }) },
    (written, context) => entry(written, action('weigh', { kind: 'weigh', ...written.weigh }), context),
  ),
  branch(
    'resize',
    {
      ...timed,
      resize: strict({
        virtualNetwork,
        sku: sentence.meta({ description: 'The SKU of its gateway from now on: ErGw2AZ' }),
      }),
    },
    (written, context) => {
      const { virtualNetwork: of, sku: gatewaySku } = written.resize
      return entry(written, action('resize', { kind: 'resize', virtualNetwork: of, gatewaySku }), context)
    },
  ),
  branch(
    'summarize',
    {
      ...timed,
      summarize: strict({
        virtualNetwork,
        prefixes: z
          .array(prefix, { error: 'must be a list of prefixes' })
          .meta({ description: 'Its summarizedGatewayPrefixes, in place of those before; [] for none' }),
      }),
    },
    (written, context) => {
      const { virtualNetwork: of, prefixes: summaries } = written.summarize
      return entry(
        written,
        action('summarize', { kind: 'summarize', virtualNetwork: of, summaries }),
        context,
      )
    },
  ),
  branch('join', { ...timed, join: pair }, (written, context) =>
    entry(written, action('join', { kind: 'join', ...written.join }), context),
  ),
  branch('part', { ...undone, part: pair }, (written, context) =>
    entry(written, action('part', { kind: 'part', ...written.part }), context),
  ),
]

function action(word: Word, move: Move): TimelineAction {
  return { kind: 'moves', word, moves: [{ afterMicros: 0, move }] }
}

type Word = Extract<TimelineAction, { kind: 'moves' }>['word']

/** A provider that takes no time is never seen at work. */
function provisioning(
  kind: 'provision' | 'deprovision',
  of: string,
  takesMicros: Micros | undefined,
): TimelineAction {
  const step = (which: 'begins' | 'ends'): PairedMove => ({ kind, circuit: of, step: which })
  const begins: readonly TimedMove[] =
    takesMicros === undefined || takesMicros === 0 ? [] : [{ afterMicros: 0, move: step('begins') }]
  return {
    kind: 'moves',
    word: kind,
    moves: [...begins, { afterMicros: takesMicros ?? 0, move: step('ends') }],
  }
}

interface WrittenUpdate {
  readonly circuit: string
  readonly sku?:
    | {
        readonly tier?: z.output<typeof sku.tier> | undefined
        readonly family?: z.output<typeof sku.family> | undefined
      }
    | undefined
  readonly bandwidth?: number | undefined
  readonly peering?: z.output<typeof peeringKind> | undefined
  readonly customerAsn?: number | undefined
}

/** Of the circuit, or of one of its peerings. */
function updateOf(written: WrittenUpdate, context: z.RefinementCtx): Move {
  const { circuit: of, sku: bought, bandwidth, peering: kind, customerAsn } = written
  const change = { tier: bought?.tier, family: bought?.family, bandwidthMbps: bandwidth }
  const isOfCircuit = Object.values(change).some((part) => part !== undefined)
  if (kind !== undefined && customerAsn !== undefined && !isOfCircuit)
    return { kind: 'set-customer-asn', circuit: of, peering: kind, customerAsn }
  if (isOfCircuit && kind === undefined && customerAsn === undefined)
    return { kind: 'update', circuit: of, ...change }
  return complain(context, {
    rule: 'combination',
    message: 'an update is of a circuit or of one of its peerings',
    hint: 'give sku: or bandwidth:, or else peering: with customerAsn:',
    path: ['update'],
  })
}
