import type { AsPath } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { Route, RouteSource } from '../../src/bgp/decision/route.ts'
import { noOptionalAttributes, type PathAttributes } from '../../src/bgp/path-attributes.ts'
import type { Address } from '../../src/net/address.ts'

/** What differs from an ordinary route. `asns` is a path of one AS_SEQUENCE. */
export type Difference = Partial<PathAttributes & RouteSource> & {
  readonly asns?: readonly number[]
  readonly weight?: number
}

const interner = new AttributeInterner()

export function ipv4(a: number, b: number, c: number, d: number): Address {
  return { family: 'ipv4', words: [a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d] }
}

export function sequence(...asns: readonly number[]): AsPath {
  return asns.length === 0 ? [] : [{ kind: 'AS_SEQUENCE', asns }]
}

export function attributes(difference: Difference = {}): PathAttributes {
  const { asns, name, router, kind, isClient, asn, bgpIdentifier, address, weight, ...given } = difference
  return {
    ...noOptionalAttributes,
    origin: 'IGP',
    asPath: sequence(...(asns ?? [65010])),
    nextHop: ipv4(10, 0, 0, 1),
    ...given,
  }
}

/** A route from an external peer in AS 65010. */
export function route(difference: Difference = {}): Route {
  return {
    source: {
      name: difference.name ?? 'peer',
      router: difference.router ?? 'peer',
      kind: difference.kind ?? 'external',
      isClient: difference.isClient ?? false,
      asn: difference.asn ?? 65010,
      bgpIdentifier: difference.bgpIdentifier ?? 1,
      address: difference.address ?? ipv4(10, 0, 0, 1),
    },
    attributes: interner.intern(attributes(difference)),
    weight: difference.weight ?? 0,
  }
}
