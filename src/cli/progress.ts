import { formatSpan } from '../report/quantity.ts'
import type { Terminal } from './terminal.ts'

const quietMilliseconds = 1000
const betweenDrawings = 100
const width = 24

/** One moving line on stderr for whoever waits longer than a second; nothing at all off a terminal. */
export class Progress {
  readonly #terminal: Terminal
  readonly #total: number
  readonly #started = performance.now()
  #drawn = 0
  #shown = false

  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal
    this.#total = total
  }

  /** `done` files are finished; `file` has come to this instant of virtual time. */
  show(done: number, file: string, simulatedSeconds: number): void {
    if (!this.#terminal.talkIsTerminal) return
    const now = performance.now()
    if (now - this.#started < quietMilliseconds || now - this.#drawn < betweenDrawings) return
    this.#drawn = now
    this.#shown = true
    const filled = Math.round((width * done) / this.#total)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
    const text = `${bar} ${done}/${this.#total}  ${file}  ${formatSpan(simulatedSeconds)} simulated`
    this.#terminal.talk(`\r\u001b[2K${text.slice(0, this.#terminal.columns - 1)}`)
  }

  clear(): void {
    if (this.#shown) this.#terminal.talk('\r\u001b[2K')
    this.#shown = false
  }
}
