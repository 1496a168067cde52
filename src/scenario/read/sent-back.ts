import { type CompiledPolicy, compilePolicy } from '../../bgp/apply-policy.ts'
import { AttributeInterner } from '../../bgp/attribute-interner.ts'
import { type InternedAttributes, noOptionalAttributes } from '../../bgp/path-attributes.ts'
import { profiles } from '../../bgp/profiles.ts'
import { microsoftAsn } from '../../expressroute/asn.ts'
import { linkedNetworks } from '../../expressroute/circuit-links.ts'
import type { Design, LinkEnd } from '../../expressroute/design.ts'
import { familiesOf } from '../../expressroute/expand-links.ts'
import { tagsTold } from '../../expressroute/microsoft-network.ts'
import { mseeName } from '../../expressroute/node-names.ts'
import type { SentBack } from '../../expressroute/rules/rule.ts'
import { announcedSpaces } from '../../expressroute/spokes.ts'
import type { Family } from '../../net/address.ts'
import { parseAddress } from '../../net/address-text.ts'
import { packPrefixes } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import type { ConnectionEntry, RouterEntry } from '../schema/router.ts'
import { profileOf } from './design.ts'
import type { Inherited } from './inherited.ts'
import type { Sections } from './sections.ts'

/**
 * What routers hear from one MSEE and would tell another, after their policies, or the same one where they send everything back.
 * Model assumption: what one router hears from another one of the customer's is left out.
 */
export function sentBack(design: Design, sections: Sections, inherited: Inherited): readonly SentBack[] {
  return [...design.routers.keys()].flatMap((router) => {
    const entry = sections.routers.values.get(router)
    if (entry === undefined) return []
    const { withholdsLoops, externalNeedsPolicy, echoesToSender } = profiles[profileOf(entry, inherited)]
    if (withholdsLoops) return []
    const heard = entry.connect.flatMap((end) => heardOver(end, entry, design))
    return entry.connect.flatMap((end, connection) => {
      if (externalNeedsPolicy && exportOf(end, entry).length === 0) return []
      const carried = carriedOver(design, end)
      const mayReturn = ({ from, prefix }: Heard): boolean =>
        carried.includes(prefix.family) && (echoesToSender || from !== nameOf(end))
      const told = toldOver(end, entry, heard, mayReturn)
      return told.prefixes.length === 0 ? [] : [{ router, connection, ...told }]
    })
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
function azureRoutes(design: Design, end: LinkEnd): readonly Pick<Heard, 'prefix' | 'communities'>[] {
  const carried = carriedOver(design, end)
  if (carried.length === 0) return []
  const told =
    end.peering === 'private'
      ? linkedNetworks(design, end.circuit)
          .flatMap((name) => announcedSpaces(design, name))
          .map((prefix) => ({ prefix, communities: [] }))
      : tagsTold(design, end).flatMap(({ prefixes, community }) =>
          prefixes.map((prefix) => ({ prefix, communities: [community] })),
        )
  return told.filter(({ prefix }) => carried.includes(prefix.family))
}

/** Nothing over a peering that the circuit does not have. */
function carriedOver(design: Design, { circuit, peering: kind }: LinkEnd): readonly Family[] {
  const peering = design.circuits.get(circuit)?.peerings.get(kind)
  return peering === undefined ? [] : familiesOf(peering)
}

/** Of what was heard, what may go to this MSEE; and what does, whichever of the routes to it is best. */
function toldOver(
  end: ConnectionEntry,
  entry: RouterEntry,
  heard: readonly Heard[],
  mayReturn: (route: Heard) => boolean,
): Pick<SentBack, 'prefixes' | 'surely'> {
  const policy = compiled(exportOf(end, entry), entry)
  const goes = (route: Heard): boolean => mayReturn(route) && applied(policy, route) !== undefined
  const nameOfRoute = ({ prefix }: Heard): string => formatPrefix(prefix)
  const may = new Map(heard.filter(goes).map((route) => [nameOfRoute(route), route.prefix]))
  const mayNot = new Set(heard.filter((route) => !goes(route)).map(nameOfRoute))
  const surely = [...may].flatMap(([name, prefix]) => (mayNot.has(name) ? [] : [prefix]))
  return { prefixes: [...may.values()], surely }
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
