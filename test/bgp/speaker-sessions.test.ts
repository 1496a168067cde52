import test from 'ava'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { attributes } from '../support/bgp-routes.ts'
import {
  adjRibIn,
  adjRibOut,
  locRib,
  othersFrom,
  packed,
  SpeakerLab,
  updatesFrom,
} from '../support/speaker-lab.ts'
import { row, toInternal } from '../support/speaker-row.ts'

const prefix = '10.1.0.0/16'

test('a stop says Cease/2, takes the routes along, and lasts until a start', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.takeSent()
  lab.handle('m', { kind: 'stop', peer: 'a-m' })
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), ['6/2'])
  t.deepEqual(locRib(lab, 'm'), {})
  t.deepEqual(locRib(lab, 'z'), {})
  t.is(lab.peer('m', 'a-m').idleBecause, 'admin')
  t.deepEqual(
    lab.timers('m').filter((timer) => timer.startsWith('a-m')),
    [],
  )
  lab.advance(600)
  t.is(lab.peer('m', 'a-m').sessions.configured.state, 'Idle')
  lab.handle('m', { kind: 'start', peer: 'a-m' })
  lab.advance(10)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
  t.is(lab.peer('m', 'a-m').idleBecause, undefined)
})

test('a clear says Cease/4, takes the routes along, and the session comes back by itself', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.takeSent()
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), ['6/4'])
  t.deepEqual(locRib(lab, 'z'), {})
  lab.advance(10)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
})

test('a clear does not start a session that the operator stopped', (t) => {
  const lab = row({})
  lab.handle('m', { kind: 'stop', peer: 'a-m' })
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  lab.advance(600)
  t.is(lab.peer('m', 'a-m').sessions.configured.state, 'Idle')
  t.is(lab.peer('m', 'a-m').idleBecause, 'admin')
})

test('a passive end waits for the other one, after a start as after a fall', (t) => {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [{ between: ['a', 'm'], ends: { a: { session: { passive: true } } } }],
  }).start()
  t.deepEqual(lab.takeActions('a', 'connect'), [])
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Established')
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  lab.advance(1)
  t.deepEqual(lab.takeActions('a', 'connect'), [])
  lab.advance(10)
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Established')
})

test('a port that goes down takes its sessions and their routes along at once', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.takeSent()
  lab.port('m', 'a-m', false)
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), [])
  t.deepEqual(locRib(lab, 'm'), {})
  t.deepEqual(locRib(lab, 'z'), {})
  t.is(lab.peer('m', 'm-z').sessions.configured.state, 'Established')
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Established')
  lab.port('m', 'a-m', true)
  lab.advance(200)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
})

const falls: readonly { profile: 'bird' | 'frr' | 'gobgp'; standing: readonly string[] }[] = [
  { profile: 'bird', standing: [] },
  { profile: 'frr', standing: ['m-z'] },
  { profile: 'gobgp', standing: ['a-m', 'm-z'] },
]

for (const { profile, standing } of falls) {
  test(`with ${profile}, of an external and an internal session ${standing.length} outlive their ports`, (t) => {
    const lab = row({ asns: toInternal, profile: profiles[profile] })
    const sessions = ['a-m', 'm-z']
    for (const session of sessions) lab.port('m', session, false)
    t.deepEqual(
      sessions.filter((session) => lab.peer('m', session).negotiated !== undefined),
      [...standing],
    )
  })
}

test('a session whose attempt went unanswered tries again as soon as its port comes up', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.port('a', 'a-m', false)
  lab.advance(195)
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Connect')
  lab.takeActions('a', 'connect')
  lab.port('a', 'a-m', true)
  t.is(lab.takeActions('a', 'connect').length, 1)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
})

test('a port that comes up leaves alone whom the operator stopped, and a session that stands', (t) => {
  const lab = row({})
  lab.handle('a', { kind: 'stop', peer: 'a-m' })
  lab.takeActions('m', 'connect')
  lab.port('a', 'a-m', true)
  lab.port('m', 'm-z', true)
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Idle')
  t.deepEqual(lab.takeActions('m', 'connect'), [])
  t.is(lab.peer('m', 'm-z').sessions.configured.state, 'Established')
})

test('a port that goes down drops a connection before its OPENs too', (t) => {
  const session = { delayOpenSeconds: 5 }
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [{ between: ['a', 'm'], ends: { a: { session }, m: { session } } }],
  }).start()
  const { connection } = lab.peer('a', 'a-m').sessions.configured
  lab.takeActions('a', 'close')
  lab.port('a', 'a-m', false)
  t.is(lab.peer('a', 'a-m').sessions.configured.connection, undefined)
  t.deepEqual(lab.takeActions('a', 'close'), [{ kind: 'close', peer: 'a-m', connection }])
})

test('a router whose peer falls silent withdraws by the hold timer, the earliest and the latest it may be', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.advance(59)
  lab.port('a', 'a-m', false)
  lab.advance(120)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
  lab.advance(1)
  t.deepEqual(locRib(lab, 'z'), {})
})

for (const families of [['ipv4'], ['ipv4', 'ipv6']] as const) {
  test(`ROUTE-REFRESH is answered by everything of its family, with ${families.join(' and ')}`, (t) => {
    const lab = new SpeakerLab({
      routers: { a: { asn: 65001 }, m: { asn: 65002 } },
      sessions: [{ between: ['a', 'm'], families }],
    }).start()
    lab.originate('a', prefix, '10.2.0.0/16', '2001:db8::/32')
    const told = adjRibOut(lab, 'a', 'a-m')
    lab.takeSent()
    lab.inject('a', 'a-m', { kind: 'ROUTE-REFRESH', family: 'ipv4', subtype: 'request' })
    t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [`+${prefix} +10.2.0.0/16`])
    t.deepEqual(adjRibOut(lab, 'a', 'a-m'), told)
    t.is(lab.peer('a', 'a-m').adjRibOut.ipv4.count, 2)
    lab.inject('a', 'a-m', { kind: 'ROUTE-REFRESH', family: 'ipv6', subtype: 'request' })
    t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), families.length === 1 ? [] : ['+2001:db8::/32'])
  })
}

test('an UPDATE of a family that was not negotiated is ignored', (t) => {
  const lab = row({})
  lab.inject('m', 'a-m', {
    kind: 'UPDATE',
    family: 'ipv6',
    withdrawn: emptyPrefixes('ipv6'),
    announced: packed('ipv6', '2001:db8::/32'),
    attributes: lab.interner.intern(attributes({ asns: [65001] })),
  })
  t.deepEqual(locRib(lab, 'm'), {})
  t.is(lab.speaker('m').ribs.ipv6.ids.size, 0)
  t.is(lab.peer('m', 'a-m').sessions.configured.state, 'Established')
})

test('a family that only one end offers is not told', (t) => {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [
      {
        between: ['a', 'm'],
        families: ['ipv4', 'ipv6'],
        ends: { m: { session: { families: ['ipv4'] } } },
      },
    ],
  }).start()
  lab.originate('a', prefix, '2001:db8::/32')
  t.deepEqual(Object.keys(adjRibIn(lab, 'm', 'a-m')), [prefix])
  t.deepEqual(Object.keys(adjRibOut(lab, 'a', 'a-m')), [prefix])
})

test('an End-of-RIB changes nothing', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  lab.takeSent()
  const nothing = emptyPrefixes('ipv4')
  lab.inject('m', 'a-m', {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: nothing, announced: nothing, attributes: undefined },
  })
  t.deepEqual(Object.keys(locRib(lab, 'z')), [prefix])
  t.deepEqual(lab.takeSent(), [])
})

test('a session that comes up late is told everything, and one that comes back is told again', (t) => {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [{ between: ['a', 'm'] }],
  })
  lab.originate('a', prefix)
  lab.start()
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [`+${prefix}`])
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  lab.advance(10)
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [`+${prefix}`])
})

test('a message on a connection that is gone says nothing', (t) => {
  const lab = row({})
  const message: UpdateMessage = {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packed('ipv4', prefix),
    attributes: lab.interner.intern(attributes({ asns: [65001] })),
  }
  lab.handle('m', { kind: 'message', peer: 'a-m', connection: 99, message })
  t.deepEqual(locRib(lab, 'm'), {})
})

test('a peer that is not configured is a bug of the caller', (t) => {
  t.throws(() => row({}).handle('m', { kind: 'start', peer: 'nobody' }), { message: 'm has no peer nobody' })
})

test('an UPDATE sent restarts the KeepaliveTimer', (t) => {
  const lab = row({})
  lab.advance(50)
  lab.takeSent()
  lab.originate('m', prefix)
  lab.advance(50)
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'm-z'), [])
})

test('a session that comes back brings the routes that it had, not new ones like them', (t) => {
  const lab = row({})
  lab.originate('a', prefix)
  const { ids, locRib: rib } = lab.speaker('m').ribs.ipv4
  const [before] = [...rib.prefixes()].map((id) => rib.get(id))
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  t.is(ids.size, 0)
  lab.advance(10)
  const [after] = [...rib.prefixes()].map((id) => rib.get(id))
  t.truthy(after)
  t.is(after, before)
})

test('a port takes an internal session along, unless the profile keeps that until its hold time', (t) => {
  for (const [profile, state] of [
    [profiles.bird, 'Idle'],
    [profiles.frr, 'Established'],
  ] as const) {
    const lab = row({ asns: toInternal, profile })
    lab.port('m', 'm-z', false)
    t.is(lab.peer('m', 'm-z').sessions.configured.state, state)
    lab.port('m', 'a-m', false)
    t.is(lab.peer('m', 'a-m').sessions.configured.state, 'Idle')
  }
})
