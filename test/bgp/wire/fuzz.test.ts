import test from 'ava'
import { fuzzWire } from '../../support/wire-fuzz.ts'

// More of them: npm run fuzz -- wire --seed 1 --cases 10000000.
test('20,000 mutated messages are each read, ignored or refused, and nothing throws', (t) => {
  const outcomes = fuzzWire(1, 0, 20_000)
  const reached = ['UPDATE', 'OPEN', 'treat-as-withdraw', 'attribute-discard', 'prefix-ignored', 'ignored']
  const refused = [
    'BGPHeaderErr 1/2',
    'BGPOpenMsgErr 2/0',
    'UpdateMsgErr 3/1',
    'UpdateMsgErr 3/9',
    'UpdateMsgErr 3/10',
  ]
  for (const outcome of [...reached, ...refused]) t.true((outcomes[outcome] ?? 0) > 0, outcome)
})

test('a case depends on the seed and its number alone', (t) => {
  const all = fuzzWire(7, 0, 300)
  const [first, second] = [fuzzWire(7, 0, 100), fuzzWire(7, 100, 200)]
  const sum = Object.fromEntries(
    Object.keys(all).map((outcome) => [outcome, (first[outcome] ?? 0) + (second[outcome] ?? 0)]),
  )
  t.deepEqual(sum, { ...all })
})
