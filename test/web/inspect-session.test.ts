import { readFileSync } from 'node:fs'
import test from 'ava'
import type { SessionInspection } from '../../src/web/view/inspect-session.ts'
import { scenarioFolder } from '../support/run-file.ts'
import { Visitor } from '../support/visitor.ts'

const session = 'ce1-er-amsterdam.msee1 private ipv4'

function seen(visitor: Visitor): SessionInspection {
  const { inspection } = visitor
    .ask({ kind: 'select', selection: { kind: 'session', name: session } })
    .told('moment')
  if (inspection?.kind !== 'session') throw new Error('no session is seen')
  return inspection
}

test('how each end came to its state is told by the event and its number in RFC 4271', (t) => {
  const { ends } = seen(new Visitor('failover/primary-silent-cut.yaml').lookAhead().seconds(392))
  t.deepEqual(
    ends.map(({ node, last }) => [node, last?.from, last?.to, last?.event, last?.number]),
    [
      ['ce1', 'OpenConfirm', 'Established', 'KeepAliveMsg', 26],
      ['er-amsterdam.msee1', 'Established', 'Idle', 'HoldTimer_Expires', 10],
    ],
  )
})

test('before anything happened there is no last event', (t) => {
  const { ends } = seen(new Visitor('failover/primary-silent-cut.yaml').seconds(0))
  t.true(ends.every(({ state, last }) => last?.to === state || last === undefined))
})

test('timers run from whole to nothing: of BFD, of a session that is held Idle, of one that tries again', (t) => {
  const visitor = new Visitor('bfd/primary-silent-cut.yaml').lookAhead()
  const met = new Map<string, number[]>()
  for (let seconds = 240; seconds < 400; seconds += 0.25) {
    for (const { node, timers } of seen(visitor.seconds(seconds)).ends) {
      for (const { timer, leftSeconds, wholeSeconds } of timers) {
        t.true(leftSeconds >= 0 && leftSeconds <= wholeSeconds, `${seconds} ${node} ${timer} ${leftSeconds}`)
        met.set(timer, [...(met.get(timer) ?? []), leftSeconds / wholeSeconds])
      }
    }
  }
  t.deepEqual([...met.keys()].sort(), [
    'BFD Detection Time',
    'ConnectRetryTimer',
    'HoldTimer',
    'IdleHoldTimer',
    'KeepaliveTimer',
  ])
  for (const [timer, shares] of met) t.true(new Set(shares).size > 2, timer)
})

test('after an announcement the MinRouteAdvertisementIntervalTimer runs', (t) => {
  const file = 'failover/primary-silent-cut.yaml'
  const text = readFileSync(new URL(file, scenarioFolder), 'utf8')
  const slow = text.replace('ce1: { ', 'ce1: { timers: { advertisement: 20s }, ')
  const [near] = seen(new Visitor(file, slow).seconds(2)).ends
  const timer = near?.timers.find((one) => one.timer === 'MinRouteAdvertisementIntervalTimer')
  t.true(timer !== undefined && timer.wholeSeconds >= 15 && timer.wholeSeconds <= 20)
  t.true(timer !== undefined && Math.abs(timer.wholeSeconds - timer.leftSeconds - 2) < 0.1)
})
