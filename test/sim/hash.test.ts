import test from 'ava'
import { hashText, mixHashes } from '../../src/sim/hash.ts'

// Worked out apart, with another program.
const texts: readonly { text: string; hash: number }[] = [
  { text: '', hash: 2_872_998_923 },
  { text: 'web', hash: 87_520_214 },
  { text: 'er-amsterdam.msee1', hash: 663_235_062 },
  { text: 'Zürich', hash: 2_490_234_560 },
]

for (const { text, hash } of texts) {
  test(`'${text}' has the same hash on every machine`, (t) => {
    t.is(hashText(text), hash)
  })
}

test('the order in which hashes are mixed counts', (t) => {
  t.not(mixHashes(1, 2), mixHashes(2, 1))
})

test('one step of a counter changes about half of the 32 bits', (t) => {
  const flips = Array.from({ length: 1000 }, (_, n) => ones(mixHashes(7, n) ^ mixHashes(7, n + 1)))
  const mean = flips.reduce((sum, count) => sum + count, 0) / flips.length
  t.true(mean > 15 && mean < 17, `${mean} bits`)
})

test('names that differ in their last letter differ in half of the bits', (t) => {
  const flips = Array.from({ length: 500 }, (_, n) => ones(hashText(`msee${n}`) ^ hashText(`msee${n + 1}`)))
  const mean = flips.reduce((sum, count) => sum + count, 0) / flips.length
  t.true(mean > 15 && mean < 17, `${mean} bits`)
})

function ones(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
