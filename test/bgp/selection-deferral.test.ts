import test from 'ava'
import type { GracefulRestartCapability } from '../../src/bgp/capability.ts'
import type { GracefulRestartConfiguration } from '../../src/bgp/fsm/graceful-restart.ts'
import type { Family } from '../../src/net/address.ts'
import { gracefulRestart } from '../support/bgp-session.ts'
import { adjRibIn, locRib, type Sent, SpeakerLab, updatesFrom } from '../support/speaker-lab.ts'

const [first, second, third] = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']

interface Hub {
  /** The far ends that take part; the others are without. */
  readonly graceful?: readonly string[]
  /** What differs at the hub. */
  readonly m?: Partial<GracefulRestartConfiguration>
  readonly families?: readonly Family[]
}

/** A hub `m` between `a` and `z`, each with a network of its own, come to rest. */
function hub({ graceful = ['a', 'z'], m, families = ['ipv4'] }: Hub = {}): SpeakerLab {
  const own = { gracefulRestart: gracefulRestart({ families, selectionDeferralSeconds: 60, ...m }) }
  const far = (name: string) => ({
    session: graceful.includes(name) ? { gracefulRestart: gracefulRestart({ families }) } : {},
  })
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 }, z: { asn: 65003 } },
    sessions: [
      { between: ['a', 'm'], families, ends: { a: far('a'), m: { session: own } } },
      { between: ['m', 'z'], families, ends: { z: far('z'), m: { session: own } } },
    ],
  }).start()
  lab.originate('a', first)
  lab.originate('z', second)
  lab.originate('m', third)
  lab.takeSent()
  return lab
}

/** The control plane of `m` is back, with the network that it is configured with. */
function restart(lab: SpeakerLab): void {
  lab.takeActions('m', 'selection-done')
  lab.restart('m')
  lab.originate('m', third)
}

function capabilityOf(sent: readonly Sent[], from: string): GracefulRestartCapability | undefined {
  const capabilities = sent.flatMap(({ message, ...by }) =>
    by.from === from && message.kind === 'OPEN' ? message.capabilities : [],
  )
  return capabilities.findLast((capability) => capability.kind === 'graceful-restart')
}

test('a restarted speaker selects when all of its peers have said that they are complete', (t) => {
  const lab = hub()
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(12)
  t.deepEqual(Object.keys(adjRibIn(lab, 'm', 'a-m')), [first])
  t.deepEqual(locRib(lab, 'm'), {})
  t.true(lab.speaker('m').hasDue)
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'a-m'), [])
  lab.port('z', 'm-z', true)
  lab.advance(12)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second, third])
  t.deepEqual(updatesFrom(lab.takeSent(), 'm', 'a-m'), [`+${third}`, `+${second}`, ''])
  t.is(lab.takeActions('m', 'selection-done').length, 1)
  t.false(lab.speaker('m').hasDue)
  t.false(lab.timers('m').some((timer) => timer.includes('Deferral')))
})

test('its peers keep its routes meanwhile, and hear of nothing that did not change', (t) => {
  const lab = hub()
  const before = [locRib(lab, 'a'), locRib(lab, 'z')]
  restart(lab)
  t.deepEqual([locRib(lab, 'a'), locRib(lab, 'z')], before)
  t.true(lab.speaker('a').hasDue)
  lab.advance(12)
  t.deepEqual([locRib(lab, 'a'), locRib(lab, 'z')], before)
  t.false(lab.speaker('a').hasDue)
})

test('what a restarted speaker no longer has goes at its peers with its End-of-RIB', (t) => {
  const lab = hub()
  lab.restart('m')
  lab.advance(12)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second])
})

test('the Selection_Deferral_Timer ends the wait for a peer that does not come', (t) => {
  const lab = hub()
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(59.9)
  t.deepEqual(locRib(lab, 'm'), {})
  lab.advance(0.1)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, third])
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, third])
})

test('a peer without the capability is waited for until its OPEN tells so', (t) => {
  const lab = hub({ graceful: ['a'] })
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(12)
  t.deepEqual(locRib(lab, 'm'), {})
  lab.port('z', 'm-z', true)
  lab.advance(200)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, second, third])
})

test('two speakers that restarted do not wait for each other', (t) => {
  const lab = hub({ graceful: ['a'] })
  lab.port('a', 'a-m', false)
  lab.restart('a')
  lab.originate('a', first)
  restart(lab)
  lab.port('a', 'a-m', true)
  lab.advance(5)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second, third])
})

test('a peer that the operator stops is not waited for', (t) => {
  const lab = hub()
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(12)
  lab.handle('m', { kind: 'stop', peer: 'm-z' })
  t.deepEqual(Object.keys(locRib(lab, 'm')), [first, third])
})

test('a family that the session does not carry is not waited for', (t) => {
  const families = ['ipv4', 'ipv6'] as const
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [
      {
        ...{ between: ['a', 'm'], families },
        ends: {
          a: { session: { families: ['ipv4'], gracefulRestart: gracefulRestart() } },
          m: { session: { gracefulRestart: gracefulRestart({ families }) } },
        },
      },
    ],
  }).start()
  lab.restart('m')
  lab.advance(5)
  t.deepEqual(
    lab.takeActions('m', 'selection-done').map(({ family }) => family),
    ['ipv6', 'ipv4'],
  )
})

test('the R bit stands in its OPENs until it has selected, and the F bit stays', (t) => {
  const lab = hub()
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(12)
  t.like(capabilityOf(lab.takeSent(), 'm'), {
    restarting: true,
    families: [{ afi: 1, safi: 1, forwarding: true }],
  })
  lab.advance(60)
  lab.handle('m', { kind: 'clear', peer: 'a-m' })
  lab.advance(5)
  t.like(capabilityOf(lab.takeSent(), 'm'), {
    restarting: false,
    families: [{ afi: 1, safi: 1, forwarding: true }],
  })
})

test('a speaker whose sessions are all without the capability selects at once', (t) => {
  const lab = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 } },
    sessions: [{ between: ['a', 'm'] }],
  }).start()
  lab.originate('a', first)
  restart(lab)
  t.deepEqual(Object.keys(locRib(lab, 'm')), [third])
  t.false(lab.speaker('m').isDeferred('ipv4'))
})

test('a second restart before the End-of-RIB deletes what was kept over the first', (t) => {
  const lab = hub()
  lab.port('z', 'm-z', false)
  lab.takeActions('a', 'stale')
  restart(lab)
  lab.advance(5)
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Established')
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second, third])
  restart(lab)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first])
})

test('a peer that is back and never says that it is complete loses its stale routes in time', (t) => {
  const lab = hub({ m: { selectionDeferralSeconds: 4000 } })
  lab.port('z', 'm-z', false)
  restart(lab)
  lab.advance(359)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first, second, third])
  t.is(lab.peer('a', 'a-m').sessions.configured.state, 'Established')
  lab.advance(1)
  t.deepEqual(Object.keys(locRib(lab, 'a')), [first])
})
