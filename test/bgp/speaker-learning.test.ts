import test from 'ava'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { attributes } from '../support/bgp-routes.ts'
import { adjRibIn, locRib, othersFrom, packed, SpeakerLab, updatesFrom } from '../support/speaker-lab.ts'
import { exactly, term } from '../support/speaker-plan.ts'
import { announce, fromInternal, row } from '../support/speaker-row.ts'

const prefix = '10.1.0.0/16'

test('LOCAL_PREF from an external peer is ignored, and kept from an internal one', (t) => {
  const outside = row({})
  announce(outside, { localPref: 500 }, prefix)
  t.deepEqual(locRib(outside, 'm'), { [prefix]: 'a: 65001, via 10.254.0.1' })
  t.deepEqual(adjRibIn(outside, 'm', 'a-m'), { [prefix]: '65001, via 10.254.0.1, localPref 500' })
  const inside = row({ asns: fromInternal })
  announce(inside, { localPref: 500, asns: [] }, prefix)
  t.deepEqual(locRib(inside, 'm'), { [prefix]: 'a: via 10.254.0.1, localPref 500' })
})

test('private AS numbers are taken out wherever they stand', (t) => {
  const lab = row({ asns: [65515, 12076, 65003], out: { removePrivateAsns: true } })
  announce(lab, { asns: [65515, 8075, 65001] }, prefix)
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), { [prefix]: '12076 8075, via 10.254.1.1' })
})

for (const { allowOwnAsn, asns, selected } of [
  { allowOwnAsn: 0, asns: [65001, 65002], selected: false },
  { allowOwnAsn: 1, asns: [65001, 65002], selected: true },
  { allowOwnAsn: 1, asns: [65001, 65002, 65002], selected: false },
  { allowOwnAsn: 0, asns: [65001, 65003], selected: true },
]) {
  test(`the path ${asns.join(' ')} is ${selected ? 'used' : 'no route'} with the own AS 65002 allowed ${allowOwnAsn} times`, (t) => {
    const lab = row({ in: { allowOwnAsn } })
    announce(lab, { asns }, prefix)
    t.deepEqual(Object.keys(locRib(lab, 'm')), selected ? [prefix] : [])
    t.deepEqual(Object.keys(adjRibIn(lab, 'm', 'a-m')), [prefix])
  })
}

test('a path that does not start with the peer is no route where the profile asks for it', (t) => {
  const strict = row({ profile: { ...profiles.bird, enforceFirstAs: true } })
  announce(strict, { asns: [65009, 65001] }, prefix)
  announce(strict, { asns: [65001, 65009] }, '10.2.0.0/16')
  t.deepEqual(Object.keys(locRib(strict, 'm')), ['10.2.0.0/16'])
  const lax = row({})
  announce(lax, { asns: [65009, 65001] }, prefix)
  t.deepEqual(Object.keys(locRib(lax, 'm')), [prefix])
})

test('a route whose next hop is an address of our own is no route', (t) => {
  const lab = row({})
  announce(lab, { nextHop: parseAddress('10.254.0.2') }, prefix)
  announce(lab, { nextHop: parseAddress('10.254.1.1') }, '10.2.0.0/16')
  t.deepEqual(locRib(lab, 'm'), {})
})

test('a route does not go back to its sender, unless the profile echoes', (t) => {
  const quiet = row({})
  quiet.originate('a', prefix)
  t.deepEqual(adjRibIn(quiet, 'a', 'a-m'), {})
  const echoing = row({ profile: profiles.frr })
  echoing.originate('a', prefix)
  t.deepEqual(adjRibIn(echoing, 'a', 'a-m'), { [prefix]: '65002 65001, via 10.254.0.2' })
  t.deepEqual(locRib(echoing, 'a'), { [prefix]: 'local: via 0.0.0.0' })
})

test('a route through the AS of a peer is told to it, unless the profile withholds loops', (t) => {
  const heardBy = (profile: Profile): readonly string[] => {
    const lab = row({ profile, z: { allowOwnAsn: 1 } })
    announce(lab, { asns: [65001, 65003] }, prefix)
    return Object.keys(adjRibIn(lab, 'z', 'm-z'))
  }
  t.deepEqual(heardBy(profiles.bird), [prefix])
  t.deepEqual(heardBy(profiles.gobgp), [])
})

test('an echoed route does not go back to an internal peer', (t) => {
  const lab = row({ asns: fromInternal, profile: profiles.frr })
  lab.originate('a', prefix)
  t.deepEqual(adjRibIn(lab, 'a', 'a-m'), {})
})

/** `e` outside, `i` and `m` inside; `i` hears of `e`'s routes with a next hop on the subnet between `e` and `m`. */
function inside(
  ports: Readonly<Record<string, string>>,
  nextHopSelf = false,
  profile: Profile = profiles.bird,
): SpeakerLab {
  const lab = new SpeakerLab({
    routers: { e: { asn: 65001 }, m: { asn: 65002 }, i: { asn: 65002, ports, profile }, z: { asn: 65003 } },
    sessions: [
      { between: ['e', 'm'] },
      { between: ['m', 'i'], ends: { m: { nextHopSelf } } },
      { between: ['i', 'z'] },
    ],
  }).start()
  lab.originate('e', prefix)
  return lab
}

test('a route whose next hop cannot be resolved takes no part and is not told', (t) => {
  const lab = inside({})
  t.deepEqual(adjRibIn(lab, 'i', 'm-i'), { [prefix]: '65001, via 10.254.0.1, localPref 100' })
  t.deepEqual(locRib(lab, 'i'), {})
  t.deepEqual(adjRibIn(lab, 'z', 'i-z'), {})
  t.deepEqual(Object.keys(locRib(inside({}, true), 'i')), [prefix])
})

test('a route whose next hop leads nowhere is used and told where the profile trusts next hops', (t) => {
  const lab = inside({}, false, profiles.gobgp)
  t.deepEqual(locRib(lab, 'i'), { [prefix]: 'm: 65001, via 10.254.0.1, localPref 100' })
  t.deepEqual(Object.keys(adjRibIn(lab, 'z', 'i-z')), [prefix])
})

test('a route comes and goes with the port over which its next hop is resolved', (t) => {
  const lab = inside({ lan: '10.254.0.3/24' })
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
  lab.port('i', 'lan', false)
  t.deepEqual(locRib(lab, 'i'), {})
  t.deepEqual(locRib(lab, 'z'), {})
  t.deepEqual(Object.keys(adjRibIn(lab, 'i', 'm-i')), [prefix])
  lab.port('i', 'lan', true)
  t.deepEqual(locRib(lab, 'z'), { [prefix]: 'i: 65002 65001, via 10.254.2.1' })
})

test('an announcement replaces the one before, and counts once', (t) => {
  const lab = row({})
  announce(lab, {}, prefix)
  announce(lab, { asns: [65001, 65009] }, prefix)
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), { [prefix]: '65002 65001 65009, via 10.254.1.1' })
  t.is(lab.peer('m', 'a-m').adjRibIn.ipv4.count, 1)
  t.is(lab.peer('m', 'm-z').adjRibOut.ipv4.count, 1)
})

test('an announcement that may not be used takes the place of the one before', (t) => {
  const lab = row({})
  announce(lab, {}, prefix)
  announce(lab, { asns: [65001, 65002] }, prefix)
  t.deepEqual(locRib(lab, 'm'), {})
  t.deepEqual(locRib(lab, 'z'), {})
})

test('a withdrawal of what was never announced changes nothing', (t) => {
  const lab = row({})
  lab.originate('m', prefix)
  lab.takeSent()
  lab.inject('m', 'a-m', {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: packed('ipv4', prefix, '10.9.0.0/16') },
    ...{ announced: emptyPrefixes('ipv4'), attributes: undefined },
  })
  t.deepEqual(locRib(lab, 'm'), { [prefix]: 'local: via 0.0.0.0' })
  t.deepEqual(lab.takeSent(), [])
  t.is(lab.peer('m', 'a-m').adjRibIn.ipv4.count, 0)
  t.is(lab.speaker('m').ribs.ipv4.ids.size, 1)
})

test('a prefix both withdrawn and announced counts as announced', (t) => {
  const lab = row({})
  announce(lab, {}, prefix)
  lab.inject('m', 'a-m', {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: packed('ipv4', prefix, '10.2.0.0/16') },
    announced: packed('ipv4', prefix, '10.2.0.0/16'),
    attributes: lab.interner.intern(attributes({ asns: [65001], nextHop: parseAddress('10.254.0.1') })),
  })
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix, '10.2.0.0/16'])
  t.is(lab.peer('m', 'a-m').adjRibIn.ipv4.count, 2)
})

test('what did not change is not told again', (t) => {
  const lab = row({ in: { import: [term({ localPref: 100 })] } })
  announce(lab, {}, prefix)
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'm-z'), [`+${prefix}`])
  announce(lab, {}, prefix)
  announce(lab, { multiExitDisc: 5 }, prefix)
  lab.port('m', 'a-m', true)
  t.deepEqual(lab.takeSent(), [])
})

test('a change of the best route that the export levels out is not told', (t) => {
  const lab = row({ out: { removePrivateAsns: true } })
  announce(lab, { asns: [65001] }, prefix)
  lab.takeSent()
  announce(lab, { asns: [65001, 64999] }, prefix)
  t.deepEqual(locRib(lab, 'm'), { [prefix]: 'a: 65001 64999, via 10.254.0.1' })
  t.deepEqual(lab.takeSent(), [])
})

test('a longer prefix and the shorter one that covers it come and go apart', (t) => {
  const lab = row({})
  const [shorter, longer] = ['10.0.0.0/8', '10.1.0.0/16']
  announce(lab, {}, shorter, longer, '10.1.0.0/24')
  lab.inject('m', 'a-m', {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: packed('ipv4', longer) },
    ...{ announced: emptyPrefixes('ipv4'), attributes: undefined },
  })
  t.deepEqual(Object.keys(locRib(lab, 'z')), [shorter, '10.1.0.0/24'])
})

test('a policy for one prefix leaves its neighbours alone', (t) => {
  const lab = row({ out: { export: [term({ prepend: 1 }, exactly(prefix))] } })
  lab.originate('a', prefix, '10.1.0.0/17')
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), {
    [prefix]: '65002 65002 65001, via 10.254.1.1',
    '10.1.0.0/17': '65002 65001, via 10.254.1.1',
  })
})

test('a policy can tell by whom a route was told', (t) => {
  const lab = row({ out: { export: [term('reject', { from: 'a' })] } })
  lab.originate('a', prefix)
  lab.originate('m', '10.2.0.0/16')
  t.deepEqual(Object.keys(locRib(lab, 'z')), ['10.2.0.0/16'])
})

test('IPv6 travels over a session of its own, with addresses of its own', (t) => {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 }, z: { asn: 65003 } },
    sessions: [
      { between: ['a', 'm'], over: 'ipv6', families: ['ipv6'] },
      { between: ['m', 'z'], over: 'ipv6', families: ['ipv6'] },
    ],
  }).start()
  lab.originate('a', '2001:db8::/32', prefix)
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), { '2001:db8::/32': '65002 65001, via fd00:0:0:1::1' })
})

test('a route too large for one UPDATE is not told, is withdrawn where it was, and is reported', (t) => {
  const lab = row({})
  announce(lab, {}, prefix)
  lab.takeActions('m', 'too-large')
  announce(lab, { communities: Array.from({ length: 1020 }, (_, index) => index + 1) }, prefix)
  t.deepEqual(locRib(lab, 'z'), {})
  t.deepEqual(lab.takeActions('m', 'too-large'), [{ kind: 'too-large', peer: 'm-z', prefixCount: 1 }])
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'm-z'), ['OPEN', 'KEEPALIVE'])
})

for (const { count, fits, tooLarge } of [
  { count: 1010, fits: '10.0.0.1/32', tooLarge: undefined },
  { count: 1011, fits: '0.0.0.0/0', tooLarge: '10.0.0.0/8' },
]) {
  test(`beside ${count} communities there is room for ${fits}, to the octet`, (t) => {
    const lab = row({})
    const communities = Array.from({ length: count }, (_, index) => index + 1)
    announce(lab, { communities }, fits, ...(tooLarge === undefined ? [] : [tooLarge]))
    t.deepEqual(Object.keys(adjRibIn(lab, 'z', 'm-z')), [fits])
  })
}
