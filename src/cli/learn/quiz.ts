import { decisionQuestion } from '../../analysis/lesson/decision-question.ts'
import { decisionAnswer, decisionText, winnerOf } from '../../report/lesson/decision-words.ts'
import { countOf } from '../../report/quantity.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { askChoice, stopped } from './ask-choice.ts'

/** `vmsee learn --quiz`: which route wins, again and again, until one stops. */
export async function quiz(seed: number, terminal: Terminal): Promise<ExitCode> {
  const asking = terminal.asking()
  const view = { palette: terminal.outPalette, columns: terminal.columns }
  let known = 0
  try {
    for (let number = 1; ; number++) {
      const question = decisionQuestion(seed, number)
      terminal.out(decisionText(question, number, view))
      const choice = await askChoice(question.candidates.length, asking, terminal)
      if (choice === 'stop') {
        terminal.out(`\nYou knew ${known} of ${countOf(number - 1, 'question')}, of seed ${seed}.\n`)
        return stopped(asking, terminal)
      }
      if (choice === winnerOf(question)) known++
      terminal.out(decisionAnswer(question, choice, view))
    }
  } finally {
    asking.stop()
  }
}
