import { createInterface, type Interface } from 'node:readline'

/** A person, or a script, that types lines while a command runs. */
export interface Typing {
  /** What is shown before the line that is being typed; nothing off a terminal. */
  readonly status: (text: string) => void
  /** Writes something above the status. */
  readonly above: (write: () => void) => void
  readonly stop: () => void
}

/** Where lines come from and who looks at them. */
interface TypingPlace {
  readonly input: NodeJS.ReadStream
  readonly talk: NodeJS.WriteStream
  /** Whether a status may move there. */
  readonly talkIsTerminal: boolean
}

const clearLine = '\r\u001b[2K'

/** Calls back for each line until it is stopped. What is typed stays where it is while the status before it changes. */
export function typing({ input, talk, talkIsTerminal }: TypingPlace, onLine: (line: string) => void): Typing {
  const isEdited = input.isTTY === true && talkIsTerminal
  const lines = createInterface(isEdited ? { input, output: talk, terminal: true } : { input })
  // While a line is edited the keyboard does not send the signal by itself.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  lines.on('line', onLine)
  let shown = ''
  const draw = (): void => drawStatus(shown, lines, isEdited, talk)
  return {
    status: (text) => {
      shown = text
      if (talkIsTerminal) draw()
    },
    above: (write) => {
      if (talkIsTerminal) talk.write(clearLine)
      write()
      if (talkIsTerminal && shown !== '') draw()
    },
    stop: () => {
      if (talkIsTerminal) talk.write(clearLine)
      lines.close()
    },
  }
}

function drawStatus(text: string, lines: Interface, isEdited: boolean, talk: NodeJS.WriteStream): void {
  if (isEdited) {
    lines.setPrompt(`${text} > `)
    lines.prompt(true)
  } else talk.write(`${clearLine}${text}`)
}
