import test from 'ava'
import fc from 'fast-check'
import { type Action, Playback } from '../../src/analysis/playback.ts'
import { playedScenario } from '../../src/analysis/played-scenario.ts'
import { ownership } from '../../src/scenario/ownership.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { noPrefixFiles } from '../../src/scenario/read/prefix-files.ts'
import { isKeepalive } from '../../src/scenario/result/cause-log.ts'
import { flowResults } from '../../src/scenario/result/flow-result.ts'
import { OutageCauses } from '../../src/scenario/result/outage-causes.ts'
import { routerResult } from '../../src/scenario/result/router-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { type ScenarioRun, scenarioRun } from '../../src/scenario/scenario-run.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import { readFile, scenarioIn } from '../support/run-file.ts'

/** Networks with all that a run keeps: flows, firewalls, BFD, graceful restart, moves of a life cycle, a repeated fault. */
const files = [
  'failover/primary-silent-cut.yaml',
  'bfd/primary-silent-cut.yaml',
  'graceful-restart/control-plane-restarts.yaml',
  'life-cycle/from-order-to-removal.yaml',
  'internet/nat-pool-for-each-link.yaml',
  'conformance/limit-with-restart.yaml',
  'conformance/flapping-link.yaml',
]

function begin(file: string): Playback {
  return new Playback(scenarioIn(file), noPrefixFiles)
}

/** What a run shows of itself now, and everything that it is yet to trace within half a minute. */
function account(run: ScenarioRun, at: number): string {
  const { simulation, evidence, timeline } = run
  const routers = [...simulation.routers.values()].map((driver) =>
    routerResult(driver, simulation, at, evidence.log),
  )
  const sides = {
    marks: [...timeline.marks].sort(([, a], [, b]) => a - b),
    down: evidence.down(),
    warnings: run.enforced.all,
    end: run.end,
  }
  const causes = new OutageCauses(simulation, [], ownership(run.topology))
  const flows = flowResults(simulation, at, causes, run.topology.expansion)
  const rest: TraceRecord[] = []
  const onwards = run.fork()
  onwards.simulation.trace.on('record', (record) => rest.push(record))
  while ((onwards.next ?? Number.POSITIVE_INFINITY) <= at + 30_000_000) onwards.advance()
  // Attribute sets are numbered in the order in which they are met, in whatever branch that is.
  return JSON.stringify({ routers, sides, flows, rest }, withoutNumbers)
}

function withoutOrder(key: string, value: unknown): unknown {
  return key === 'seq' || key === 'cause' ? undefined : withoutNumbers(key, value)
}

function withoutNumbers(key: string, value: unknown): unknown {
  return key === 'id' && typeof value === 'number' ? undefined : value
}

/** The same by a run that has only ever gone forward, of the file that the walk has come to. */
function freshAccount({ scenario, now }: Playback): string {
  const run = scenarioRun(parseScenario(scenario.source, scenario.file))
  run.start()
  while ((run.next ?? now + 1) <= now) run.advance()
  return account(run, now)
}

type Move =
  | { readonly kind: 'jump'; readonly share: number }
  | {
      readonly kind: 'step'
      readonly to: 'event' | 'route-change'
      readonly direction: 'forward' | 'back'
      readonly times: number
    }
  | { readonly kind: 'ahead'; readonly instants: number }
  | { readonly kind: 'act'; readonly which: number }
  | { readonly kind: 'undo' }

const moves: fc.Arbitrary<readonly Move[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('jump' as const), share: fc.double({ min: 0, max: 1.1, noNaN: true }) }),
    fc.record({
      kind: fc.constant('step' as const),
      to: fc.constantFrom('event' as const, 'route-change' as const),
      direction: fc.constantFrom('forward' as const, 'back' as const),
      times: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({ kind: fc.constant('ahead' as const), instants: fc.integer({ min: 1, max: 400 }) }),
    fc.record({ kind: fc.constant('act' as const), which: fc.nat() }),
    fc.record({ kind: fc.constant('undo' as const) }),
  ),
  { minLength: 1, maxLength: 8 },
)

/** What can be done to any of the networks, by the names of its plan. */
function actionsIn({ front: { topology } }: Playback): readonly Action[] {
  const [router] = topology.plan.routers
  const session = router?.speaker.peers[0]?.name
  const link = topology.expansion.links.find(({ kind }) => kind === 'circuit')?.name ?? session?.split(' ')[0]
  return [
    { cut: link },
    { cut: link, silently: true, for: '5s' },
    { crash: router?.speaker.name },
    { shut: session, for: '30s', repeat: { every: '40s', times: 3 } },
    { clear: session },
    { drain: router?.speaker.name },
    { bfd: session, enabled: true },
    { bfd: session, enabled: false, for: '20s' },
    { policy: { session, router: router?.speaker.name, export: { prepend: 2 }, import: { localPref: 200 } } },
  ]
}

/** Answers where the walk ends. Each thing that is done makes a branch, and undoing leads back to the one before. */
function walk(start: Playback, steps: readonly Move[]): Playback {
  return steps.reduce<readonly [Playback, ...Playback[]]>(
    (branches, step) => moved(branches, step),
    [start],
  )[0]
}

/** The branch that one stands on comes first. */
function moved(
  [here, ...others]: readonly [Playback, ...Playback[]],
  move: Move,
): readonly [Playback, ...Playback[]] {
  switch (move.kind) {
    case 'jump':
      here.jump(Math.round(move.share * here.end))
      return [here, ...others]
    case 'ahead':
      here.lookAhead(move.instants)
      return [here, ...others]
    case 'step':
      for (let turn = 0; turn < move.times; turn++) here.step(move.to, move.direction)
      return [here, ...others]
    case 'undo': {
      const [before, ...rest] = others
      return before === undefined ? [here] : [before, ...rest]
    }
    case 'act': {
      const actions = actionsIn(here)
      const action = actions[move.which % actions.length] ?? {}
      const { playback } = here.now < here.end ? here.act(action) : { playback: undefined }
      return playback === undefined ? [here, ...others] : [playback, here, ...others]
    }
  }
}

for (const file of files) {
  test(`${file}: however one walks, and whatever one does, the state is that of a fresh run`, (t) => {
    t.notThrows(() =>
      fc.assert(
        fc.property(moves, (steps) => {
          const here = walk(begin(file), steps)
          return account(here.run, here.now) === freshAccount(here)
        }),
        { numRuns: 5, seed: 7 },
      ),
    )
  })

  test(`${file}: what was done is taken away as a file that plays alike`, (t) => {
    const start = begin(file)
    start.jump(30_000_000)
    const [cut = {}, , crash = {}] = actionsIn(start)
    const first = start.act(cut).playback
    first?.jump(first.now + 5_000_000)
    const second = first?.act(crash).playback
    if (second === undefined) return t.fail('the actions are refused')
    const text = playedScenario(second)
    const records: TraceRecord[] = []
    const { verdict, expectations } = runScenario(parseScenario(text, file), {
      onRecord: (record) => records.push(record),
    })
    t.is(verdict, expectations.length === 0 ? 'inconclusive' : 'pass')
    // Of the one run every KEEPALIVE has a record and a number, of the other those alone that were run.
    const told = records.filter((record) => !isKeepalive(record))
    t.true(JSON.stringify(second.log.records, withoutOrder) === JSON.stringify(told, withoutOrder))
  })
}

test('steps lead from event to event, and back over the same ones', (t) => {
  const playback = begin('failover/primary-silent-cut.yaml')
  const there: number[] = []
  for (let step = 0; step < 30; step++) {
    playback.step('event', 'forward')
    there.push(playback.now)
  }
  const back: number[] = []
  for (let step = 0; step < 30; step++) {
    back.push(playback.now)
    playback.step('event', 'back')
  }
  t.deepEqual(back.toReversed(), there)
  t.is(playback.now, 0)
  t.deepEqual(
    there,
    there.toSorted((a, b) => a - b),
  )
  t.is(new Set(there).size, there.length)
})

test('a step to the next change of a best route is where the trace has one, and the last one leads to the end', (t) => {
  const playback = begin('failover/primary-silent-cut.yaml')
  const changes = new Set<number>()
  // What a router has of its own is there from the first instant, where the walk begins.
  runScenario(scenarioIn('failover/primary-silent-cut.yaml'), {
    onRecord: ({ kind, at }) => {
      if (kind === 'best-route' && at > 0) changes.add(at)
    },
  })
  const met: number[] = []
  for (playback.step('route-change', 'forward'); playback.now < playback.end; ) {
    met.push(playback.now)
    playback.step('route-change', 'forward')
  }
  t.deepEqual(met, [...changes])
})

test('an action that no file could have is refused with its reason, and changes nothing', (t) => {
  const playback = begin('failover/primary-silent-cut.yaml')
  playback.jump(1_000_000)
  const { playback: none, issues } = playback.act({ cut: 'er-amsterdam.tertiary' })
  t.is(none, undefined)
  t.regex(issues?.[0]?.message ?? '', /er-amsterdam\.tertiary/)
})

test('what is done later comes by itself, counted from the first, and is in the file with it', (t) => {
  const playback = begin('failover/primary-seen-cut.yaml')
  playback.jump(20_000_000)
  const { playback: drained } = playback.act(
    { drain: 'er-amsterdam.msee1', for: '20m', label: 'maintenance' },
    { at: 'maintenance + 5m', crash: 'er-amsterdam.msee1', for: '5m' },
  )
  if (drained === undefined) return t.fail('the maintenance is refused')
  const isUp = (seconds: number): boolean => {
    drained.jump(seconds * 1_000_000)
    return drained.run.simulation.network.isUp('er-amsterdam.msee1')
  }
  t.deepEqual([21, 319, 321, 619, 621].map(isUp), [true, true, false, false, true])
  t.is(account(drained.run, drained.now), freshAccount(drained))
})

test('of a flow that never got through nothing is expected, since nothing can be said of what it lost', (t) => {
  const playback = begin('failover/primary-seen-cut.yaml')
  const { playback: withdrawn } = playback.act({ withdraw: { at: 'head-office', prefixes: ['10.1.0.0/16'] } })
  if (withdrawn === undefined) return t.fail('the withdrawal is refused')
  const text = playedScenario(withdrawn)
  t.regex(text, /direction: forward/)
  t.notRegex(text, /direction: return/)
  t.is(runScenario(parseScenario(text, 'played.yaml')).verdict, 'pass')
})

test('whoever wants to see what comes after everything sees the end', (t) => {
  const playback = begin('failover/primary-seen-cut.yaml')
  playback.jump(Number.POSITIVE_INFINITY)
  t.is(playback.now, playback.end)
  t.is(playback.front.next, undefined)
})

test('the comments of the file stay where they are', (t) => {
  const playback = begin('failover/primary-silent-cut.yaml')
  playback.jump(1_000_000)
  const source = playback.act({ crash: 'ce1' }).playback?.scenario.source ?? ''
  const text = readFile('failover/primary-silent-cut.yaml')
  t.true(text.scenario !== undefined)
  t.true(source.includes('# A few minutes later, so that each end has its own last KEEPALIVE'))
  t.true(
    source.includes('{ at: 1.000001s, crash: ce1 }') || source.includes('{ at: 1s, crash: ce1 }'),
    source,
  )
})
