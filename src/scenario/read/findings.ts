import { compilePolicy } from '../../bgp/apply-policy.ts'
import { AttributeInterner } from '../../bgp/attribute-interner.ts'
import type { PathAttributes } from '../../bgp/path-attributes.ts'
import type { Policy } from '../../bgp/policy.ts'
import type { Design } from '../../expressroute/design.ts'
import { checkDesign } from '../../expressroute/rules/check-design.ts'
import type { Announcement, Finding } from '../../expressroute/rules/rule.ts'
import { parseAddress } from '../../net/address-text.ts'
import { type PackedPrefixes, PrefixPacker, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Problem } from '../problem.ts'
import type { Sections } from './sections.ts'

/** What ExpressRoute says about the design. What happens only in the run is announced as a warning, and happens. */
export function findings(design: Design, sections: Sections): readonly Problem[] {
  return checkDesign(design, announcements(design, sections)).map(problemOf)
}

/** The same for a design of which a part could not be read: advice might be about what is only missing here. */
export function certainFindings(design: Design, sections: Sections): readonly Problem[] {
  return findings(design, sections).filter(({ level }) => level === 'error')
}

function problemOf({ rule, level, when, path, message, fix, source, assumption }: Finding): Problem {
  return {
    path,
    at: 'value',
    rule,
    level: when === 'run' && level === 'error' ? 'warning' : level,
    message,
    hint: fix,
    source,
    assumption,
  }
}

/** What each router would tell each MSEE at the start of the run, by its own and its sites' prefixes. */
function announcements(design: Design, { routers, sites }: Sections): readonly Announcement[] {
  const lists = new Map<string, readonly PackedPrefixes[]>()
  return [...design.routers].flatMap(([router, { connections }]) => {
    const entry = routers.values.get(router)
    if (entry === undefined) return []
    const behind = [...sites.values].filter(([, site]) => site.behind.includes(router))
    const own = [...behind.flatMap(([, { prefixes }]) => prefixes), ...entry.advertise]
    // Routers of the same sites share one list, so that it is plain that they announce the same.
    const key = entry.advertise.length > 0 ? router : behind.map(([name]) => name).join(' ')
    const prefixes = lists.get(key) ?? own
    lists.set(key, prefixes)
    return connections.map(({ circuit, path }, connection) => {
      const policy = entry.connect.find((end) => end.circuit === circuit && end.path === path)?.export
      return { router, connection, prefixes: exported(prefixes, policy ?? entry.export, entry.asn) }
    })
  })
}

/** The prefixes that the policy lets through as routes of the router's own. */
function exported(
  prefixes: readonly PackedPrefixes[],
  policy: Policy,
  asn: number,
): readonly PackedPrefixes[] {
  if (policy.every(({ set }) => set !== undefined)) return prefixes
  const interner = new AttributeInterner()
  const compiled = compilePolicy(policy, asn, interner)
  const attributes = interner.intern(ownRoute)
  return prefixes.map((list) => {
    const packer = new PrefixPacker(list.family)
    for (const offset of prefixOffsets(list)) {
      const result = compiled.apply(attributes, 'local', list.family, list.data, offset)
      if (result !== undefined) packer.append(list.data, offset)
    }
    return packer.finish()
  })
}

const ownRoute: PathAttributes = {
  origin: 'IGP',
  asPath: [],
  nextHop: parseAddress('0.0.0.0'),
  multiExitDisc: undefined,
  localPref: undefined,
  atomicAggregate: false,
  aggregator: undefined,
  communities: [],
}
