import test from 'ava'
import { decisionQuestion } from '../../src/analysis/lesson/decision-question.ts'
import { selectBest } from '../../src/bgp/decision/select-best.ts'
import { decisionAnswer, decisionText, winnerOf } from '../../src/report/lesson/decision-words.ts'
import { plain } from '../../src/report/palette.ts'

const questions = Array.from({ length: 400 }, (_, number) => decisionQuestion(3, number))
const view = { palette: plain, columns: 100 }

test('each step that a question may hang on decides about as many as any other', (t) => {
  const counts = new Map<string | undefined, number>()
  for (const { selection } of questions) {
    counts.set(selection.decidedBy, (counts.get(selection.decidedBy) ?? 0) + 1)
  }
  t.is(counts.size, 8)
  for (const [step, count] of counts) t.true(count >= 25 && count <= 80, `${step}: ${count}`)
})

test('a question has two to four candidates, of which one router has one AS, and the first in the list wins no more often', (t) => {
  for (const { candidates } of questions) {
    t.true(candidates.length >= 2 && candidates.length <= 4)
    t.is(new Set(candidates.map(({ source }) => source.address?.words[0])).size, candidates.length)
    const asnOf = new Map(candidates.map(({ source }) => [source.bgpIdentifier, source.asn]))
    for (const { source } of candidates) t.is(asnOf.get(source.bgpIdentifier), source.asn)
  }
  const pairs = questions.filter(({ candidates }) => candidates.length === 2)
  const firsts = pairs.filter((question) => winnerOf(question) === 0).length
  t.true(firsts > pairs.length / 3 && firsts < (pairs.length * 2) / 3, `${firsts} of ${pairs.length}`)
})

test('the winner is the one of the engine, in whatever order the routes are', (t) => {
  for (const question of questions) {
    const { candidates, contest } = question
    const selection = selectBest(candidates.toReversed(), contest.profile, {
      maximumPaths: 1,
      previous: undefined,
    })
    t.is(selection?.best, candidates[winnerOf(question)])
  }
})

test('the same seed and number give the same question, and others others', (t) => {
  const text = (seed: number, number: number): string => decisionText(decisionQuestion(seed, number), 1, view)
  t.is(text(3, 7), text(3, 7))
  t.is(new Set([text(3, 7), text(3, 8), text(4, 7)]).size, 3)
})

test('the answer shows the steps as far as they went, and ends with the one that decided', (t) => {
  for (const question of questions) {
    const [steps = '', sentence = ''] = decisionAnswer(question, undefined, view).trim().split('\n\n')
    const last = steps.split('\n').at(-1) ?? ''
    t.true(last.trim().startsWith(question.selection.decidedBy ?? '?'), last)
    t.regex(last, / decides +(RFC 4271 §|profile)/)
    t.is(steps.match(/decides/g)?.length, 1)
    const letter = 'abcd'[winnerOf(question)]
    t.true(sentence.startsWith(`It was ${letter}): the route from ${letter} won at`), sentence)
  }
})
