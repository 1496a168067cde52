import test from 'ava'
import type { SessionEndView } from '../../src/web/view/inspect-session.ts'
import type { LimitGauge } from '../../src/web/view/limit-gauges.ts'
import { Visitor } from '../support/visitor.ts'

const session = 'ce1-er-amsterdam.msee1 private ipv4'

function limits(visitor: Visitor): readonly LimitGauge[] {
  return visitor.told('moment').limits
}

test('the fullest limit stands first, with the room that is left', (t) => {
  const [first, second] = limits(new Visitor('limits/3999-prefixes-on-standard.yaml'))
  t.is(first?.words, `${session}: 3,999 of 4,000 prefixes, 1 left (C7)`)
  t.true(first?.isNear)
  t.is(first?.warning, 3200)
  t.true((first?.used ?? 0) / (first?.limit ?? 1) >= (second?.used ?? 0) / (second?.limit ?? 1))
})

test('gauges are those of the moment that is looked at', (t) => {
  const visitor = new Visitor('limits/leak-on-both-links.yaml').lookAhead()
  const used = (seconds: number): number | undefined =>
    limits(visitor.seconds(seconds)).find(({ name }) => name.startsWith(session))?.used
  t.is(used(0.05), 1)
  // The session that exceeded its limit is down, and has none then.
  t.is(used(121), undefined)
  t.is(used(2000), 1)
})

test('a session tells what its end holds the other to, and from when on it warns', (t) => {
  const visitor = new Visitor('limits/3999-prefixes-on-standard.yaml')
  visitor.ask({ kind: 'select', selection: { kind: 'session', name: session } })
  const { inspection } = visitor.told('moment')
  const ends: readonly SessionEndView[] = inspection?.kind === 'session' ? inspection.ends : []
  t.deepEqual(
    ends.map(({ limit }) => limit),
    [undefined, { limit: 4000, warning: 3200, words: '3,999 of 4,000 prefixes, 1 left' }],
  )
})
