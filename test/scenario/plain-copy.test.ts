import test from 'ava'
import { plainCopy } from '../../src/scenario/plain-copy.ts'

const value = {
  at: 7,
  prefixes: { family: 'ipv4', data: Uint32Array.of(1, 2) },
  paths: [{ asns: [65001], med: undefined }],
  communities: new Set([3]),
}

test('a copy is what structuredClone makes, and shares nothing with what it is of', (t) => {
  const copy = plainCopy(value)
  t.deepEqual(copy, structuredClone(value))
  copy.prefixes.data[0] = 9
  copy.paths[0]?.asns.push(65002)
  copy.communities.add(4)
  t.is(value.prefixes.data[0], 1)
  t.deepEqual(value.paths[0]?.asns, [65001])
  t.deepEqual(value.communities, new Set([3]))
})
