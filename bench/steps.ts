import { readFileSync } from 'node:fs'
import type { Micros } from '../src/sim/time.ts'
import { Laboratory } from '../src/web/simulator/laboratory.ts'
import type { Reply, Request } from '../src/web/simulator/protocol.ts'
import type { Selection } from '../src/web/view/inspect.ts'
import { flagshipFile } from './contests/simulation.ts'
import { load } from './machine.ts'
import { thirtyRouters } from './scenario-text.ts'
import { markdownTable } from './table.ts'

const rounds = 5

interface Walk {
  readonly name: string
  readonly text: string
  readonly selection?: Selection
  /** The moment with which routes are compared. */
  readonly pinnedAt?: Micros
}

/**
 * What the simulator behind the page takes for a step to the next or the last event, with all that the page is told then:
 * of a whole run, from its end to its beginning and forward again, once it is known to its end.
 */
export function measureSteps(): string {
  const thirty = thirtyRouters(500)
  const walks: readonly Walk[] = [
    { name: 'the flagship', text: readFileSync(flagshipFile, 'utf8') },
    { name: '30 routers', text: thirty },
    {
      name: '30 routers, one is looked at',
      text: thirty,
      selection: { kind: 'node', name: 'vnet-a.gw0', table: 'Loc-RIB' },
    },
    {
      name: '30 routers, one is compared with before the cut',
      text: thirty,
      selection: { kind: 'node', name: 'vnet-a.gw0', table: 'Loc-RIB' },
      pinnedAt: 9_000_000,
    },
    {
      name: '30 routers, a session is',
      text: thirty,
      selection: { kind: 'session', name: 'a1-er-a.msee1 private ipv4' },
    },
  ]
  const head = [
    `${rounds} rounds`,
    'steps',
    'p50, ms',
    'p95',
    'max',
    'over 16 ms',
    'p50, busy',
    'p95',
    'max',
    'over 16 ms',
  ]
  return `${markdownTable([head, ...walks.flatMap(rowsOf)])}\n\nload at the end: ${load()}`
}

function rowsOf({ name, text, selection, pinnedAt }: Walk): readonly (readonly string[])[] {
  const laboratory = new Laboratory((octets) => Buffer.from(octets, 'base64'))
  laboratory.answer({ kind: 'open', source: { file: name, text, prefixFiles: {} } })
  while (laboratory.lookAhead().length > 0);
  if (selection !== undefined) laboratory.answer({ kind: 'select', selection })
  if (pinnedAt !== undefined)
    for (const request of [{ kind: 'jump', at: pinnedAt }, { kind: 'pin' }] as const)
      laboratory.answer(request)
  laboratory.answer({ kind: 'jump', at: Number.MAX_SAFE_INTEGER })
  const taken: Readonly<Record<Direction, Taken[]>> = { back: [], forward: [] }
  for (let round = 0; round < rounds; round++)
    for (const direction of ['back', 'forward'] as const)
      taken[direction].push(...walked(laboratory, direction))
  return (['forward', 'back'] as const).map((direction) => [
    `${name}, ${direction}`,
    `${taken[direction].length}`,
    ...columns(taken[direction].map(({ wall }) => wall)),
    ...columns(taken[direction].map(({ busy }) => busy)),
  ])
}

type Direction = 'forward' | 'back'

/** Milliseconds: by the clock, and on a processor. */
interface Taken {
  readonly wall: number
  readonly busy: number
}

function walked(laboratory: Laboratory, direction: Direction): readonly Taken[] {
  const request: Request = { kind: 'step', to: 'event', direction }
  const taken: Taken[] = []
  for (let before = Number.NaN; ; ) {
    const [start, busy] = [performance.now(), busyTime()]
    const replies = laboratory.answer(request)
    const step = { busy: busyTime() - busy, wall: performance.now() - start }
    const now = instantOf(replies)
    if (now === before) return taken
    taken.push(step)
    before = now
  }
}

function instantOf(replies: readonly Reply[]): number {
  const moment = replies.find((reply) => reply.kind === 'moment')
  return moment?.moment.at ?? Number.NaN
}

function columns(milliseconds: readonly number[]): readonly string[] {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  return [at(0.5), at(0.95), at(1), `${sorted.filter((one) => one > 16).length}`]
}

/** How long the main thread has been on a processor, as Linux counts it. */
function busyTime(): number {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
}
