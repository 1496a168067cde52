import test from 'ava'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import type { PrefixLimit } from '../../src/bgp/speaker-configuration.ts'
import { type Family, families } from '../../src/net/address.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { locRib, othersFrom, packed, SpeakerLab } from '../support/speaker-lab.ts'
import { type EndDifference, exactly, term } from '../support/speaker-plan.ts'

const limit: PrefixLimit = {
  maximum: { ipv4: 4, ipv6: 2 },
  warningPercent: 75,
  restartSeconds: 100,
}

/** `a` announces to `m`, which has the limit; `z` hears what is left. */
function limited(
  difference: Partial<PrefixLimit> = {},
  end: EndDifference = {},
  profile: Profile = profiles.bird,
): SpeakerLab {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002, profile }, z: { asn: 65003 } },
    sessions: [
      {
        between: ['a', 'm'],
        families: ['ipv4', 'ipv6'],
        ends: { m: { prefixLimit: { ...limit, ...difference }, ...end } },
      },
      { between: ['m', 'z'], families: ['ipv4', 'ipv6'] },
    ],
  }).start()
  lab.takeSent()
  lab.takeActions('m', 'prefix-limit')
  return lab
}

function networks(count: number, first = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) => `10.${first + index}.0.0/16`)
}

function networks6(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `2001:db8:${index + 1}::/48`)
}

function state(lab: SpeakerLab): string {
  return lab.peer('m', 'a-m').sessions.configured.state
}

test('exactly the maximum stays up, with one warning on the way', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(3))
  t.deepEqual(lab.takeActions('m', 'prefix-limit'), [])
  lab.originate('a', ...networks(4))
  const warning = { kind: 'prefix-limit', peer: 'a-m', family: 'ipv4', level: 'warning' } as const
  t.deepEqual(lab.takeActions('m', 'prefix-limit'), [{ ...warning, prefixCount: 4, limit: 4 }])
  t.is(state(lab), 'Established')
  t.is(Object.keys(locRib(lab, 'z')).length, 4)
})

test('the warning comes once, however many UPDATEs follow it', (t) => {
  const lab = limited({ maximum: { ipv4: 8, ipv6: 2 } })
  lab.originate('a', ...networks(7))
  t.is(lab.takeActions('m', 'prefix-limit').length, 1)
  lab.originate('a', ...networks(8))
  t.deepEqual(lab.takeActions('m', 'prefix-limit'), [])
})

const bounds: readonly { family: Family; prefixes: readonly string[]; data: readonly number[] }[] = [
  { family: 'ipv4', prefixes: networks(5), data: [0, 1, 1, 0, 0, 0, 4] },
  { family: 'ipv6', prefixes: networks6(3), data: [0, 2, 1, 0, 0, 0, 2] },
]

for (const { family, prefixes, data } of bounds) {
  test(`one ${family} prefix more falls with Cease/1 and the bound as its data`, (t) => {
    const lab = limited()
    lab.originate('a', ...prefixes)
    const sent = lab.takeSent()
    t.deepEqual(othersFrom(sent, 'm', 'a-m'), ['6/1'])
    t.deepEqual(
      sent.flatMap(({ message }) => (message.kind === 'NOTIFICATION' ? [message] : [])),
      [{ kind: 'NOTIFICATION', code: 6, subcode: 1, data }],
    )
    const exceeded = { kind: 'prefix-limit', peer: 'a-m', family, level: 'exceeded' } as const
    const [maximum, prefixCount] = [limit.maximum[family], prefixes.length]
    t.deepEqual(lab.takeActions('m', 'prefix-limit'), [{ ...exceeded, prefixCount, limit: maximum }])
    t.is(state(lab), 'Idle')
    t.is(lab.peer('m', 'a-m').idleBecause, 'prefix-limit')
    t.deepEqual(locRib(lab, 'm'), {})
    t.deepEqual(locRib(lab, 'z'), {})
  })
}

test('the routes of the UPDATE that exceeds the limit are used by nobody, not even for a moment', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(5))
  t.deepEqual(
    lab.takeSent().filter(({ from, message }) => from === 'm' && message.kind === 'UPDATE'),
    [],
  )
})

test('the families have bounds of their own', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(4), ...networks6(2))
  t.is(state(lab), 'Established')
  t.deepEqual(
    lab.takeActions('m', 'prefix-limit').map(({ family, level }) => `${family} ${level}`),
    ['ipv4 warning', 'ipv6 warning'],
  )
  lab.originate('a', ...networks6(3))
  t.is(state(lab), 'Idle')
})

test('the count is exact under replacement, withdrawal and what was never there', (t) => {
  const lab = limited()
  const { adjRibIn } = lab.peer('m', 'a-m')
  lab.originate('a', ...networks(4))
  lab.originate('a', ...networks(4))
  t.is(adjRibIn.ipv4.count, 4)
  lab.ceaseOriginating('a', ...networks(2))
  t.is(adjRibIn.ipv4.count, 2)
  const both = packed('ipv4', ...networks(2, 3), ...networks(2, 50))
  const attributes = lab.interner.byId(adjRibIn.ipv4.received([...adjRibIn.ipv4.prefixes()][0] ?? -1))
  lab.inject('m', 'a-m', { kind: 'UPDATE', family: 'ipv4', withdrawn: both, announced: both, attributes })
  t.is(adjRibIn.ipv4.count, 4)
  const withdrawal = { announced: emptyPrefixes('ipv4'), attributes: undefined }
  lab.inject('m', 'a-m', { kind: 'UPDATE', family: 'ipv4', withdrawn: both, ...withdrawal })
  lab.inject('m', 'a-m', { kind: 'UPDATE', family: 'ipv4', withdrawn: both, ...withdrawal })
  t.is(adjRibIn.ipv4.count, 0)
  t.is(state(lab), 'Established')
})

test('what import policy rejects counts too', (t) => {
  const lab = limited({}, { import: [term('reject')] })
  lab.originate('a', ...networks(5))
  t.is(state(lab), 'Idle')
})

test('the warning comes again after the count went below its share', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(4))
  lab.ceaseOriginating('a', ...networks(1))
  lab.originate('a', ...networks(1))
  t.is(lab.takeActions('m', 'prefix-limit').length, 2)
})

test('the session tries again after its restart time, and falls again while the leak lasts', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(5))
  lab.advance(99)
  t.is(state(lab), 'Idle')
  lab.takeSent()
  lab.advance(11)
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), ['OPEN', 'KEEPALIVE', '6/1'])
  lab.ceaseOriginating('a', ...networks(1))
  lab.advance(111)
  t.is(state(lab), 'Established')
  t.is(lab.peer('m', 'a-m').idleBecause, undefined)
  t.deepEqual(Object.keys(locRib(lab, 'z')), networks(4, 2))
})

test('a session that tries again is no longer Idle because of its limit', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(5))
  lab.port('a', 'a-m', false)
  lab.advance(101)
  t.not(state(lab), 'Idle')
  t.is(lab.peer('m', 'a-m').idleBecause, undefined)
})

for (const kind of ['start', 'clear'] as const) {
  test(`without a restart time the session stays down until a ${kind}`, (t) => {
    const lab = limited({ restartSeconds: undefined })
    lab.originate('a', ...networks(5))
    lab.ceaseOriginating('a', ...networks(1))
    lab.advance(100_000)
    t.is(state(lab), 'Idle')
    t.is(lab.peer('m', 'a-m').idleBecause, 'prefix-limit')
    lab.handle('m', { kind, peer: 'a-m' })
    lab.advance(10)
    t.is(state(lab), 'Established')
    t.is(Object.keys(locRib(lab, 'z')).length, 4)
  })
}

test('a stop ends the wait for the restart', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(5))
  lab.handle('m', { kind: 'stop', peer: 'a-m' })
  lab.advance(1000)
  t.is(state(lab), 'Idle')
  t.is(lab.peer('m', 'a-m').idleBecause, 'admin')
})

test('counts start anew with the session, in every family', (t) => {
  const lab = limited()
  lab.originate('a', ...networks(4), ...networks6(2))
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  for (const family of families) t.is(lab.peer('m', 'a-m').adjRibIn[family].count, 0)
  lab.advance(10)
  t.is(lab.peer('m', 'a-m').adjRibIn.ipv4.count, 4)
  t.is(lab.takeActions('m', 'prefix-limit').length, 4)
})

test('who looks before it adds lets one more stand, and ends the session with the next, be it new or the same again', (t) => {
  for (const next of [networks(1, 6), networks(1)]) {
    const lab = limited({}, {}, profiles.frr)
    lab.originate('a', ...networks(5))
    t.is(state(lab), 'Established')
    t.is(Object.keys(locRib(lab, 'z')).length, 5)
    lab.inject('m', 'a-m', {
      kind: 'UPDATE',
      family: 'ipv4',
      withdrawn: emptyPrefixes('ipv4'),
      announced: packed('ipv4', ...next),
      attributes: lab.speaker('a').ribs.ipv4.locRib.get(0)?.best.attributes,
    })
    t.is(state(lab), 'Idle')
  }
})

test('two more in one UPDATE are too many, even for who looks before it adds', (t) => {
  const lab = limited({}, {}, profiles.frr)
  lab.originate('a', ...networks(6))
  t.is(state(lab), 'Idle')
})

test('what the import policy refuses counts, unless the profile counts what it accepts', (t) => {
  const refusing: EndDifference = { import: [term('reject', exactly('10.1.0.0/16'))] }
  for (const [profile, expected] of [
    [profiles.bird, 'Idle'],
    [profiles.frr, 'Established'],
  ] as const) {
    const lab = limited({}, refusing, profile)
    lab.originate('a', ...networks(6))
    t.is(state(lab), expected)
    lab.originate('a', ...networks(8))
    t.is(state(lab), 'Idle')
  }
})

for (const { profile, counts, is } of [
  { profile: profiles.rfc, counts: 'received', is: 'Idle' },
  { profile: profiles.bird, counts: 'eligible', is: 'Established' },
  { profile: profiles.frr, counts: 'accepted', is: 'Established' },
] as const) {
  test(`where a limit counts what is ${counts}, routes that come back leave the session ${is}`, (t) => {
    t.is(profile.limitCounts, counts)
    const ends = { m: { prefixLimit: limit, import: [term({})], export: [term({})] } }
    const lab = new SpeakerLab({
      routers: { a: { asn: 65001, profile: profiles.frr }, m: { asn: 65002, profile } },
      sessions: [{ between: ['a', 'm'], ends }],
    }).start()
    lab.originate('m', ...networks(6))
    t.is(state(lab), is)
  })
}
