import { choiceLetter } from '../../report/lesson/choice-rows.ts'
import type { Asking } from '../asking.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

/** The index of a choice; `undefined` for whoever is not sure. Nothing is shown before one of them was said. */
export async function askChoice(
  count: number,
  asking: Asking,
  terminal: Terminal,
): Promise<number | undefined | 'stop'> {
  const letters = Array.from({ length: count }, (_, at) => choiceLetter(at))
  for (;;) {
    const line = await asking.ask(`${letters.join(', ')}, ? or q to stop: `)
    const word = line?.trim().toLowerCase().replace(/\)$/, '')
    if (!asking.isPerson && word !== undefined) terminal.out(`> ${word}\n`)
    if (word === undefined || word === 'q') return 'stop'
    if (word === '?' || word === 'not sure') return undefined
    if (letters.includes(word)) return letters.indexOf(word)
    terminal.talk(`answer with one of ${letters.join(', ')}, or with ?\n`)
  }
}

/** The code of whoever stops before the end. */
export function stopped(asking: Asking, terminal: Terminal): ExitCode {
  terminal.talk('\n')
  return asking.wasInterrupted() ? exitCodes.interrupted : exitCodes.held
}
