import test from 'ava'
import type { IgnoredNetwork } from '../../../src/bgp/profile.ts'
import { readNlri } from '../../../src/bgp/wire/nlri.ts'
import { OctetReader } from '../../../src/bgp/wire/octets.ts'
import type { Family } from '../../../src/net/address.ts'

const loopbackOf6 = [128, ...Array<number>(15).fill(0), 1]
const cases: readonly {
  prefix: string
  family: Family
  octets: readonly number[]
  network?: IgnoredNetwork
}[] = [
  { prefix: '127.0.0.0/8', family: 'ipv4', octets: [8, 127], network: 'loopback' },
  { prefix: '224.0.0.0/4', family: 'ipv4', octets: [4, 224], network: 'multicast' },
  { prefix: '240.0.0.0/4', family: 'ipv4', octets: [4, 240], network: 'class E' },
  { prefix: 'ff00::/8', family: 'ipv6', octets: [8, 255], network: 'multicast' },
  // No switch is about these.
  { prefix: '224.0.0.0/3', family: 'ipv4', octets: [3, 224] },
  { prefix: '::1/128', family: 'ipv6', octets: loopbackOf6 },
]

for (const { prefix, family, octets, network } of cases) {
  test(`${prefix} is read ${network === undefined ? 'by nobody' : `where ${network} is not ignored`}`, (t) => {
    const kept = (withPathIds: boolean, ignoredNetworks: readonly IgnoredNetwork[]): number | undefined => {
      const field = Uint8Array.from([...(withPathIds ? [0, 0, 0, 1] : []), ...octets])
      const reader = new OctetReader(new DataView(field.buffer), 0, field.length)
      return readNlri(reader, family, withPathIds, { ignoredNetworks })?.prefixes.count
    }
    for (const withPathIds of [false, true]) {
      t.is(kept(withPathIds, ['loopback', 'multicast', 'class E']), 0)
      t.is(kept(withPathIds, []), network === undefined ? 0 : 1)
    }
  })
}
