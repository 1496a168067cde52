import type { Connectivity, Design, RouterConnection } from '../../../src/expressroute/design.ts'
import { circuit, design, router } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

const path = ['circuits', 'er-amsterdam', 'peerings', 'private']

/** Rule B8: links that nobody watches. */
export const bfdCases: readonly Case[] = [
  {
    breaks: 'B8',
    broken: connected('point-to-point-ethernet'),
    kept: connected('direct'),
    path,
    says: 'a fault behind the layer-2 provider of er-amsterdam is noticed only after up to 180 s, since BFD is not in use',
  },
  {
    breaks: 'B8',
    broken: watched([undefined, false]),
    kept: watched([undefined, { intervalMicros: 1_000_000, multiplier: 3, strict: undefined }]),
    path,
    says: 'a fault behind the layer-2 provider of er-amsterdam is noticed only after up to 180 s, since BFD is not at ce2',
  },
]

function connected(connectivity: Connectivity): Design {
  return design({ circuits: new Map([['er-amsterdam', circuit({ connectivity })]]) })
}

/** The peering has BFD, and each router says its own. */
function watched([ce1, ce2]: readonly RouterConnection['bfd'][]): Design {
  return design({
    circuits: new Map([['er-amsterdam', circuit({}, { bfd: true })]]),
    routers: new Map([
      ['ce1', router([{ path: 'primary', bfd: ce1 }])],
      ['ce2', router([{ path: 'secondary', bfd: ce2 }])],
    ]),
  })
}
