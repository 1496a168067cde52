import type { Environment, Terminal } from '../../src/cli/terminal.ts'
import { plain } from '../../src/report/palette.ts'

/** A terminal that remembers what was said. */
export interface RecordingTerminal extends Terminal {
  readonly said: { out: string; talk: string; octets: Uint8Array }
}

export function recordingTerminal(
  difference: {
    readonly environment?: Environment
    readonly interruptedAfterMilliseconds?: number
    /** What is typed when it is asked for, by a person where `isPerson` says so; after the last line the input is over. */
    readonly answers?: readonly string[]
    readonly isPerson?: boolean
    /** Ctrl-C comes in place of the end of the input. */
    readonly endsByInterrupt?: boolean
  } = {},
): RecordingTerminal {
  const said = { out: '', talk: '', octets: new Uint8Array(0) }
  return {
    said,
    out: (text) => {
      said.out += text
    },
    outOctets: (octets) => {
      said.octets = Uint8Array.from(Buffer.concat([said.octets, octets]))
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
    asking: () => {
      const answers = [...(difference.answers ?? [])]
      return {
        isPerson: difference.isPerson === true,
        ask: async () => answers.shift(),
        wasInterrupted: () => difference.endsByInterrupt === true && answers.length === 0,
        stop: () => undefined,
      }
    },
    onLine: () => ({ status: () => undefined, above: (write) => write(), stop: () => undefined }),
  }
}

/** Ctrl-C after so many turns of the event loop, in each of which one run is done. */
export function afterTurns(turns: number): (callback: () => void) => () => void {
  return (callback) => {
    let left = turns
    const turn = (): void => {
      if (left-- > 0) setImmediate(turn)
      else callback()
    }
    turn()
    return () => undefined
  }
}
