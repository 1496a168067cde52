import { type CompiledPolicy, compilePolicy } from '../../bgp/apply-policy.ts'
import { AttributeInterner } from '../../bgp/attribute-interner.ts'
import { type InternedAttributes, noOptionalAttributes } from '../../bgp/path-attributes.ts'
import { profiles } from '../../bgp/profiles.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { linkedNetworks } from '../../expressroute/circuit-links.ts'
import type { Design, LinkEnd } from '../../expressroute/design.ts'
import { tagsTold } from '../../expressroute/microsoft-network.ts'
import { mseeName } from '../../expressroute/node-names.ts'
import type { SentBack } from '../../expressroute/rules/rule.ts'
import { announcedSpaces } from '../../expressroute/spokes.ts'
import { parseAddress } from '../../net/address-text.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import type { ConnectionEntry, RouterEntry } from '../schema/router.ts'
import { profileOf } from './design.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'

/**
 * What routers hear from one MSEE and would tell another, after their policies, or the same one where they send everything back;
 * of each router the last link that it concerns. Model assumption: what one router hears from another one of the customer's is left out.
 */
export function sentBack(design: Design, sections: Sections, inherited: Inherited): readonly SentBack[] {
  return [...design.routers.keys()].flatMap((router) => {
    const entry = sections.routers.values.get(router)
    if (entry === undefined) return []
    const { withholdsLoops, externalNeedsPolicy, echoesToSender } = profiles[profileOf(entry, inherited)]
    if (withholdsLoops) return []
    const heard = entry.connect.flatMap((end) => heardOver(end, entry, design))
    const found = entry.connect.map((end, connection) => {
      const isBarred = externalNeedsPolicy && exportOf(end, entry).length === 0
      return {
        router,
        connection,
        prefixes: isBarred
          ? []
          : told(
              end,
              entry,
              heard.filter(({ from }) => echoesToSender || from !== nameOf(end)),
            ),
      }
    })
    return found.filter(({ prefixes }) => prefixes.length > 0).slice(-1)
  })
}

/** A route of Azure's that the router has, and the MSEE that told it. */
interface Heard {
  readonly prefix: Prefix
  readonly from: string
  readonly communities: readonly number[]
}

function heardOver(end: ConnectionEntry, entry: RouterEntry, design: Design): readonly Heard[] {
  const from = nameOf(end)
  const policy = compiled(end.import ?? entry.import, entry)
  return azureRoutes(design, end).flatMap(({ prefix, communities }) => {
    const attributes = applied(policy, { prefix, from, communities })
    return attributes === undefined ? [] : [{ prefix, from, communities: attributes.communities }]
  })
}

/** What Azure tells over a link as the design is. */
function azureRoutes(
  design: Design,
  { circuit, peering }: LinkEnd,
): readonly Pick<Heard, 'prefix' | 'communities'>[] {
  if (design.circuits.get(circuit)?.peerings.has(peering) !== true) return []
  if (peering !== 'private')
    return tagsTold(design, { circuit, peering }).flatMap(({ prefixes, community }) =>
      prefixes.map((prefix) => ({ prefix, communities: [community] })),
    )
  return linkedNetworks(design, circuit)
    .flatMap((name) => announcedSpaces(design, name))
    .map((prefix) => ({ prefix, communities: [] }))
}

/** Of what was heard, what may go to this MSEE. */
function told(end: ConnectionEntry, entry: RouterEntry, heard: readonly Heard[]): readonly Prefix[] {
  const policy = compiled(exportOf(end, entry), entry)
  return heard.filter((route) => applied(policy, route) !== undefined).map(({ prefix }) => prefix)
}

function nameOf({ circuit, path, peering }: LinkEnd): string {
  return mseeName(circuit, path, peering)
}

function exportOf(end: ConnectionEntry, entry: RouterEntry): RouterEntry['export'] {
  return end.export ?? entry.export
}

interface Compiled {
  readonly policy: CompiledPolicy
  readonly interner: AttributeInterner
}

function compiled(policy: RouterEntry['export'], { asn }: RouterEntry): Compiled {
  const interner = new AttributeInterner()
  return { policy: compilePolicy(policy, asn, interner), interner }
}

function applied(
  { policy, interner }: Compiled,
  { prefix, from, communities }: Heard,
): InternedAttributes | undefined {
  const attributes = interner.intern({ ...routeOfAzure, communities })
  const { family, data } = packPrefixes(prefix.family, [prefix])
  return policy.apply(attributes, from, family, data, 0)
}

const routeOfAzure = {
  ...noOptionalAttributes,
  origin: 'IGP',
  asPath: [{ kind: 'AS_SEQUENCE', asns: [microsoftAsn] }],
  nextHop: parseAddress('0.0.0.0'),
} as const
