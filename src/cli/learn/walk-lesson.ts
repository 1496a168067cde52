import { readFileSync } from 'node:fs'
import { type AnsweredRound, answeredRound } from '../../analysis/lesson/answered-round.ts'
import { answerText, type LessonView, lessonHead, questionText } from '../../report/lesson/round-words.ts'
import { longest, wrap } from '../../report/wrap.ts'
import type { Asking } from '../asking.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { askChoice, stopped } from './ask-choice.ts'
import { type LoadedLesson, packagedLessons } from './lesson-files.ts'

/** Lists the lessons that come with the program, and lets a person choose one; `undefined` where none was chosen. */
export async function chooseLesson(asking: Asking, terminal: Terminal): Promise<string | undefined> {
  const lessons = packagedLessons()
  const width = longest(lessons.map(({ name }) => name))
  const { bold, dim } = terminal.outPalette
  for (const [index, { name, file }] of lessons.entries()) {
    const { title, aim } = headOf(file)
    const number = String(index + 1).padStart(2)
    const lines = wrap(aim, terminal.columns - width - 6).map(
      (line) => `${' '.repeat(width + 6)}${dim(line)}\n`,
    )
    terminal.out(`${number}  ${name.padEnd(width)}  ${bold(title)}\n${lines.join('')}`)
  }
  if (!asking.isPerson) return undefined
  for (;;) {
    const word = (await asking.ask(`\nwhich lesson, 1 to ${lessons.length}? `))?.trim()
    if (word === undefined || word === '' || word === 'q') return undefined
    const chosen = lessons.find(({ name }, index) => word === name || word === String(index + 1))
    if (chosen !== undefined) return chosen.name
  }
}

/** Without reading all of it: a list is to be there at once. */
function headOf(file: string): { readonly title: string; readonly aim: string } {
  const text = readFileSync(file, 'utf8')
  const [title = '', aim = ''] = [/^title: *(.+)$/m, /^ {2}aim: *(.+)$/m].map((line) => line.exec(text)?.[1])
  return { title, aim }
}

/** Round by round: the story, a choice to commit to, what the run says, and why. `word` is what the lesson was called by. */
export async function walkLesson(
  { scenario, readPrefixFile }: LoadedLesson,
  word: string,
  asking: Asking,
  terminal: Terminal,
): Promise<ExitCode> {
  const view: LessonView = { palette: terminal.outPalette, columns: terminal.columns }
  const { rounds } = scenario.lesson
  terminal.out(lessonHead(scenario.title, scenario.lesson, view))
  const known: boolean[] = []
  for (const [index, round] of rounds.entries()) {
    terminal.out(questionText(scenario.lesson, index, view))
    const choice = await askChoice(round.choices.length, asking, terminal)
    if (choice === 'stop') return stopped(asking, terminal)
    const answered: AnsweredRound = answeredRound(scenario, index, readPrefixFile)
    terminal.out(answerText(answered, choice, round.runOf < index, view))
    terminal.out(
      view.palette.dim(`\nTo keep this network: vmsee learn ${word} --round ${index + 1} > FILE\n`),
    )
    known.push(answered.outcome.right !== undefined && choice === answered.outcome.right)
    const isLast = index === rounds.length - 1
    if (asking.isPerson && !isLast && (await asking.ask('\nEnter goes on ')) === undefined)
      return stopped(asking, terminal)
  }
  terminal.out(`\nYou knew ${known.filter(Boolean).length} of ${rounds.length}.\n`)
  return exitCodes.held
}
