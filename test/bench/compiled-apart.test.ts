import test from 'ava'
import { compiledApart } from '../../src/bench/compiled-apart.ts'
import { mix } from '../../src/bench/contest.ts'
import { getEach } from '../../src/bench/loops.ts'

test('a copy is another function that does the same, and mixes as mix does', (t) => {
  const copy = compiledApart(getEach)
  t.not(copy, getEach)
  const table = { get: (keys: Uint32Array, offset: number): number => keys[offset] ?? 0 }
  const keys = Uint32Array.of(5, 0, 9, 0)
  t.is(copy(table, keys, 2, 2), getEach(table, keys, 2, 2))
  t.is(copy(table, keys, 2, 2), mix(mix(0, 5), 9))
})
