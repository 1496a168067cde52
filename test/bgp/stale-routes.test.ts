import test from 'ava'
import type { GracefulRestartConfiguration } from '../../src/bgp/fsm/graceful-restart.ts'
import { establishedSession } from '../../src/bgp/peer-sessions.ts'
import { gracefulRestart } from '../support/bgp-session.ts'
import {
  adjRibIn,
  adjRibOut,
  locRib,
  othersFrom,
  type SpeakerLab,
  updatesFrom,
} from '../support/speaker-lab.ts'
import type { EndDifference } from '../support/speaker-plan.ts'
import { row } from '../support/speaker-row.ts'

const [first, second] = ['10.1.0.0/16', '10.2.0.0/16']

interface Ends {
  readonly a?: Partial<GracefulRestartConfiguration>
  readonly m?: Partial<GracefulRestartConfiguration>
  readonly in?: EndDifference
}

/** A row whose first session is graceful at both ends, and has come to rest. */
function graceful(ends: Ends = {}): SpeakerLab {
  const lab = row({
    a: { session: { gracefulRestart: gracefulRestart(ends.a) } },
    in: { session: { gracefulRestart: gracefulRestart(ends.m) }, ...ends.in },
  })
  lab.originate('a', first, second)
  lab.takeSent()
  lab.takeActions('m', 'stale')
  return lab
}

/** The connection of `m` with `a` fails, and stays so until the port of `a` is up again. */
function lose(lab: SpeakerLab): void {
  const connection = establishedSession(lab.peer('m', 'a-m').sessions)?.connection
  lab.port('a', 'a-m', false)
  lab.handle('m', { kind: 'connection-failed', peer: 'a-m', connection, reason: 'reset by peer' })
}

function comeBack(lab: SpeakerLab): void {
  lab.port('a', 'a-m', true)
  lab.advance(5)
}

function staleAt(lab: SpeakerLab, router: string, session: string): readonly string[] {
  const { ids } = lab.speaker(router).ribs.ipv4
  const rib = lab.peer(router, session).adjRibIn.ipv4
  const known = adjRibIn(lab, router, session)
  return Object.keys(known).filter((_, index) => rib.isStale([...ids.inOrder()][index] ?? 0))
}

function reasons(lab: SpeakerLab): readonly string[] {
  return lab
    .takeActions('m', 'stale')
    .map(({ present, prefixCount, reason }) => `${present ? '+' : '-'}${prefixCount} ${reason}`)
}

test('End-of-RIB follows the initial UPDATEs, also where there is nothing to tell', (t) => {
  const session = { gracefulRestart: gracefulRestart() }
  const lab = row({ a: { session }, in: { session } })
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [''])
  lab.originate('a', first)
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [`+${first}`])
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  lab.advance(10)
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [`+${first}`, ''])
})

test('End-of-RIB is not sent where one end lacks the capability', (t) => {
  const lab = row({ a: { session: { gracefulRestart: gracefulRestart() } } })
  t.deepEqual(updatesFrom(lab.takeSent(), 'a', 'a-m'), [])
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'a-m'), [])
})

test('routes of a peer that lost its connection stay, stale, and nobody is told of anything', (t) => {
  const lab = graceful()
  lose(lab)
  t.deepEqual(reasons(lab), ['+2 kept over the end of the session'])
  t.deepEqual(staleAt(lab, 'm', 'a-m'), [first, second])
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second])
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'm-z'), [])
  t.deepEqual(Object.keys(adjRibOut(lab, 'm', 'a-m')), [])
  t.true(lab.speaker('m').hasDue)
})

test('without the capability at the far end they go', (t) => {
  const lab = row({ in: { session: { gracefulRestart: gracefulRestart() } } })
  lab.originate('a', first)
  lose(lab)
  t.deepEqual(locRib(lab, 'm'), {})
})

test('what is announced again is fresh, and the End-of-RIB deletes the rest', (t) => {
  const lab = graceful()
  lose(lab)
  lab.ceaseOriginating('a', second)
  lab.takeSent()
  lab.takeActions('m', 'stale')
  comeBack(lab)
  t.deepEqual(reasons(lab), ['-1 End-of-RIB'])
  t.deepEqual(staleAt(lab, 'm', 'a-m'), [])
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first])
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'm-z'), [`-${second}`])
  t.false(lab.speaker('m').hasDue)
  t.deepEqual(
    lab.timers('m').filter((timer) => /Restart|Stale/.test(timer)),
    [],
  )
})

test('a peer that was told before is told everything again', (t) => {
  const lab = graceful()
  lab.originate('z', '10.3.0.0/16')
  lose(lab)
  lab.takeSent()
  comeBack(lab)
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'a-m'), ['+10.3.0.0/16', ''])
})

test('a peer that does not claim to have gone on forwarding loses its stale routes as soon as it is back', (t) => {
  const lab = graceful({ a: { forwardingBitAfterReset: false } })
  lose(lab)
  lab.takeSent()
  lab.takeActions('m', 'stale')
  comeBack(lab)
  t.deepEqual(reasons(lab), ['-2 not preserved by the peer'])
  const told = updatesFrom(lab.takeSent(), 'm', 'm-z')
  t.deepEqual(told, [`-${first} -${second}`, `+${first} +${second}`])
})

test('the Restart Time of the peer bounds how long it may be away', (t) => {
  const lab = graceful({ a: { restartSeconds: 7 }, m: { restartSeconds: 1 } })
  lose(lab)
  lab.takeActions('m', 'stale')
  lab.advance(6.9)
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first, second])
  lab.advance(0.1)
  t.deepEqual(reasons(lab), ['-2 restart time over'])
  t.deepEqual(locRib(lab, 'z'), {})
  t.deepEqual(
    lab.timers('m').filter((timer) => /Restart|Stale/.test(timer)),
    [],
  )
})

test('stale routes have a bound of their own', (t) => {
  const lab = graceful({ m: { staleSeconds: 5 } })
  lose(lab)
  lab.takeActions('m', 'stale')
  lab.advance(5)
  t.deepEqual(reasons(lab), ['-2 stale for too long'])
  t.deepEqual(locRib(lab, 'm'), {})
})

test('a hold time that ran out keeps routes with the N bit at both ends, and deletes them without', (t) => {
  for (const [notification, left] of [
    [true, 2],
    [false, 0],
  ] as const) {
    const lab = graceful({ m: { notification } })
    lab.port('a', 'a-m', false)
    lab.advance(180)
    t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m').slice(-1), ['4/0'])
    t.is(Object.keys(locRib(lab, 'z')).length, left)
  }
})

test('a reset without a Hard Reset costs no route at either end', (t) => {
  const lab = graceful()
  lab.originate('z', '10.3.0.0/16')
  lab.takeSent()
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second, '10.3.0.0/16'])
  lab.advance(10)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second, '10.3.0.0/16'])
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'm-z'), [])
  t.deepEqual(staleAt(lab, 'm', 'a-m'), [])
})

test('the Hard Reset of a shutdown leaves nothing at either end', (t) => {
  const lab = graceful()
  lab.originate('z', '10.3.0.0/16')
  lab.takeSent()
  lab.handle('m', { kind: 'stop', peer: 'a-m' })
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), ['6/9'])
  t.deepEqual(Object.keys(locRib(lab, 'z')), ['10.3.0.0/16'])
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second])
})

test("the operator's stop deletes what is stale already", (t) => {
  const lab = graceful()
  lose(lab)
  lab.takeActions('m', 'stale')
  lab.handle('m', { kind: 'stop', peer: 'a-m' })
  t.deepEqual(reasons(lab), ['-2 stopped by the operator'])
  t.deepEqual(locRib(lab, 'z'), {})
})

test('a peer over its prefix limit keeps no route, whatever was agreed', (t) => {
  const prefixLimit = { maximum: { ipv4: 2, ipv6: 2 }, warningPercent: 100, restartSeconds: undefined }
  const lab = graceful({ in: { prefixLimit } })
  lab.originate('a', '10.3.0.0/16')
  t.deepEqual(othersFrom(lab.takeSent(), 'm', 'a-m'), ['6/9'])
  t.deepEqual(locRib(lab, 'm'), {})
  t.deepEqual(reasons(lab), [])
})

test('stale routes count for the prefix limit', (t) => {
  const prefixLimit = { maximum: { ipv4: 2, ipv6: 2 }, warningPercent: 100, restartSeconds: undefined }
  const lab = graceful({ in: { prefixLimit } })
  lose(lab)
  lab.ceaseOriginating('a', first, second)
  lab.originate('a', '10.3.0.0/16')
  comeBack(lab)
  t.is(lab.peer('m', 'a-m').idleBecause, 'prefix-limit')
})
