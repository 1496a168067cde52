import { createInterface } from 'node:readline'

/** Somebody who is asked for one line after another: a person at a terminal, or a file of answers. */
export interface Asking {
  readonly isPerson: boolean
  /** `undefined` where no line comes any more: the input is over, or Ctrl-C was pressed. */
  readonly ask: (prompt: string) => Promise<string | undefined>
  readonly wasInterrupted: () => boolean
  readonly stop: () => void
}

interface AskingPlace {
  readonly input: NodeJS.ReadStream
  readonly talk: NodeJS.WriteStream
  readonly talkIsTerminal: boolean
}

export function asking({ input, talk, talkIsTerminal }: AskingPlace): Asking {
  const isPerson = input.isTTY === true && talkIsTerminal
  const lines = createInterface(isPerson ? { input, output: talk, terminal: true } : { input })
  const typed: string[] = []
  let isOver = false
  let isInterrupted = false
  let answer: ((line: string | undefined) => void) | undefined
  const hand = (): void => {
    if (answer === undefined || (typed.length === 0 && !isOver)) return
    const waiting = answer
    answer = undefined
    waiting(typed.shift())
  }
  lines.on('line', (line) => {
    typed.push(line)
    hand()
  })
  lines.on('close', () => {
    isOver = true
    hand()
  })
  // While a line is edited the keyboard does not send the signal by itself.
  lines.on('SIGINT', () => {
    isInterrupted = true
    lines.close()
  })
  return {
    isPerson,
    ask: (prompt) =>
      new Promise((resolve) => {
        answer = resolve
        if (isPerson && !isOver) {
          lines.setPrompt(prompt)
          lines.prompt()
        }
        hand()
      }),
    wasInterrupted: () => isInterrupted,
    stop: () => lines.close(),
  }
}
