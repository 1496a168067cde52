import type { Terminal } from '../terminal.ts'

const quietMilliseconds = 1000
const betweenDrawings = 100
const width = 24

/** One moving line on stderr for whoever waits longer than a second; nothing at all off a terminal. */
export class Progress {
  readonly #terminal: Terminal
  readonly #started = performance.now()
  #drawn = 0
  #shown = false

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** From 0 to 1, how much is done, and what is being done. */
  show(share: number, doing: string): void {
    if (!this.#terminal.talkIsTerminal) return
    const now = performance.now()
    if (now - this.#started < quietMilliseconds || now - this.#drawn < betweenDrawings) return
    this.#drawn = now
    this.#shown = true
    const filled = Math.round(width * share)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`
    const text = `${bar} ${doing}`
    this.#terminal.talk(`\r\u001b[2K${text.slice(0, this.#terminal.columns - 1)}`)
  }

  clear(): void {
    if (this.#shown) this.#terminal.talk('\r\u001b[2K')
    this.#shown = false
  }
}
