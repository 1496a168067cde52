import test from 'ava'
import { RandomStream, randomStream } from '../../src/sim/random.ts'

test('the seed and the name decide the draws', (t) => {
  t.deepEqual(draws(randomStream(1, 'msee1'), 5), draws(randomStream(1, 'msee1'), 5))
})

test('the first draws of a known stream stay what they are, since golden traces stand on them', (t) => {
  t.deepEqual(
    draws(randomStream(1, 'msee1'), 2).map((draw) => draw.toFixed(9)),
    ['0.794727163', '0.760571547'],
  )
})

test('streams that differ by one in the seed or one letter in the name have nothing in common', (t) => {
  const streams = [1, 2, 3, 4, 5].flatMap((seed) =>
    ['ce1', 'ce2', 'msee1', 'msee2'].map((node) => draws(randomStream(seed, node), 200)),
  )
  for (const [index, one] of streams.entries()) {
    for (const other of streams.slice(index + 1)) t.true(Math.abs(correlation(one, other)) < 0.35)
  }
})

test('the first draws of many streams are spread evenly', (t) => {
  const first = Array.from({ length: 1000 }, (_, index) => randomStream(1, `router${index}`).next())
  for (const decile of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const count = first.filter((draw) => Math.floor(draw * 10) === decile).length
    t.true(count > 60 && count < 140, `${count} of 1000 in decile ${decile}`)
  }
})

test('between 0.75 and 1 lies between 0.75 and 1, and uses that whole span', (t) => {
  const stream = randomStream(1, 'ce1')
  const jitters = Array.from({ length: 1000 }, () => stream.between(0.75, 1))
  t.true(jitters.every((jitter) => jitter >= 0.75 && jitter < 1))
  t.true(Math.min(...jitters) < 0.755 && Math.max(...jitters) > 0.995)
})

test('a stream made from the state of another goes on as that one does', (t) => {
  const stream = randomStream(1, 'ce1')
  draws(stream, 3)
  const copy = new RandomStream(stream.state)
  t.deepEqual(draws(copy, 5), draws(stream, 5))
})

function draws(stream: RandomStream, count: number): readonly number[] {
  return Array.from({ length: count }, () => stream.next())
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const products = a.map((value, index) => (value - 0.5) * ((b[index] ?? 0) - 0.5))
  return (12 * products.reduce((sum, product) => sum + product, 0)) / a.length
}
