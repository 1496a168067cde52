import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { readBirdNotifications, readBirdSessions } from '../../src/live/daemons/bird/read.ts'
import { birdConfiguration } from '../../src/live/daemons/bird/render.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { readFrrSessions } from '../../src/live/daemons/frr/read.ts'
import { bfddConfiguration, changedLimitLines, frrConfiguration } from '../../src/live/daemons/frr/render.ts'
import { type RouterSetup, routerSetups } from '../../src/live/daemons/router-setup.ts'
import { scenarioFrom } from '../support/lab-scenario.ts'

const watched = scenarioFrom(`
version: 1
title: A circuit with BFD
circuits:
  er:
    peeringLocation: Amsterdam
    sku: { tier: Standard }
    bandwidth: 1 Gbps
    peerings: { private: { vlanId: 100, peerAsn: 65010, peerAddressPrefix: 172.16.0.0/29, bfd: true } }
routers: { ce1: { asn: 65010, connect: { circuit: er, path: primary } } }
`)

function setupOf(name: string, playsBfd: boolean): RouterSetup {
  const plan = conformancePlan(watched, profiles.frr, { leavesOut: [], playsBfd })
  const setup = routerSetups(plan).find((other) => other.name === name)
  if (setup === undefined) throw new Error(`no router ${name}`)
  return setup
}

const interval = 'interface "port0" { min tx interval 500 ms; min rx interval 500 ms; multiplier 3; };'

test('BIRD watches a session where the scenario does, at intervals that a busy host keeps to', (t) => {
  const [text, without] = [true, false].map((playsBfd) =>
    birdConfiguration(setupOf('ce1', playsBfd), [], 'log'),
  )
  t.true(text?.includes(`protocol bfd {\n  ${interval}\n}`))
  t.true(text?.includes('  bfd on;'))
  t.false(without?.includes('bfd'))
})

test('FRR has a profile for bfdd, which bgpd is told of when a session stands', (t) => {
  const setup = setupOf('ce1', true)
  t.true(bfddConfiguration(setup).includes(' profile bfd-500-500-3\n'))
  t.false(frrConfiguration(setup, [], 'log', 'none').includes('bfd'))
})

const states: readonly { readonly shown: string; readonly bfdUp: boolean }[] = [
  { shown: 'Up', bfdUp: true },
  { shown: 'Down', bfdUp: false },
  { shown: 'Init', bfdUp: false },
]

for (const { shown, bfdUp } of states) {
  test(`a session whose BFD is shown as ${shown} is ${bfdUp ? '' : 'not '}up there`, (t) => {
    const [setup, name] = [setupOf('ce1', true), 'ce1-er.msee1 private ipv4']
    const protocols = 'peer0      BGP        ---        up     12:00:00.000  Established\n'
    const watched = `IP address  Interface  State  Since\n172.16.0.2  port0  ${shown}  12:00:01.000\n`
    const told = JSON.stringify({ '172.16.0.2': { peerBfdInfo: { status: shown } } })
    t.is(readBirdSessions({ protocols, watched }, setup, []).get(name)?.bfdUp, bfdUp)
    t.is(readFrrSessions(told, setup, []).get(name)?.bfdUp, bfdUp)
    t.is(readFrrSessions(told, setupOf('ce1', false), []).get(name)?.bfdUp, undefined)
  })
}

test('BIRD says in its log that BFD lost the peer, and Cease/0 to whom it may reach', (t) => {
  const log = '2026-11-29 12:00:00.000 <TRACE> peer0: BFD session down'
  t.deepEqual(readBirdNotifications(log, setupOf('ce1', true)), [
    { router: 'ce1', session: 'ce1-er.msee1 private ipv4', code: 6, subcode: 0 },
  ])
})

test('FRR is told of the prefix limits that changed alone', (t) => {
  const before = setupOf('er.msee1', false)
  const limit = { maximum: { ipv4: 7, ipv6: 3 }, warningPercent: 50, restartSeconds: undefined }
  const withLimit = (prefixLimit: typeof limit | undefined): RouterSetup => ({
    ...before,
    peers: before.peers.map((peer, index) =>
      index === 0 ? { ...peer, configuration: { ...peer.configuration, prefixLimit } } : peer,
    ),
  })
  t.deepEqual(changedLimitLines(before, before), [])
  t.deepEqual(changedLimitLines(before, withLimit(limit)), [
    'address-family ipv4 unicast',
    'neighbor 172.16.0.1 maximum-prefix 7 50',
    'exit-address-family',
  ])
  t.deepEqual(changedLimitLines(before, withLimit(undefined)), [
    'address-family ipv4 unicast',
    'no neighbor 172.16.0.1 maximum-prefix',
    'exit-address-family',
  ])
})
