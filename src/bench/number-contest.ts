import { wordAt } from '../net/address.ts'
import type { PackedPrefixes } from '../net/packed-prefixes.ts'
import { compiledApart } from './compiled-apart.ts'
import type { Contender, Contest } from './contest.ts'
import { type Entrant, type EntrantTable, isNumeric4, isNumeric6 } from './entrant.ts'
import { matchNumbers4, matchNumbers6 } from './loops.ts'

/**
 * The longest match by number, as a program asks that has its addresses as numbers: no interface lies between the
 * loop and the table. The tables are built for this alone, with values from 0 in order, so that a table which
 * answers its routes' own numbers gives the same answers.
 */
export function numberContest(
  prefixes: PackedPrefixes,
  entrants: readonly Entrant[],
  routed: Uint32Array,
): Contest {
  const values = Int32Array.from({ length: prefixes.count }, (_, index) => index)
  const run = prefixes.family === 'ipv4' ? asking4(routed) : asking6(routed)
  const contenders = entrants.flatMap(({ name, kind, build }): Contender[] => {
    const runOwn = run(build(prefixes, values))
    return runOwn === undefined ? [] : [{ name, kind, run: runOwn }]
  })
  const count = prefixes.family === 'ipv4' ? routed.length : routed.length / 4
  return { name: 'longest match, by number', unit: 'look-ups', count, contenders }
}

type Asking = (table: EntrantTable) => Contender['run'] | undefined

function asking4(addresses: Uint32Array): Asking {
  return (table) => {
    const matchOwn = compiledApart(matchNumbers4)
    return isNumeric4(table) ? (count) => matchOwn(table, addresses, count) : undefined
  }
}

function asking6(addresses: Uint32Array): Asking {
  const wordsAt = (word: number): Uint32Array =>
    Uint32Array.from({ length: addresses.length / 4 }, (_, index) => wordAt(addresses, 4 * index + word))
  const [a, b, c, d] = [wordsAt(0), wordsAt(1), wordsAt(2), wordsAt(3)]
  return (table) => {
    const matchOwn = compiledApart(matchNumbers6)
    return isNumeric6(table) ? (count) => matchOwn(table, a, b, c, d, count) : undefined
  }
}
