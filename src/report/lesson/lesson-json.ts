import type { AnsweredRound } from '../../analysis/lesson/answered-round.ts'
import { unsoundness } from '../../analysis/lesson/round-outcome.ts'
import type { LessonScenario } from '../../analysis/lesson/round-scenario.ts'
import { choiceLetter } from './choice-rows.ts'

/** A lesson of `vmsee learn --json`, with what is right in each round and what was measured. */
export function lessonJson(
  { file, title, lesson }: LessonScenario,
  rounds: readonly AnsweredRound[],
): object {
  return {
    file,
    title,
    aim: lesson.aim,
    sound: rounds.every(({ outcome }) => outcome.right !== undefined),
    rounds: rounds.map(({ round, outcome }) => ({
      tell: round.tell,
      ask: round.ask,
      right: outcome.right === undefined ? null : choiceLetter(outcome.right),
      unsound: unsoundness(outcome) ?? null,
      choices: round.choices.map(({ text, remark }, at) => ({
        letter: choiceLetter(at),
        text,
        expectation: round.choices[at]?.if.text,
        verdict: outcome.result.expectations[at]?.verdict,
        measured: outcome.result.expectations[at]?.measured,
        remark: remark ?? null,
      })),
      explain: round.explain,
    })),
  }
}
