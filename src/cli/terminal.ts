import picocolors from 'picocolors'
import type { Palette } from '../report/palette.ts'
import { type Asking, asking } from './asking.ts'
import { type Typing, typing } from './typing.ts'

/** Where a command's words go: data to `out`, talk to `talk`. Commands know no other way out. */
export interface Terminal {
  readonly out: (text: string) => void
  /** Data that is no text. */
  readonly outOctets: (octets: Uint8Array) => void
  readonly talk: (text: string) => void
  readonly outPalette: Palette
  readonly talkPalette: Palette
  readonly columns: number
  /** Whether a person looks at `talk`, so that a bar may move there. */
  readonly talkIsTerminal: boolean
  readonly outIsTerminal: boolean
  readonly environment: Environment
  /** Calls back on Ctrl-C, or when a supervisor asks for the end, until the answer is called. */
  readonly onInterrupt: (callback: () => void) => () => void
  /** Calls back for each line that is typed until that is stopped. */
  readonly onLine: (callback: (line: string) => void) => Typing
  /** Asks whoever types, until that is stopped. */
  readonly asking: () => Asking
}

export type Environment = Readonly<Record<string, string | undefined>>

const widest = 100

const endingSignals = ['SIGINT', 'SIGTERM'] as const

export function processTerminal(): Terminal {
  const { stdout, stderr, env, argv } = process
  const outIsTerminal = stdout.isTTY === true
  const talkIsTerminal = stderr.isTTY === true && env.TERM !== 'dumb'
  const refused = argv.includes('--no-color')
  return {
    out: (text) => void stdout.write(text),
    outOctets: (octets) => void stdout.write(octets),
    talk: (text) => void stderr.write(text),
    outPalette: palette(!refused && wantsColour(env, outIsTerminal)),
    talkPalette: palette(!refused && wantsColour(env, stderr.isTTY === true)),
    // A terminal that does not know its width says 0.
    columns: Math.min(widest, (outIsTerminal && stdout.columns) || widest),
    outIsTerminal,
    talkIsTerminal,
    environment: env,
    onInterrupt: (callback) => {
      for (const signal of endingSignals) process.once(signal, callback)
      return () => {
        for (const signal of endingSignals) process.off(signal, callback)
      }
    },
    onLine: (callback) => typing({ input: process.stdin, talk: stderr, talkIsTerminal }, callback),
    asking: () => asking({ input: process.stdin, talk: stderr, talkIsTerminal }),
  }
}

/** NO_COLOR beats FORCE_COLOR, which beats what the stream is (no-color.org, force-color.org). */
export function wantsColour(environment: Environment, isTerminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return isTerminal && TERM !== 'dumb'
}

/** Whether the environment says that no person is watching. */
export function isContinuousIntegration({ CI }: Environment): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false'
}

function palette(colour: boolean): Palette {
  const { bold, dim, red, green, yellow, cyan } = picocolors.createColors(colour)
  return { bold, dim, red, green, yellow, cyan }
}
