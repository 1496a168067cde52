import test from 'ava'
import { compilePolicy } from '../../src/bgp/apply-policy.ts'
import { formatAsPath } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import { customerImport, refusals } from '../../src/expressroute/content-rules.ts'
import type { Era, PeeringKind } from '../../src/expressroute/design.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { attributes } from '../support/bgp-routes.ts'
import { prefix, privatePeering } from '../support/expressroute-design.ts'

interface Row {
  readonly announced: string
  readonly asns?: readonly number[]
  readonly kind?: PeeringKind
  readonly era?: Era
  /** The rule that refuses it, or the path under which it is taken. */
  readonly is: string
}

const rows: readonly Row[] = [
  { announced: '0.0.0.0/0', is: 'C1' },
  { announced: '::/0', is: 'C1' },
  { announced: '10.1.0.0/16', is: 'C2' },
  { announced: '172.31.255.0/24', is: 'C2' },
  { announced: '172.32.0.0/16', is: 'C3' },
  { announced: 'fd00::/48', is: 'C2' },
  { announced: '198.51.100.0/24', is: '65551' },
  { announced: '198.51.100.7/32', is: '65551' },
  { announced: '198.51.0.0/16', is: 'C3' },
  { announced: '198.51.100.0/24', asns: [65551, 64512, 65551], is: '65551 65551' },
  { announced: '198.51.100.0/24', asns: [65551, 64500], is: 'B3' },
  { announced: '198.51.100.0/24', asns: [65551, 64512], kind: 'public', era: '2017', is: '65551 64512' },
  { announced: '198.51.100.0/24', asns: [65551, 64500], kind: 'public', era: '2017', is: '65551 64500' },
  { announced: '198.51.100.0/24', asns: [65551, 64500], era: '2017', is: '65551 64500' },
  { announced: '10.1.0.0/16', asns: [65010, 64500], kind: 'private', is: '65010 64500' },
]

for (const { announced, asns = [65551], kind = 'microsoft', era = 'current', is } of rows) {
  test(`${announced} by ${asns.join(' ')} on ${kind} peering, ${era}: ${is}`, (t) => {
    const advertisedPublicPrefixes = [prefix('198.51.100.0/24')]
    const side = { advertisedPublicPrefixes, customerAsn: undefined, routeFilter: undefined }
    const plain = { setUpBeforeFilters: false, office365Authorized: false }
    const publicSide = kind === 'private' ? undefined : { ...side, ...plain }
    const peering = privatePeering({ publicSide })
    const own = prefix(announced)
    const { data, family } = packPrefixes(own.family, [own])
    const interner = new AttributeInterner()
    const route = interner.intern(attributes({ asns, communities: [7] }))
    const apply = (policy: ReturnType<typeof customerImport>) =>
      compilePolicy(policy, 12076, interner).apply(route, 'ce1', family, data, 0)
    const taken = apply(customerImport(peering, kind, era))
    const refusing = refusals(peering, kind, era).find(({ policy }) => apply(policy) === undefined)
    t.is(taken === undefined ? refusing?.id : formatAsPath(taken.asPath), is)
    t.is(taken === undefined, refusing !== undefined, 'what refuses is what reports')
    if (taken !== undefined) t.deepEqual(taken.communities, kind === 'private' ? [7] : [])
  })
}
