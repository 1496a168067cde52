import test from 'ava'
import type { Move } from '../../src/expressroute/life-cycle/move.ts'
import type { TimelineAction, TimelineEntry, When } from '../../src/scenario/timeline-entry.ts'
import { TimelineRun } from '../../src/scenario/timeline-run.ts'
import type { Operation } from '../../src/sim/operation.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import { packedByFamily, pair, type SimulationLab } from '../support/simulation-lab.ts'

interface Sketch {
  /** Seconds, since the start or since a label; otherwise the state that is waited for. */
  readonly at?: number | readonly [label: string, seconds: number]
  readonly when?: 'converged' | 'established'
  readonly does?: TimelineAction
  readonly label?: string
  readonly for?: number
  readonly repeat?: readonly [every: number, times: number]
}

function entries(sketches: readonly Sketch[]): readonly TimelineEntry[] {
  return sketches.map((sketch, index) => ({
    place: { path: ['timeline', index], line: index, column: 1 },
    when: whenOf(sketch),
    label: sketch.label,
    action: sketch.does ?? { kind: 'mark' },
    forMicros: sketch.for === undefined ? undefined : sketch.for * microsPerSecond,
    repeat: sketch.repeat && { everyMicros: sketch.repeat[0] * microsPerSecond, times: sketch.repeat[1] },
  }))
}

function whenOf({ at = 0, when }: Sketch): When {
  if (when !== undefined) return { kind: 'when', state: when }
  const [label, seconds] = typeof at === 'number' ? [undefined, at] : at
  return { kind: 'at', instant: { label, offsetMicros: seconds * microsPerSecond } }
}

interface Played {
  readonly lab: SimulationLab
  readonly run: TimelineRun
  /** What was done, a line each: `10 a-b cut, ports down`, `10 -- label`. */
  readonly log: readonly string[]
  readonly endSeconds: number
}

/** Plays the timeline as a scenario's run does, on two routers whose session needs 6 ms to stand. */
function play(sketches: readonly Sketch[], lab: SimulationLab = pair({ ends: {} })): Played {
  const carryOut = ({ kind }: Move): Operation => ({
    ...{ kind: 'several', action: `${kind} comes about`, operations: [] },
  })
  const run = new TimelineRun(lab.simulation, entries(sketches), { carryOut })
  lab.start()
  for (;;) {
    run.update()
    const next = lab.simulation.peek()
    if (next === undefined || next > run.end) break
    lab.simulation.advance()
  }
  const log = lab.records.flatMap((record) => {
    const seconds = record.at / microsPerSecond
    if (record.kind === 'mark') return [`${seconds} -- ${record.label}`]
    return record.kind === 'operator' ? [`${seconds} ${record.action}`] : []
  })
  return { lab, run, log, endSeconds: run.end / microsPerSecond }
}

const cut: TimelineAction = {
  kind: 'cut',
  links: [{ link: 'a-b', from: undefined }],
  silently: false,
}
const silentCut: TimelineAction = { ...cut, silently: true }
const disable: TimelineAction = {
  kind: 'moves',
  word: 'disable',
  moves: [{ afterMicros: 0, move: { kind: 'disable', circuit: 'er', peering: 'private' } }],
}
const [more] = [packedByFamily(['10.3.0.0/16', '2001:db8::/32'])]

const rows: readonly {
  readonly name: string
  readonly timeline: readonly Sketch[]
  readonly log: readonly string[]
  readonly end: number
}[] = [
  { name: 'an empty timeline ends after 200 s', timeline: [], log: [], end: 200 },
  {
    name: 'a label names the first moment at which the network has converged',
    timeline: [{ when: 'converged', label: 'steady' }],
    log: ['0.006 -- steady'],
    end: 200.006,
  },
  {
    name: 'sessions stand before the last route has arrived',
    timeline: [{ when: 'established', label: 'up' }],
    log: ['0.005 -- up'],
    end: 200.005,
  },
  {
    name: 'offsets count from labels, and labels from each other',
    timeline: [
      { when: 'converged', label: 'steady' },
      { at: ['steady', 10], label: 'later' },
      { at: ['later', 5], does: cut },
    ],
    log: ['0.006 -- steady', '10.006 -- later', '15.006 a-b cut, ports down'],
    end: 215.006,
  },
  {
    name: 'what lasts for a while is undone, and the run goes on after that',
    timeline: [{ at: 10, does: cut, for: 30, label: 'cut' }],
    log: ['10 -- cut', '10 a-b cut, ports down', '40 a-b restored'],
    end: 240,
  },
  {
    name: 'what becomes of a move shows at its moment, after everything else that is due then',
    timeline: [
      { at: 10, does: disable, for: 30 },
      { at: 10, does: cut },
    ],
    log: ['10 a-b cut, ports down', '10 disable comes about', '40 enable comes about'],
    end: 240,
  },
  {
    name: 'a move that is undone before its time is not undone again',
    timeline: [
      { at: 10, does: disable, for: 30, label: 'off' },
      { at: 20, does: { kind: 'restore', label: 'off' } },
    ],
    log: ['10 -- off', '10 disable comes about', '20 enable comes about'],
    end: 220,
  },
  {
    name: 'a repeated cut begins anew every so often',
    timeline: [{ at: 10, does: cut, for: 5, repeat: [20, 3] }],
    log: [
      '10 a-b cut, ports down',
      '15 a-b restored',
      '30 a-b cut, ports down',
      '35 a-b restored',
      '50 a-b cut, ports down',
      '55 a-b restored',
    ],
    end: 255,
  },
  {
    name: 'a reset needs no undoing to be repeated',
    timeline: [{ at: 10, does: { kind: 'clear', session: 'a-b' }, repeat: [30, 2] }],
    log: ['10 a-b cleared', '40 a-b cleared'],
    end: 240,
  },
  {
    name: 'a restore undoes the entry of its label',
    timeline: [
      { at: 10, does: cut, label: 'cut' },
      { at: ['cut', 20], does: { kind: 'restore', label: 'cut' } },
    ],
    log: ['10 -- cut', '10 a-b cut, ports down', '30 a-b restored'],
    end: 230,
  },
  {
    name: 'a restore that is due before its entry waits for it',
    timeline: [
      { at: 10, does: cut, label: 'cut' },
      { at: 5, does: { kind: 'restore', label: 'cut' } },
    ],
    log: ['10 -- cut', '10 a-b cut, ports down', '10 a-b restored'],
    end: 210,
  },
  {
    name: 'a restore ends a repetition: what was to come does not, and the run ends earlier',
    timeline: [
      { at: 10, does: cut, for: 5, repeat: [20, 50], label: 'flap' },
      { at: 32, does: { kind: 'restore', label: 'flap' } },
    ],
    log: [
      '10 -- flap',
      '10 a-b cut, ports down',
      '15 a-b restored',
      '30 a-b cut, ports down',
      '32 a-b restored',
    ],
    end: 232,
  },
  {
    name: 'a restore between two times has nothing to undo, and there is no other time',
    timeline: [
      { at: 10, does: disable, for: 5, repeat: [20, 50], label: 'flap' },
      { at: 15, does: { kind: 'restore', label: 'flap' } },
    ],
    log: ['10 -- flap', '10 disable comes about', '15 enable comes about'],
    end: 215,
  },
  {
    name: 'a restored announcement is withdrawn, family by family',
    timeline: [
      { at: 10, does: { kind: 'announce', at: 'a', prefixes: more }, label: 'leak' },
      { at: 20, does: { kind: 'restore', label: 'leak' } },
    ],
    log: [
      '10 -- leak',
      '10 a announces 1 prefix',
      '10 a announces 1 prefix',
      '20 a withdraws 1 prefix',
      '20 a withdraws 1 prefix',
    ],
    end: 220,
  },
  {
    name: 'crashes and shutdowns are undone by their opposites',
    timeline: [
      { at: 10, does: { kind: 'crash', nodes: ['b'], forwarding: 'lost' }, for: 5 },
      { at: 50, does: { kind: 'crash', nodes: ['b'], forwarding: 'kept' }, for: 5 },
      { at: 100, does: { kind: 'shut', session: 'a-b' }, for: 5 },
      { at: 110, does: { kind: 'drain', nodes: ['a'] }, for: 5 },
    ],
    log: [
      '10 b crashes',
      '15 b restarts',
      '50 b loses its control plane and goes on forwarding',
      '55 b restarts',
      '100 a-b shut down',
      '105 a-b started',
      '110 a drained for maintenance',
      '115 a back from maintenance',
    ],
    end: 315,
  },
  {
    name: 'a state is waited for after what stands above, at the same moment too',
    timeline: [
      { when: 'converged', label: 'steady' },
      { at: ['steady', 0], does: silentCut, for: 600 },
      { when: 'converged', label: 'noticed' },
    ],
    log: ['0.006 -- steady', '0.006 a-b cut silently', '180.006 -- noticed', '600.006 a-b restored'],
    end: 800.006,
  },
  {
    name: 'two states follow each other at one moment',
    timeline: [
      { when: 'converged', label: 'one' },
      { when: 'established', label: 'two' },
    ],
    log: ['0.006 -- one', '0.006 -- two'],
    end: 200.006,
  },
  {
    name: 'a state waits for entries above that are still to come',
    timeline: [
      { at: 50, does: cut, for: 10 },
      { when: 'established', label: 'afterwards' },
    ],
    log: ['50 a-b cut, ports down', '50 -- afterwards', '60 a-b restored'],
    end: 260,
  },
  {
    name: 'a state waits for the entries above it, and those below for their own label alone',
    timeline: [
      { at: 3, label: 'early' },
      { when: 'converged', label: 'steady' },
      { at: ['early', 1], label: 'next' },
    ],
    log: ['3 -- early', '3 -- steady', '4 -- next'],
    end: 204,
  },
]

for (const { name, timeline, log, end } of rows) {
  test(name, (t) => {
    const played = play(timeline)
    t.deepEqual(played.log, log)
    t.is(played.endSeconds, end)
    t.deepEqual(played.run.waiting, [])
  })
}

test('a state that never comes is waited for an hour after the last thing that happened', (t) => {
  // The link loses 95 % of all packets: the session stands now and then, and never for long.
  const loss: TimelineAction = {
    kind: 'loss',
    links: [{ link: 'a-b', from: undefined }],
    share: 0.97,
  }
  const { run, log, endSeconds } = play([
    { at: 0, does: loss },
    { when: 'established', label: 'up' },
    { at: ['up', 5], label: 'more' },
  ])
  t.deepEqual(log, ['0 a-b loses 97 % of its packets'])
  t.deepEqual(
    run.waiting.map(({ label }) => label),
    ['up', 'more'],
  )
  t.is(run.awaited, 'established')
  t.is(run.resolve({ label: 'up', offsetMicros: 1 }), undefined)
  t.is(endSeconds, 3600)
})

test('a restore of something that nobody labelled is a bug', (t) => {
  t.throws(() => play([{ at: 0, does: { kind: 'restore', label: 'nothing' } }]), {
    message: 'nothing to undo at nothing',
  })
})
