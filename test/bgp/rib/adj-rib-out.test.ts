import test from 'ava'
import { AdjRibOut } from '../../../src/bgp/rib/adj-rib-out.ts'
import { PrefixIds } from '../../../src/bgp/rib/prefix-ids.ts'
import { absent } from '../../../src/net/prefix-table.ts'
import { packed } from '../../support/speaker-lab.ts'

function rib(): { ids: PrefixIds; out: AdjRibOut; id: number } {
  const ids = new PrefixIds('ipv4')
  const out = new AdjRibOut(ids)
  const id = ids.assign(packed('ipv4', '10.0.0.0/8').data, 0)
  out.touch(id)
  return { ids, out, id }
}

/** The prefix came up, and the peer is told this of it. */
function tell(out: AdjRibOut, id: number, attributes: number): boolean {
  out.touch(id)
  const [due, ...others] = out.takeDue()
  if (due !== id || others.length > 0) throw new Error('the prefix is not the one that is due')
  return out.settle(id, attributes)
}

test('only what differs from what the peer knows is news', (t) => {
  const { ids, out, id } = rib()
  t.true(tell(out, id, 7))
  t.is(out.count, 1)
  t.false(tell(out, id, 7))
  t.true(tell(out, id, 8))
  t.true(tell(out, id, absent))
  t.is(out.count, 0)
  t.is(ids.size, 0)
})

test('a withdrawal of what the peer never knew is no news', (t) => {
  const { ids, out, id } = rib()
  t.false(tell(out, id, absent))
  t.is(ids.size, 0)
})

test('a prefix is due once, however often it is touched', (t) => {
  const { ids, out, id } = rib()
  out.touch(id)
  t.deepEqual(out.takeDue(), [id])
  t.false(out.hasDue)
  out.settle(id, absent)
  t.is(ids.size, 0)
})

test('a postponed prefix stays due, and held once', (t) => {
  const { ids, out, id } = rib()
  for (const due of out.takeDue()) out.postpone(due)
  t.true(out.hasDue)
  t.false(tell(out, id, absent))
  t.is(ids.size, 0)
})

test('after a refresh what the peer knows is news once', (t) => {
  const { out, id } = rib()
  tell(out, id, 7)
  out.refresh()
  t.true(tell(out, id, 7))
  t.false(tell(out, id, 7))
})

test('a cleared RIB holds nothing, asked for or due', (t) => {
  const { ids, out, id } = rib()
  tell(out, id, 7)
  out.refresh()
  out.clear()
  t.deepEqual([out.count, out.hasDue, ids.size], [0, false, 0])
  const again = ids.assign(packed('ipv4', '10.0.0.0/8').data, 0)
  t.false(tell(out, again, absent))
})
