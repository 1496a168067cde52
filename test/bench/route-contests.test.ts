import test from 'ava'
import { type Contest, checksumOf, countFor } from '../../src/bench/contest.ts'
import type { Entrant } from '../../src/bench/entrant.ts'
import { entrants } from '../../src/bench/entrants.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { type Course, routeContests } from '../../src/bench/route-contests.ts'
import { type Family, families } from '../../src/net/address.ts'

function course(family: Family, count: number): Course {
  const prefixes = generatedTable(family, count, 1)
  const others = generatedTable(family, count, 2)
  // One prefix in three is withdrawn, and those of another table mostly are not there.
  const values = Int32Array.from({ length: others.count }, (_, index) => (index % 3 === 0 ? -1 : index))
  return { prefixes, updates: { prefixes: others, values }, seed: 1 }
}

for (const family of families) {
  for (const count of [1, 300]) {
    for (const contest of routeContests(course(family, count), entrants)) {
      test(`all tables agree on ${contest.name}, ${family}, ${count}`, (t) => {
        t.true(contest.contenders.length > 1)
        t.notThrows(() => checksumOf(contest))
        if (count > 1) t.not(checksumOf(contest), 0)
      })
    }
  }
}

test('a table whose look-ups are wrong is refused', (t) => {
  const wrong = planted({ match: () => 7 })
  t.deepEqual(refusedBy(wrong), [
    'longest match, random',
    'longest match, routed',
    'longest match, skewed',
    'longest match, dependent',
  ])
})

test('a table that was not built, and that changes nothing, is refused', (t) => {
  const idle = planted({ get: () => -1, set: () => -1, delete: () => -1 })
  t.deepEqual(refusedBy(idle), ['build, shuffled', 'build, sorted', 'exact match', 'churn', 'day of updates'])
})

test('a table takes part in what it can do, and a linear one is asked little', (t) => {
  const contests = routeContests(course('ipv4', 30_000), [...entrants, planted({ match: () => -1 })])
  const partakes = contests.filter(({ contenders }) => contenders.some(({ name }) => name === 'planted'))
  t.deepEqual(
    partakes.map(({ name }) => name).filter((name) => !name.startsWith('longest match')),
    [],
  )
  const list = contests.flatMap((contest) =>
    contest.contenders
      .filter(({ name }) => name === 'list' && contest.name !== 'iteration')
      .map((contender) => countFor(contest, contender)),
  )
  t.true(list.length > 4)
  t.deepEqual([...new Set(list)], [69])
})

function planted(table: ReturnType<Entrant['build']>): Entrant {
  return { name: 'planted', kind: 'peer', build: () => table }
}

function refusedBy(entrant: Entrant): readonly string[] {
  const isRefused = (contest: Contest): boolean => {
    try {
      checksumOf(contest)
      return false
    } catch (error) {
      return error instanceof Error && error.message.includes('planted gives')
    }
  }
  return routeContests(course('ipv4', 300), [...entrants, entrant])
    .filter(isRefused)
    .map(({ name }) => name)
}
