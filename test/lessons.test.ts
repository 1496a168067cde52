import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { course } from '../src/analysis/lesson/course.ts'
import {
  canJudge,
  type RoundVerdict,
  roundVerdict,
  unsoundness,
} from '../src/analysis/lesson/round-outcome.ts'
import {
  isLesson,
  type LessonScenario,
  roundFile,
  roundScenario,
} from '../src/analysis/lesson/round-scenario.ts'
import type { Round } from '../src/scenario/lesson.ts'
import { parseScenario } from '../src/scenario/parse.ts'
import { noPrefixFiles } from '../src/scenario/read/prefix-files.ts'
import type { Scenario } from '../src/scenario/scenario.ts'
import type { TimelineEntry } from '../src/scenario/timeline-entry.ts'
import { scenarioFiles, scenarioIn } from './support/run-file.ts'

const files = course.map((name) => `lessons/${name}.yaml`)

/** A round, answered; some runs take a while, and AVA takes a long silence for a hang. */
async function verdictOf(
  lesson: LessonScenario,
  index: number,
  deeds: 'done' | 'to-do',
): Promise<RoundVerdict | undefined> {
  await setImmediate()
  const scenario = scenarioOf(lesson, index, deeds)
  const round = roundOf(lesson, index)
  return canJudge(scenario, round) ? roundVerdict(scenario, round) : undefined
}

function roundOf({ lesson, file }: LessonScenario, index: number): Round {
  const round = lesson.rounds[index]
  if (round === undefined) throw new Error(`${file} has no round ${index + 1}`)
  return round
}

const written = new Map<string, Scenario>()

/** Each is made once for all that is asked of it. */
function scenarioOf(lesson: LessonScenario, index: number, deeds: 'done' | 'to-do'): Scenario {
  const key = `${lesson.file} ${index} ${deeds}`
  const scenario = written.get(key) ?? roundScenario(lesson, index, deeds, noPrefixFiles)
  written.set(key, scenario)
  return scenario
}

const played = new Map<string, Promise<readonly (RoundVerdict | undefined)[]>>()

/** The rounds of a lesson in its file, with what is done in them; played once for all that is asked of it. */
function verdictsOf(file: string): Promise<readonly (RoundVerdict | undefined)[]> {
  const found = played.get(file) ?? playedRounds(lessonIn(file))
  played.set(file, found)
  return found
}

async function playedRounds(lesson: LessonScenario): Promise<readonly (RoundVerdict | undefined)[]> {
  const found: (RoundVerdict | undefined)[] = []
  for (const index of lesson.lesson.rounds.keys()) found.push(await verdictOf(lesson, index, 'done'))
  return found
}

function lessonIn(file: string): LessonScenario {
  const scenario = scenarioIn(file)
  if (!isLesson(scenario)) throw new Error(`${file} is no lesson`)
  return scenario
}

/** The file of a round has what is expected in the place where the lesson had it, so that what follows is elsewhere. */
function withoutLine({ place, ...entry }: TimelineEntry): unknown {
  return { ...entry, path: place.path }
}

for (const file of files) {
  test.serial(`${file}: the run passes one choice of each round, and refutes the others`, async (t) => {
    const lesson = lessonIn(file)
    for (const [index, verdict] of (await verdictsOf(file)).entries()) {
      const where = `round ${index + 1}`
      if (verdict === undefined) throw new Error(`${where} counts from a label that it does not have`)
      t.is(unsoundness(verdict), undefined, where)
      const right = lesson.lesson.rounds[index]?.choices[verdict.right ?? -1]
      if (right === undefined) throw new Error(`${where} has no answer`)
      t.is(right.remark, undefined, where)
      const { timeline, expectations } = parseScenario(roundFile(lesson, index, right), 'taken-away.yaml')
      const { timeline: played } = scenarioOf(lesson, index, 'done')
      t.deepEqual(timeline.map(withoutLine), played.map(withoutLine), where)
      t.deepEqual(
        expectations.map(({ text, check, time }) => ({ text, check, time })),
        [{ text: right.text, check: right.if.check, time: right.if.time }],
      )
      const others = verdict.result.expectations.filter((_, at) => at !== verdict.right)
      t.deepEqual(new Set(others.map((other) => other.verdict)), new Set(['fail']), where)
    }
  })

  test.serial(`${file}: without what is done some answer is another one, or none`, async (t) => {
    const lesson = lessonIn(file)
    const done = await verdictsOf(file)
    for (const [index, verdict] of done.entries()) {
      if ((await verdictOf(lesson, index, 'to-do'))?.right !== verdict?.right) return t.pass()
    }
    return t.fail()
  })
}

/** As a learner may have it who cuts the cable later, in a network of other draws. */
function otherwise({ source, file }: Scenario): Scenario {
  const later = source.replace(/(settled(?:-\d+)?) \+ 10s/g, '$1 + 97s')
  return { ...parseScenario(later, file), seed: 2 }
}

for (const file of files) {
  test.serial(
    `${file}: no answer hangs on the seed, or on the moment at which something is done`,
    async (t) => {
      const lesson = lessonIn(file)
      const done = await verdictsOf(file)
      for (const [index, round] of lesson.lesson.rounds.entries()) {
        await setImmediate()
        const scenario = otherwise(scenarioOf(lesson, index, 'done'))
        t.is(roundVerdict(scenario, round).right, done[index]?.right, round.ask)
      }
    },
  )
}

test('every lesson of the program is one of the course, and has two rounds at least', (t) => {
  const all = scenarioFiles().filter((file) => !file.startsWith('conformance'))
  const teaching = all.filter((file) => scenarioIn(file).lesson !== undefined)
  t.deepEqual(teaching.toSorted(), files.toSorted())
  for (const file of files) t.true(lessonIn(file).lesson.rounds.length >= 2, file)
})

for (const file of files) {
  test(`${file}: each wrong choice is told what it overlooks, and no text is long`, (t) => {
    const words = (text: string): number => text.trim().split(/\s+/).length
    for (const { tell, ask, choices, explain } of lessonIn(file).lesson.rounds) {
      t.true(choices.length === 3 || choices.length === 4, ask)
      t.is(choices.filter(({ remark }) => remark === undefined).length, 1, ask)
      t.true(words(tell) <= 80 && words(explain) <= 100, ask)
    }
  })
}
