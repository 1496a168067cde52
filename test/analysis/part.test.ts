import test from 'ava'
import { FailureRuns } from '../../src/analysis/failure-sweep.ts'
import { allOutcomes, headProblems, mergeProblems, type PartHead } from '../../src/analysis/part.ts'
import { piecesOf } from '../../src/analysis/work.ts'
import { failuresForm, partText, readPart } from '../../src/report/analysis/part-text.ts'
import { scenario } from '../support/scenario-text.ts'

function head(difference: Partial<PartHead<string>> = {}): PartHead<string> {
  return {
    ...{ command: 'failures', program: 'vmsee 1', file: 'a.yaml', sha256: 'abc', seed: 1, pieces: 5 },
    ...{ outline: 'links', shard: { number: 1, of: 2 } },
    ...difference,
  }
}

function part(name: string, difference: Partial<PartHead<string>> = {}, left = 0) {
  const own = head(difference)
  const pieces = piecesOf(own.shard, own.pieces).slice(left)
  return { name, part: { head: own, outcomes: new Map(pieces.map((piece) => [piece, `of ${piece}`])) } }
}

const second = { shard: { number: 2, of: 2 } }

test('shards take every piece once, whatever the numbers', (t) => {
  for (const of of [1, 2, 3, 8, 20]) {
    const all = Array.from({ length: of }, (_, index) => piecesOf({ number: index + 1, of }, 13)).flat()
    t.deepEqual(
      all.toSorted((a, b) => a - b),
      Array.from({ length: 13 }, (_, index) => index),
    )
  }
})

test('parts in any order are one whole, with every outcome in the order of its piece', (t) => {
  const parts = [part('b', second), part('a')]
  t.deepEqual(mergeProblems(parts), [])
  t.deepEqual([...allOutcomes(parts.map((one) => one.part)).keys()], [0, 1, 2, 3, 4])
})

for (const { what, parts, says } of [
  { what: 'a part is missing', parts: [part('a')], says: ['part 2/2 is missing'] },
  {
    what: 'a part is there twice',
    parts: [part('a'), part('b', second), part('c', second)],
    says: ['part 2/2 is there more than once: b, c'],
  },
  {
    what: 'a part is not finished',
    parts: [part('a', {}, 1), part('b', second)],
    says: ['a is not finished: it has 2 of 3; go on with --resume a'],
  },
  {
    what: 'a part is of another division',
    parts: [part('a'), part('b', { shard: { number: 2, of: 3 } })],
    says: ['the parts are of divisions into 2 and 3'],
  },
  {
    what: 'a part is of another file',
    parts: [part('a'), part('b', { ...second, file: 'b.yaml', sha256: 'def' })],
    says: ['b is of b.yaml, and a of a.yaml', 'b and a are of different contents of the scenario file'],
  },
  {
    what: 'a part is of another seed and program',
    parts: [part('a'), part('b', { ...second, seed: 2, program: 'vmsee 2' })],
    says: ['b is of vmsee 2, and a of vmsee 1', 'b is of seed 2, and a of seed 1'],
  },
  {
    what: 'a part is of other options',
    parts: [part('a'), part('b', { ...second, outline: 'nodes' })],
    says: ['b and a are of different options'],
  },
  {
    what: 'a part has what is not its own',
    parts: [{ name: 'a', part: { head: head(), outcomes: new Map([[1, 'of 1']]) } }, part('b', second)],
    says: ['a has outcomes that are not of its shard: 1'],
  },
]) {
  test(`no whole: ${what}`, (t) => {
    t.deepEqual(mergeProblems(parts), says)
  })
}

test('shards are no difference between heads', (t) => {
  t.deepEqual(headProblems({ name: 'a', head: head() }, { name: 'b', head: head(second) }), [])
})

const runs = new FailureRuns(scenario(''), { k: 1, kinds: ['nodes'] })
runs.start()
const written = partText({
  head: {
    ...{ command: 'failures', program: 'vmsee 1', file: 'a.yaml', sha256: 'abc', seed: 1 },
    ...{ pieces: runs.pieces, outline: runs.outline, shard: { number: 1, of: 1 } },
  },
  outcomes: new Map([
    [2, runs.piece(2)],
    [0, runs.piece(0)],
  ]),
})

test('a part is read back as it was written, and its pieces are in order', (t) => {
  const read = readPart(written, failuresForm)
  if ('problem' in read) return t.fail(read.problem)
  t.deepEqual(
    [...read.outcomes],
    [
      [0, runs.piece(0)],
      [2, runs.piece(2)],
    ],
  )
  t.deepEqual(read.head.outline, runs.outline)
  t.is(partText(read), written)
})

test('a line that was being written when the program was stopped does not count', (t) => {
  const read = readPart(written.slice(0, -5), failuresForm)
  t.deepEqual('outcomes' in read && [...read.outcomes.keys()], [0])
})

test('what is no part, and a damaged line, are said', (t) => {
  t.like(readPart('version: 1\n', failuresForm), {
    problem: 'it is no part of a vmsee failures, as --shard and --resume write them',
  })
  t.like(readPart(written.replace('"piece":2', '"piece":"2"'), failuresForm), {
    problem: 'line 3 of it is damaged',
  })
})
