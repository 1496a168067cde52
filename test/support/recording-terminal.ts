import type { Environment, Terminal } from '../../src/cli/terminal.ts'
import { plain } from '../../src/report/palette.ts'

/** A terminal that remembers what was said. */
export interface RecordingTerminal extends Terminal {
  readonly said: { out: string; talk: string }
}

export function recordingTerminal(
  difference: { readonly environment?: Environment; readonly interruptedAfterMilliseconds?: number } = {},
): RecordingTerminal {
  const said = { out: '', talk: '' }
  return {
    said,
    out: (text) => {
      said.out += text
    },
    talk: (text) => {
      said.talk += text
    },
    outPalette: plain,
    talkPalette: plain,
    columns: 100,
    outIsTerminal: false,
    talkIsTerminal: false,
    environment: difference.environment ?? {},
    onInterrupt: (callback) => {
      const { interruptedAfterMilliseconds: delay } = difference
      const timer = delay === undefined ? undefined : setTimeout(callback, delay)
      return () => clearTimeout(timer)
    },
    onLine: () => ({ status: () => undefined, above: (write) => write(), stop: () => undefined }),
  }
}
