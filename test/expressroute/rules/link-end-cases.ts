import type { Design, RouterConnection } from '../../../src/expressroute/design.ts'
import { design, router } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** What a router may have wrong at its end of a link. */
export const linkEndCases: readonly Case[] = [
  {
    breaks: 'A3',
    broken: withEnd({ swapsAddresses: true }),
    kept: withEnd({ swapsAddresses: false }),
    path: ['routers', 'ce2', 'connect', 0, 'swapAddresses'],
    says: "ce2 has 172.16.0.6 on er-amsterdam.secondary, which is the MSEE's address: ARP finds nobody, and nothing gets through",
  },
  {
    breaks: 'A8',
    broken: withEnd({ vlanId: 101 }),
    kept: withEnd({ vlanId: 100 }),
    path: ['routers', 'ce2', 'connect', 0, 'vlanId'],
    says: 'ce2 is on VLAN 101 of er-amsterdam.secondary, where the MSEE is on 100: ARP finds nobody, and nothing gets through',
  },
  {
    breaks: 'B10',
    broken: ofAsn(65011),
    kept: ofAsn(65010),
    path: ['routers', 'ce2', 'connect', 0],
    says: 'ce2 is AS 65011 on er-amsterdam.secondary, where peerAsn is 65010: the MSEE refuses its OPEN, and the session cannot come up',
  },
]

function ofAsn(asn: number): Design {
  return design({
    routers: new Map([
      ['ce1', router([{ path: 'primary' }])],
      ['ce2', router([{ path: 'secondary' }], { asn })],
    ]),
  })
}

function withEnd(end: Partial<RouterConnection>): Design {
  return design({
    routers: new Map([
      ['ce1', router([{ path: 'primary' }])],
      ['ce2', router([{ path: 'secondary', ...end }])],
    ]),
  })
}
