import test from 'ava'
import { canJudge, roundOutcome, unsoundness } from '../../src/analysis/lesson/round-outcome.ts'
import {
  isLesson,
  type LessonScenario,
  roundFile,
  roundScenario,
} from '../../src/analysis/lesson/round-scenario.ts'
import { Playback } from '../../src/analysis/playback.ts'
import type { Round } from '../../src/scenario/lesson.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { noPrefixFiles } from '../../src/scenario/read/prefix-files.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { secondsToMicros } from '../../src/sim/time.ts'
import { scenarioIn } from '../support/run-file.ts'
import { scenario } from '../support/scenario-text.ts'

function silentCut(): LessonScenario {
  const file = scenarioIn('lessons/silent-cut.yaml')
  if (!isLesson(file)) throw new Error('it is no lesson')
  return file
}

function roundOf({ lesson }: LessonScenario, index: number): Round {
  const round = lesson.rounds[index]
  if (round === undefined) throw new Error(`there is no round ${index}`)
  return round
}

const cutSilently = { cut: 'er-amsterdam.primary', silently: true }

test('a learner who cuts the link by hand, at another moment, is answered by what comes of that', (t) => {
  const lesson = silentCut()
  const round = roundOf(lesson, 1)
  const quiet = roundScenario(lesson, 1, 'to-do', noPrefixFiles)
  t.false(canJudge(quiet, round))
  const playback = new Playback(quiet, noPrefixFiles)
  playback.jump(secondsToMicros(150))
  const { playback: cut } = playback.act({ ...cutSilently, label: 'cut' })
  if (cut === undefined) throw new Error('the cut was refused')
  t.true(canJudge(cut.scenario, round))
  const { right, result } = roundOutcome(cut.scenario, round)
  t.is(right, 2)
  t.true((result.marks.get('cut') ?? 0) >= 150)
})

test('the file of a round, taken away, holds', (t) => {
  const lesson = silentCut()
  const round = roundOf(lesson, 3)
  const { right } = roundOutcome(roundScenario(lesson, 3, 'done', noPrefixFiles), round)
  const choice = round.choices[right ?? -1]
  if (choice === undefined) throw new Error('no choice is right')
  const { verdict, expectations } = runScenario(parseScenario(roundFile(lesson, 3, choice)))
  t.is(verdict, 'pass')
  t.deepEqual(
    expectations.map(({ text }) => text),
    [choice.text],
  )
})

/** The expectations of two choices, and what is said about a round that has them. */
const rounds = [
  [
    '{ loops: none }',
    '{ blackHoles: none, at: 1m }',
    /^more than one choice is right: loops none; black holes none/,
  ],
  [
    '{ flow: web, outcome: LOOP }',
    '{ flow: web, worstOutage: 7s }',
    /^no choice is right: flow web, outcome LOOP \(/,
  ],
  [
    '{ loops: none }',
    '{ flow: web, outcome: LOOP, at: 2h }',
    /^nothing can be said about "flow web.*it is due at/,
  ],
  ['{ loops: none }', '{ flow: web, outcome: LOOP }', undefined],
] as const

test('a round is sound where exactly one choice is right, and nothing is open about another', (t) => {
  for (const [first, second, why] of rounds) {
    const file = scenario(`
lesson:
  aim: One knows.
  rounds:
    - tell: Nothing happens.
      ask: What?
      choices: [{ text: A, if: ${first} }, { text: B, if: ${second} }]
      explain: Nothing.
`)
    if (!isLesson(file)) throw new Error('it is no lesson')
    const outcome = roundOutcome(roundScenario(file, 0, 'done', noPrefixFiles), roundOf(file, 0))
    const said = unsoundness(outcome)
    if (why === undefined) t.is(said, undefined)
    else t.regex(said ?? '', why)
    t.is(outcome.right, why === undefined ? 0 : undefined)
  }
})
