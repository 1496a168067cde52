import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import type { FaultRule } from '../../../src/sim/fault.ts'
import type { Operation } from '../../../src/sim/operation.ts'
import { microsPerSecond } from '../../../src/sim/time.ts'
import {
  cut,
  packedByFamily,
  SimulationLab,
  type SimulationSketch,
  silence,
} from '../../support/simulation-lab.ts'
import { withoutKeepalives } from '../../support/without-keepalives.ts'

const sketch: SimulationSketch = {
  routers: {
    a: { asn: 65001, announces: ['10.1.0.0/16'] },
    b: { asn: 65002, announces: ['10.2.0.0/16'] },
  },
  sessions: [{ between: ['a', 'b'] }],
}

type Story = (lab: SimulationLab) => SimulationLab

function both(story: Story, plan: SimulationSketch = sketch): readonly [SimulationLab, SimulationLab] {
  const played = (everyKeepalive: boolean): SimulationLab =>
    story(new SimulationLab(plan, { everyKeepalive })).start()
  return [played(false), played(true)]
}

/** How many KEEPALIVEs each end sent and took until the instant, in whichever way they were run. */
function counts({ simulation, records }: SimulationLab, seconds: number): readonly number[] {
  const at = seconds * microsPerSecond
  return ['a', 'b'].flatMap((node) => {
    const leftOut = simulation.keepalivesLeftOut(node, 'a-b', at)
    const recorded = (kind: 'message-sent' | 'message-received'): number =>
      records.filter(
        (record) =>
          record.kind === kind &&
          record.node === node &&
          record.message.kind === 'KEEPALIVE' &&
          record.at <= at,
      ).length
    return [leftOut.sent + recorded('message-sent'), leftOut.received + recorded('message-received')]
  })
}

const hours = 3600

const loss: FaultRule = { kind: 'loss', id: 'loss', link: 'a-b', from: undefined, share: 0.3 }
const slow: FaultRule = {
  kind: 'delay',
  id: 'slow',
  link: 'a-b',
  from: 'a',
  micros: 900_000,
  jitterMicros: 0,
}
const [withdrawn] = packedByFamily(['10.1.0.0/16'])
const withdraw: readonly Operation[] =
  withdrawn === undefined ? [] : [{ kind: 'withdraw', at: 'a', prefixes: withdrawn }]

const stories: readonly { readonly what: string; readonly story: Story }[] = [
  { what: 'nothing', story: (lab) => lab },
  { what: 'a silent cut and its end', story: (lab) => lab.fault(silence('a-b'), 2 * hours, 2 * hours + 700) },
  {
    what: 'a silent cut of one direction',
    story: (lab) => lab.fault(silence('a-b', 'b'), 2 * hours, 3 * hours),
  },
  {
    what: 'a silent cut that is over before anybody notices',
    story: (lab) => lab.fault(silence('a-b'), 7200, 7250),
  },
  { what: 'ports that go down', story: (lab) => lab.fault(cut('a-b'), 2 * hours, 3 * hours) },
  { what: 'an hour of loss', story: (lab) => lab.fault(loss, 2 * hours, 3 * hours) },
  { what: 'an hour on a longer way', story: (lab) => lab.fault(slow, 2 * hours, 3 * hours) },
  {
    what: 'a crash',
    story: (lab) =>
      lab.at(2 * hours, { kind: 'crash', node: 'a' }).at(2.5 * hours, { kind: 'restart', node: 'a' }),
  },
  {
    what: 'a control plane that is lost',
    story: (lab) =>
      lab
        .at(2 * hours, { kind: 'crash-control-plane', node: 'b' })
        .at(2.5 * hours, { kind: 'restart', node: 'b' }),
  },
  ...(
    [
      ['that reads nothing for a minute', 'b', 2 * hours + 60],
      ['that reads nothing until its peer gives up', 'b', 3 * hours],
    ] as const
  ).map(([what, at, until]) => ({
    what: `an end ${what}`,
    story: (lab: SimulationLab) =>
      lab
        .at(2 * hours, { kind: 'stop-reading', session: 'a-b', at })
        .at(until, { kind: 'read', session: 'a-b', at }),
  })),
  {
    what: 'a control plane that stands still, and a silent cut as soon as it has sent its next KEEPALIVE',
    story: (lab) =>
      lab
        .at(2 * hours, { kind: 'freeze', node: 'a' })
        .at(2 * hours + 70, { kind: 'thaw', node: 'a' })
        .fault(silence('a-b'), 2 * hours + 71, 3 * hours),
  },
  { what: 'a clear', story: (lab) => lab.at(2 * hours, { kind: 'clear', session: 'a-b' }) },
  { what: 'a refresh', story: (lab) => lab.at(2 * hours, { kind: 'refresh', session: 'a-b' }) },
  { what: 'an UPDATE', story: (lab) => lab.at(2 * hours, ...withdraw) },
]

for (const { what, story } of stories) {
  test(`after hours of quiet, ${what}: it is the same run, KEEPALIVE by KEEPALIVE or without`, (t) => {
    const [left, every] = both(story)
    for (const lab of [left, every]) lab.run(4 * hours)
    t.deepEqual(withoutKeepalives(left.records), withoutKeepalives(every.records))
    t.deepEqual(counts(left, 4 * hours), counts(every, 4 * hours))
    t.true(left.simulation.events < every.simulation.events)
  })
}

test('a day of quiet takes no more events than a minute, and one of both ways takes thousands', (t) => {
  const [left, every] = both((lab) => lab)
  const before = left.run(60).simulation.events
  t.true(left.run(24 * hours).simulation.events <= before + 2)
  t.true(every.run(24 * hours).simulation.events > 6000)
  t.deepEqual(counts(left, 24 * hours), counts(every, 24 * hours))
})

test('no KEEPALIVE of a session that stands is in the trace, unless all are', (t) => {
  const [left, every] = both((lab) => lab.fault(loss, 1000, 2000))
  const sentLater = (lab: SimulationLab): number =>
    lab
      .run(2 * hours)
      .of('message-sent')
      .filter(({ at }) => at > microsPerSecond).length
  t.is(sentLater(left), 0)
  t.true(sentLater(every) > 200)
})

test('at whatever instant something happens, it is the same run', (t) => {
  const instants = fc.integer({ min: 100 * microsPerSecond, max: 400 * microsPerSecond })
  const rule = fc.constantFrom(silence('a-b'), silence('a-b', 'a'), cut('a-b'), slow, loss)
  t.notThrows(() =>
    fc.assert(
      fc.property(instants, instants, rule, fc.boolean(), (from, length, fault, wire) => {
        const story: Story = (lab) =>
          lab.fault(fault, from / microsPerSecond, (from + length) / microsPerSecond)
        const [left, every] = both(story, { ...sketch, wire })
        for (const lab of [left, every]) lab.run(1200)
        assert.deepEqual(withoutKeepalives(left.records), withoutKeepalives(every.records))
        assert.deepEqual(counts(left, 1200), counts(every, 1200))
      }),
      { numRuns: 60 },
    ),
  )
})

test('how many were sent and taken is known for every instant', (t) => {
  const [left, every] = both((lab) => lab)
  left.run(70)
  every.run(2 * hours)
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.integer({ min: 70_000, max: 7_000_000 }), (millis) => {
        assert.deepEqual(counts(left, millis / 1000), counts(every, millis / 1000))
      }),
    ),
  )
})

test('what goes on from a fork in the quiet goes on as it would have, and so does a fork of the fork', (t) => {
  const story: Story = (lab) => lab.fault(silence('a-b'), 3 * hours, 3.5 * hours)
  const [left, every] = both(story)
  const whole = withoutKeepalives(every.run(5 * hours).records)
  const fork = left.run(hours).fork()
  const second = fork.run(2 * hours).fork()
  for (const lab of [second, left, fork]) {
    t.deepEqual(withoutKeepalives(lab.run(5 * hours).records), whole)
    t.deepEqual(counts(lab, 5 * hours), counts(every, 5 * hours))
  }
})

test('the trace says of a hold timer which UPDATE or OPEN was before the KEEPALIVEs that it ran from', (t) => {
  const [left] = both((lab) => lab.fault(silence('a-b'), 2 * hours, 3 * hours))
  const expired = left
    .run(2.5 * hours)
    .of('timer')
    .find(({ timer }) => timer === 'HoldTimer')
  const cause = left.records[expired?.cause ?? -1]
  t.true((expired?.at ?? 0) > 2 * hours * microsPerSecond)
  t.true((cause?.at ?? Number.POSITIVE_INFINITY) < microsPerSecond)
})

test('what is not run runs out when it would if it were run', (t) => {
  const timers = (lab: SimulationLab): readonly unknown[] =>
    [90, 200.5, 1000, 5000].map((seconds) => {
      lab.run(seconds)
      const at = seconds * microsPerSecond
      return ['a', 'b'].map((node) =>
        (['HoldTimer', 'KeepaliveTimer'] as const).map((timer) =>
          lab.simulation.runsOutAt(node, 'a-b', timer, at),
        ),
      )
    })
  const [folded, run] = both((lab) => lab)
  const expected = timers(run)
  t.deepEqual(timers(folded), expected)
  t.false(JSON.stringify(expected).includes('null'))
})
