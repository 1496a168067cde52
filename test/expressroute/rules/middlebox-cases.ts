import type { CustomerRouter, Design } from '../../../src/expressroute/design.ts'
import { design, prefix, router } from '../../support/expressroute-design.ts'
import type { Case } from './rule-case.ts'

/** What firewalls, and hosts without NAT, break. */
export const middleboxCases: readonly Case[] = [
  {
    breaks: 'B7',
    broken: withFirst({ isFirewall: true }),
    kept: withFirst({ isFirewall: false }),
    path: ['routers', 'ce1', 'connect', 0],
    says: 'ce1 is a stateful firewall at the end of er-amsterdam.primary: connections that use the other link in one direction are dropped',
  },
  {
    breaks: 'D10',
    broken: withFirst({ translates: [prefix('192.168.0.0/16')] }, '10.1.0.0/16'),
    kept: withFirst({ translates: [prefix('10.0.0.0/8')] }, '10.1.0.0/16'),
    path: ['flows', 'web'],
    says: 'web has hosts of 10.1.0.0/16 at one end and a public service at the other: no router translates their addresses',
  },
  {
    breaks: 'D10',
    broken: withFirst({}, '192.168.1.0/24'),
    kept: withFirst({}, '198.51.100.0/24'),
    path: ['flows', 'web'],
    says: 'web has hosts of 192.168.1.0/24 at one end and a public service at the other: no router translates their addresses',
  },
]

function withFirst(difference: Partial<CustomerRouter>, ...hosts: readonly string[]): Design {
  return design({
    routers: new Map([
      ['ce1', router([{ path: 'primary' }], difference)],
      ['ce2', router([{ path: 'secondary' }])],
    ]),
    publicTraffic: hosts.length === 0 ? [] : [{ flow: 'web', customerPrefixes: hosts.map(prefix) }],
  })
}
