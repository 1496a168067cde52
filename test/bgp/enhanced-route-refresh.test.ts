import test from 'ava'
import type { RouteRefreshMessage, UpdateMessage } from '../../src/bgp/message.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { gracefulRestart } from '../support/bgp-session.ts'
import { locRib, type Sent, type SpeakerLab } from '../support/speaker-lab.ts'
import { announce, row } from '../support/speaker-row.ts'

const [first, second] = ['10.1.0.0/16', '10.2.0.0/16']
const enhanced = { session: { enhancedRouteRefresh: { staleSeconds: 30 } } }

function refreshing(ends: Parameters<typeof row>[0] = { a: enhanced, in: enhanced }): SpeakerLab {
  const lab = row(ends)
  lab.originate('a', first, second)
  lab.takeSent()
  return lab
}

function said(lab: SpeakerLab, subtype: RouteRefreshMessage['subtype'], router = 'm'): void {
  lab.inject(router, 'a-m', { kind: 'ROUTE-REFRESH', family: 'ipv4', subtype })
}

function kinds(sent: readonly Sent[]): readonly string[] {
  return sent.flatMap(({ from, message }) => {
    if (from !== 'a') return []
    return [message.kind === 'ROUTE-REFRESH' ? message.subtype : message.kind]
  })
}

const nothing = emptyPrefixes('ipv4')
const endOfRib: UpdateMessage = {
  ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: nothing, announced: nothing, attributes: undefined },
}

test('the answer to a request has a beginning and an end', (t) => {
  const lab = refreshing()
  said(lab, 'request', 'a')
  t.deepEqual(kinds(lab.takeSent()), ['BoRR', 'UPDATE', 'EoRR'])
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first, second])
  t.false(lab.speaker('m').hasDue)
})

test('a peer that is asked by the operator answers, and its routes are fresh afterwards', (t) => {
  const lab = refreshing()
  lab.handle('m', { kind: 'refresh', peer: 'a-m' })
  t.deepEqual(kinds(lab.takeSent()), ['BoRR', 'UPDATE', 'EoRR'])
  t.deepEqual(
    lab.takeActions('m', 'stale').map(({ present, prefixCount }) => [present, prefixCount]),
    [
      [true, 2],
      [false, 0],
    ],
  )
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first, second])
})

test('it has them where there is nothing to tell, too, and not for a peer without the capability', (t) => {
  const empty = row({ a: enhanced, in: enhanced })
  empty.takeSent()
  said(empty, 'request', 'a')
  t.deepEqual(kinds(empty.takeSent()), ['BoRR', 'EoRR'])
  const plain = refreshing({ a: enhanced })
  said(plain, 'request', 'a')
  t.deepEqual(kinds(plain.takeSent()), ['UPDATE'])
})

test('what is not announced again between the two goes', (t) => {
  const lab = refreshing()
  said(lab, 'BoRR')
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first, second])
  announce(lab, {}, first)
  said(lab, 'EoRR')
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first])
  t.false(lab.timers('m').some((timer) => timer.includes('Stale')))
})

test('an end that does not come is bounded', (t) => {
  const lab = refreshing()
  said(lab, 'BoRR')
  lab.advance(29.9)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second])
  lab.advance(0.1)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [])
})

test('an end without a beginning, and a beginning without the capability, change nothing', (t) => {
  const lab = refreshing()
  said(lab, 'EoRR')
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second])
  const plain = refreshing({ in: enhanced })
  said(plain, 'BoRR')
  said(plain, 'EoRR')
  t.deepEqual(Object.keys(locRib(plain, 'm')), [first, second])
})

test('with graceful restart a beginning counts after the End-of-RIB alone', (t) => {
  const session = { ...enhanced.session, gracefulRestart: gracefulRestart() }
  const lab = refreshing({ a: { session }, in: { session } })
  lab.peer('m', 'a-m').endOfRibHeard.clear()
  said(lab, 'BoRR')
  said(lab, 'EoRR')
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second])
  lab.inject('m', 'a-m', endOfRib)
  said(lab, 'BoRR')
  said(lab, 'EoRR')
  t.deepEqual(Object.keys(locRib(lab, 'm')), [])
})
