import { addressWords, wordAt } from '../net/address.ts'
import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'
import { TreeBitmap } from '../net/trie/tree-bitmap.ts'
import { compiledApart } from './compiled-apart.ts'
import { type Contender, type Contest, mix } from './contest.ts'
import { Draws, shuffledOrder } from './draws.ts'
import {
  type Entrant,
  type EntrantTable,
  isBatching,
  isChanging,
  isCloning,
  isCovering,
  isExact,
  isMatching,
  isNumeric4,
  isNumeric6,
  isWalked,
  type Matching,
} from './entrant.ts'
import {
  churn,
  cloneAndChange,
  getEach,
  matchEach,
  matchInTurn,
  matchMany,
  update,
  walkAll,
  walkCovered,
} from './loops.ts'
import { numberContest } from './number-contest.ts'
import { inOrder, sortedOrder } from './prefix-order.ts'
import { coveringPrefixes, randomAddresses, routedAddresses, skewedAddresses } from './questions.ts'

/** What a contest of route tables is held about. */
export interface Course {
  readonly prefixes: PackedPrefixes
  /** A day of updates: the prefixes in order, the new value of each, negative where it is withdrawn. */
  readonly updates: { readonly prefixes: PackedPrefixes; readonly values: Int32Array } | undefined
  readonly seed: number
}

interface Participant {
  readonly entrant: Entrant
  readonly table: EntrantTable
}

/** What all contests of one course have in common. */
interface Ground extends Course {
  readonly values: Int32Array
  /** The prefixes' indexes in address order. */
  readonly order: Uint32Array
  readonly participants: readonly Participant[]
  readonly draws: Draws
}

/** Everything that is asked of a route table, each as a contest between those that can do it. */
export function routeContests(course: Course, entrants: readonly Entrant[]): readonly Contest[] {
  const { prefixes, seed } = course
  const values = Int32Array.from({ length: prefixes.count }, (_, index) => index + 1)
  const participants = entrants.map((entrant) => ({ entrant, table: entrant.build(prefixes, values) }))
  const draws = new Draws(seed, `questions ${prefixes.family} ${prefixes.count}`)
  const ground: Ground = { ...course, values, order: sortedOrder(prefixes), participants, draws }
  return [
    ...building(ground),
    exactMatch(ground),
    ...longestMatches(ground),
    churning(ground),
    ...dayOfUpdates(ground),
    coveredWalks(ground),
    iteration(ground),
    cloning(ground),
  ]
}

function building({ prefixes, values, order, participants }: Ground): readonly Contest[] {
  const sortedValues = Int32Array.from(order, (index) => values[index] ?? 0)
  const builders = participants
    .filter(({ entrant, table }) => entrant.isLinear !== true && isExact(table))
    .map(({ entrant }) => entrant)
  return [
    buildContest('build, shuffled', prefixes, values, builders),
    buildContest('build, sorted', inOrder(prefixes, order), sortedValues, builders),
  ]
}

/** Whether everything is in the table is asked by exact match: here sixteen prefixes tell that it was built. */
function buildContest(
  name: string,
  prefixes: PackedPrefixes,
  values: Int32Array,
  entrants: readonly Entrant[],
): Contest {
  const { count, data, family } = prefixes
  const step = Math.ceil(count / 16) * prefixStride[family]
  const contenders = entrants.map(({ name: contender, kind, build }) => ({
    name: contender,
    kind,
    run: () => {
      const table = build(prefixes, values)
      let checksum = 0
      for (let offset = 0; offset < data.length; offset += step) {
        checksum = mix(checksum, table.get?.(data, offset) ?? 0)
      }
      return checksum
    },
  }))
  return { name, unit: 'prefixes', count, contenders }
}

function exactMatch(ground: Ground): Contest {
  const { prefixes, draws } = ground
  const stride = prefixStride[prefixes.family]
  const { data } = inOrder(prefixes, shuffledOrder(prefixes.count, draws))
  const contenders = contendersOf(ground, prefixes.count, isExact, (table) => {
    const getOwn = compiledApart(getEach)
    return (count) => getOwn(table, data, stride, count)
  })
  return { name: 'exact match', unit: 'look-ups', count: prefixes.count, contenders }
}

function longestMatches(ground: Ground): readonly Contest[] {
  const { prefixes, draws } = ground
  const asked = questionCount(prefixes.count)
  const random = randomAddresses(prefixes.family, asked, draws)
  const routed = routedAddresses(prefixes, asked, draws)
  const skewed = skewedAddresses(prefixes.family, routed, draws)
  return [
    matchContest('longest match, random', ground, random, matchEach, batches(ground, random)),
    matchContest('longest match, routed', ground, routed, matchEach, batches(ground, routed)),
    matchContest('longest match, skewed', ground, skewed, matchEach, batches(ground, skewed)),
    matchContest('longest match, dependent', ground, routed, matchInTurn, []),
    numberContest(prefixes, numericEntrants(ground), routed),
  ]
}

function numericEntrants({ participants }: Ground): readonly Entrant[] {
  return participants
    .filter(({ table }) => isNumeric4(table) || isNumeric6(table))
    .map(({ entrant }) => entrant)
    .filter(({ onlyBuilds }) => onlyBuilds !== true)
}

/** What is asked one by one is asked of whole batches too, where a table can do that. */
function batches(ground: Ground, addresses: Uint32Array): readonly Contender[] {
  const words = addressWords[ground.prefixes.family]
  const contenders = contendersOf(ground, addresses.length / words, isBatching, (table) => {
    const matchOwn = compiledApart(matchMany)
    return (asked) => matchOwn(table, addresses, words, asked)
  })
  return contenders.map((contender) => ({ ...contender, name: 'matchMany' }))
}

/** A power of two, and enough that no processor learns all questions by heart. */
function questionCount(prefixes: number): number {
  return Math.min(2 ** 20, Math.max(2 ** 16, 2 ** Math.ceil(Math.log2(4 * prefixes))))
}

function matchContest(
  name: string,
  ground: Ground,
  addresses: Uint32Array,
  loop: typeof matchEach,
  more: readonly Contender[],
): Contest {
  const words = addressWords[ground.prefixes.family]
  const count = addresses.length / words
  const run = (table: Matching): Contender['run'] => {
    const matchOwn = compiledApart(loop)
    return (asked) => matchOwn(table, addresses, words, asked)
  }
  const bound = {
    name: 'read out',
    kind: 'ceiling',
    count,
    run: run(answersOf(ground, addresses)),
  } as const
  return {
    name,
    unit: 'look-ups',
    count,
    contenders: [...contendersOf(ground, count, isMatching, run), ...more, bound],
  }
}

/** No table can be quicker than to read the answer from where it was written down before. */
function answersOf({ prefixes, values }: Ground, addresses: Uint32Array): Matching {
  const words = addressWords[prefixes.family]
  const table = new TreeBitmap(prefixes.family)
  for (const [index, value] of values.entries()) table.set(prefixes.data, index * (words + 1), value)
  const answers = Int32Array.from({ length: addresses.length / words }, (_, index) =>
    table.match(addresses, index * words),
  )
  const shift = Math.log2(words)
  return { match: (_, offset) => wordAt(answers, offset >> shift) }
}

function churning(ground: Ground): Contest {
  const { prefixes, values, draws } = ground
  const stride = prefixStride[prefixes.family]
  const most = Math.min(200_000, Math.ceil(prefixes.count / 5))
  const chosen = shuffledOrder(prefixes.count, draws).subarray(0, most)
  const { data } = inOrder(prefixes, chosen)
  const chosenValues = Int32Array.from(chosen, (index) => values[index] ?? 0)
  const order = shuffledOrder(most, draws)
  const count = 2 * most
  const contenders = contendersOf(ground, count, isChanging, (table) => {
    const churnOwn = compiledApart(churn)
    return (changes) => churnOwn(table, data, stride, chosenValues, order, changes)
  })
  return { name: 'churn', unit: 'changes', count, contenders }
}

/** The day is played once before, on a table of its own, so that every run begins where the day ends. */
function dayOfUpdates(ground: Ground): readonly Contest[] {
  const { prefixes, values, updates } = ground
  if (updates === undefined) return []
  const stride = prefixStride[prefixes.family]
  const { data, count } = updates.prefixes
  const participants = ground.participants
    .filter(({ entrant, table }) => entrant.isLinear !== true && isChanging(table))
    .map(({ entrant }) => ({ entrant, table: entrant.build(prefixes, values) }))
  const contenders = contendersOf({ participants, prefixes }, count, isChanging, (table) => {
    const updateOwn = compiledApart(update)
    updateOwn(table, data, stride, updates.values, count)
    return (wanted) => updateOwn(table, data, stride, updates.values, wanted)
  })
  return [{ name: 'day of updates', unit: 'updates', count, contenders }]
}

function coveredWalks(ground: Ground): Contest {
  const { prefixes, order, draws } = ground
  const stride = prefixStride[prefixes.family]
  const { data, count } = coveringPrefixes(inOrder(prefixes, order), 1024, 16, draws)
  const contenders = contendersOf(ground, count, isCovering, (table) => {
    const walkOwn = compiledApart(walkCovered)
    return (asked) => walkOwn(table, data, stride, asked)
  })
  return { name: 'covered, 16 to 64 each', unit: 'walks', count, contenders }
}

/** A list in order is no floor here: it is all that a walk could be. */
function iteration(ground: Ground): Contest {
  const { count } = ground.prefixes
  const contenders = contendersOf(ground, count, isWalked, (table) => {
    const walkOwn = compiledApart(walkAll)
    return () => walkOwn(table)
  })
  return {
    name: 'iteration',
    unit: 'prefixes',
    count,
    contenders: contenders.map((contender) => ({ ...contender, count })),
  }
}

function cloning(ground: Ground): Contest {
  const { prefixes } = ground
  const stride = prefixStride[prefixes.family]
  const contenders = contendersOf(ground, 1, isCloning, (table) => {
    const cloneOwn = compiledApart(cloneAndChange)
    return (count) => cloneOwn(table, prefixes.data, stride, count)
  })
  return { name: 'clone, one change', unit: 'clones', count: 1, contenders }
}

/** Those of the participants that can do it, each with its own way to do it. */
function contendersOf<Table extends EntrantTable>(
  { participants, prefixes }: Pick<Ground, 'participants' | 'prefixes'>,
  count: number,
  can: (table: EntrantTable) => table is Table,
  runOf: (table: Table) => Contender['run'],
): readonly Contender[] {
  const affordable = Math.max(4, Math.floor(2 ** 21 / prefixes.count))
  return participants.flatMap(({ entrant: { name, kind, isLinear, onlyBuilds }, table }) => {
    if (onlyBuilds === true || !can(table)) return []
    return [{ name, kind, count: isLinear === true ? Math.min(count, affordable) : count, run: runOf(table) }]
  })
}
