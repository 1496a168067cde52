import test from 'ava'
import type { BfdConfiguration } from '../../../src/bfd/session.ts'
import { profiles } from '../../../src/bgp/profiles.ts'
import type { FaultRule } from '../../../src/sim/fault.ts'
import type { Operation } from '../../../src/sim/operation.ts'
import type { SimulationOptions } from '../../../src/sim/plan.ts'
import { cut, SimulationLab } from '../../support/simulation-lab.ts'

const fast: BfdConfiguration = {
  desiredMinTxMicros: 300_000,
  requiredMinRxMicros: 300_000,
  detectMultiplier: 3,
}

interface Difference {
  readonly b?: Partial<BfdConfiguration>
  readonly seed?: number
  readonly options?: SimulationOptions
}

function lab({ b = {}, seed = 1, options = {} }: Difference = {}): SimulationLab {
  return new SimulationLab(
    {
      routers: {
        a: { asn: 65001, announces: ['10.1.0.0/16'], profile: profiles.msee },
        b: { asn: 65002, profile: profiles.bird },
      },
      sessions: [{ between: ['a', 'b'], bfd: { a: fast, b: { ...fast, ...b } } }],
      seed,
    },
    options,
  )
}

const silence = (from?: string): FaultRule => ({ kind: 'silence', id: 'cut', link: 'a-b', from })

/** Each change of BFD and of BGP at one router from a second on: `bfd Up > Down`. */
function changes({ records }: SimulationLab, node: string, from: number): readonly string[] {
  return records.flatMap((record) => {
    if (record.node !== node || record.at < from * 1_000_000) return []
    if (record.kind !== 'bfd' && record.kind !== 'session-state') return []
    return [`${record.kind === 'bfd' ? 'bfd' : 'bgp'} ${record.from} > ${record.to}`]
  })
}

/** How long after the cut at 100 s each end noticed, in milliseconds. */
function detections(started: SimulationLab): readonly number[] {
  return started
    .of('bfd')
    .filter(({ from, to, at }) => from === 'Up' && to === 'Down' && at >= 100_000_000)
    .map(({ at }) => at / 1000 - 100_000)
}

test('two ends that are configured for it come Up, and BGP does not wait for that', (t) => {
  const started = lab().start().run(10)
  for (const node of ['a', 'b']) {
    const [up] = started.of('bfd').filter((record) => record.node === node && record.to === 'Up')
    const [stands] = started
      .of('session-state')
      .filter((record) => record.node === node && record.to === 'Established')
    t.true((stands?.at ?? 0) < (up?.at ?? 0), node)
  }
})

test('a silent cut is detected 900 ms after the last packet, and takes the session with the Cease of the profile', (t) => {
  const started = lab().fault(silence(), 100, 200).start().run(150)
  t.deepEqual(changes(started, 'a', 100).slice(0, 2), ['bfd Up > Down', 'bgp Established > Idle'])
  t.deepEqual(
    started
      .sent('a-b')
      .filter((line) => line.startsWith('100') && line.includes('NOTIFICATION'))
      .map((line) => line.split(' ').slice(2).join(' ')),
    ['a NOTIFICATION 6/10', 'b NOTIFICATION 6/0'],
  )
})

test('over 1,000 seeds the detection fills 600 to 900 ms after the cut, and never leaves it', (t) => {
  const delayMillis = 1
  const all = Array.from({ length: 1000 }, (_, seed) =>
    detections(lab({ seed }).fault(silence(), 100, 200).start().run(102)),
  ).flat()
  t.is(all.length, 2000)
  t.true(Math.min(...all) >= 600)
  t.true(Math.max(...all) <= 900 + delayMillis)
  const filled = new Set(all.map((millis) => Math.floor((millis - delayMillis) / 20)))
  t.deepEqual(
    [...filled].sort(),
    Array.from({ length: 15 }, (_, bin) => 30 + bin),
  )
})

test('750 ms at one end is slow enough for both: 2.25 s after the last packet', (t) => {
  const slow = { desiredMinTxMicros: 750_000, requiredMinRxMicros: 750_000 }
  const found = detections(lab({ b: slow }).fault(silence(), 100, 200).start().run(110))
  t.is(found.length, 2)
  for (const millis of found) t.true(millis >= 1500 && millis <= 2251, `${millis}`)
})

test('a one-way cut is detected by the end that hears nothing, and the other learns it from its packets', (t) => {
  const started = lab().fault(silence('a'), 100, 200).start().run(110)
  const [first, second] = started.of('bfd').filter(({ at, to }) => at > 100_000_000 && to === 'Down')
  t.like(first, { node: 'b', reason: 'nothing came for 900 ms' })
  t.like(second, { node: 'a', reason: 'far end is Down', at: (first?.at ?? 0) + 1000 })
})

test('once the link carries again, BFD and BGP come back', (t) => {
  const started = lab().fault(silence(), 100, 160).start().run(400)
  t.is(
    changes(started, 'a', 160).filter((line) => line === 'bfd Init > Up' || line === 'bfd Down > Up').length,
    1,
  )
  t.is(started.state('a', 'a-b'), 'Established')
})

test('a port that goes down takes BFD with it at once', (t) => {
  const started = lab().fault(cut('a-b'), 100, 160).start().run(101)
  t.deepEqual(detections(started), [0, 0])
})

test('RFC 5882 section 4.2: AdminDown of the far end moves nothing, since the operator wants it', (t) => {
  const started = lab().at(100, { kind: 'shut', session: 'a-b', at: 'a' }).start().run(101)
  t.deepEqual(
    started
      .of('bfd')
      .filter(({ at }) => at >= 100_000_000)
      .map(({ node, to, reason }) => [node, to, reason]),
    [
      ['a', 'AdminDown', 'shut down'],
      ['b', 'Down', 'far end is AdminDown'],
    ],
  )
  const fall = started.of('session-state').find(({ node, from }) => node === 'b' && from === 'Established')
  t.is(fall?.reason?.includes('BFD'), false)
})

test('what the operator shut comes Up again when he starts it', (t) => {
  const started = lab()
    .at(100, { kind: 'shut', session: 'a-b', at: 'a' })
    .at(200, { kind: 'start', session: 'a-b', at: 'a' })
    .start()
    .run(400)
  const atA = changes(started, 'a', 200).filter((line) => line.startsWith('bfd'))
  t.is(atA[0], 'bfd AdminDown > Down')
  t.true(atA.at(-1)?.endsWith('> Up'))
  t.is(started.state('b', 'a-b'), 'Established')
})

test('a router that crashes is missed after the Detection Time, and its session begins anew', (t) => {
  const started = lab()
    .at(100, { kind: 'crash', node: 'a' })
    .at(200, { kind: 'restart', node: 'a' })
    .start()
    .run(400)
  t.deepEqual(changes(started, 'b', 100).slice(0, 2), ['bfd Up > Down', 'bgp Established > Idle'])
  t.is(started.state('b', 'a-b'), 'Established')
})

test('a control plane that is lost leaves BFD alone, which runs where packets are forwarded', (t) => {
  const started = lab()
    .at(100, { kind: 'crash-control-plane', node: 'a' })
    .at(110, { kind: 'restart', node: 'a' })
    .start()
    .run(300)
  t.deepEqual(
    changes(started, 'b', 100).filter((line) => line.startsWith('bfd')),
    [],
  )
})

test('a delay that passes the Detection Time is a silence too', (t) => {
  const delay: FaultRule = {
    kind: 'delay',
    id: 'slow',
    link: 'a-b',
    from: undefined,
    micros: 2_000_000,
    jitterMicros: 0,
  }
  t.is(detections(lab().fault(delay, 100, 200).start().run(101)).length, 2)
})

test('a session that nothing disturbs costs nothing: an hour takes no more events than without BFD', (t) => {
  const watched = lab().start().run(3600).simulation.events
  const withoutBfd = new SimulationLab({
    routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'] }],
  })
  t.true(watched - withoutBfd.start().run(3600).simulation.events < 20)
})

test('run packet by packet it is the same run, and takes thousands of events more', (t) => {
  const run = (everyBfdPacket: boolean): SimulationLab =>
    lab({ options: { everyBfdPacket } }).fault(silence('b'), 1000, 1010).start().run(1500)
  const [left, every] = [run(false), run(true)]
  t.deepEqual(left.records, every.records)
  t.true(every.simulation.events > left.simulation.events + 5000)
})

test('silence will have lasted too long when it would if every packet were run', (t) => {
  const detections = (everyBfdPacket: boolean): readonly unknown[] => {
    const started = lab({ options: { everyBfdPacket } }).fault(silence('b'), 1000, 1010).start()
    return [0.5, 10, 200.5, 999, 1000.2, 1005, 1200].map((seconds) => {
      started.run(seconds)
      return ['a', 'b'].map((node) => started.simulation.bfd.detectsAt(node, 'a-b', seconds * 1_000_000))
    })
  }
  const expected = detections(true)
  t.deepEqual(detections(false), expected)
  t.true(JSON.stringify(expected).split('null').length < 6)
})

test('converged means that BFD is Up where it can be', (t) => {
  const started = lab().start()
  t.not(started.converge(), undefined)
  t.is(
    new Set(
      started
        .of('bfd')
        .filter(({ to }) => to === 'Up')
        .map(({ node }) => node),
    ).size,
    2,
  )
})

const told = (enabled: boolean, hold = 'x'): Operation => ({
  kind: 'set-bfd',
  session: 'a-b',
  enabled,
  hold,
})
const asBefore = (hold = 'x'): Operation => ({ kind: 'restore-bfd', session: 'a-b', hold })

function withoutBfd(): SimulationLab {
  return new SimulationLab({
    routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'] }],
  })
}

test('configured on a session that stands, it comes Up, moves nothing, and notices the next silence', (t) => {
  const started = withoutBfd().at(100, told(true)).fault(silence(), 200, 210).start().run(205)
  t.deepEqual(changes(started, 'a', 100).slice(0, 4), [
    'bfd AdminDown > Down',
    'bfd Down > Up',
    'bfd Up > Down',
    'bgp Established > Idle',
  ])
  t.true(detections(started).every((millis) => millis >= 100_600 && millis <= 100_901))
})

test('RFC 5880 section 6.8.16: taken away from both ends it says AdminDown and moves nothing, and silence waits for the hold time', (t) => {
  const started = lab().at(100, told(false)).fault(silence(), 200, 500).start().run(300)
  t.deepEqual(
    started
      .of('bfd')
      .filter(({ at }) => at >= 100_000_000)
      .map(({ at, node, from, to, reason }) => [at / 1_000_000, node, `${from} > ${to}`, reason]),
    [
      [100, 'a', 'Up > AdminDown', 'no longer configured'],
      [100, 'b', 'Up > AdminDown', 'no longer configured'],
    ],
  )
  t.is(started.state('a', 'a-b'), 'Established')
  const fall = started
    .run(450)
    .of('session-state')
    .find(({ from }) => from === 'Established')
  t.is(fall?.reason, 'hold timer expired')
})

test('what is configured over and over ends by itself: the last that is left counts, and then the plan', (t) => {
  const started = withoutBfd()
    .at(100, told(true, 'one'))
    .at(110, told(false, 'two'))
    .at(120, told(true, 'three'))
    .at(130, asBefore('three'))
    .at(140, asBefore('two'))
    .at(150, asBefore('one'))
    .start()
  const watched = [99, 109, 119, 129, 139, 149, 159].map((second) => {
    started.run(second)
    return started.simulation.bfd.end('a', 'a-b')?.state
  })
  t.deepEqual(watched, [undefined, 'Up', undefined, 'Up', undefined, 'Up', undefined])
  t.is(started.state('a', 'a-b'), 'Established')
})

test('a session has another discriminator each time that it is configured', (t) => {
  const started = withoutBfd().at(10, told(true)).at(20, asBefore()).at(30, told(true)).start()
  const [first, second] = [15, 35].map((second) => {
    started.run(second)
    return started.simulation.bfd.end('a', 'a-b')?.localDiscriminator
  })
  t.not(first, second)
})

test('it is configuration: a router that boots has it, and a session that is shut does not begin it', (t) => {
  const started = withoutBfd()
    .at(100, { kind: 'crash', node: 'a' })
    .at(110, told(true))
    .at(120, { kind: 'restart', node: 'a' })
    .at(400, { kind: 'shut', session: 'a-b' })
    .at(410, asBefore())
    .at(420, told(true))
    .start()
    .run(390)
  t.is(started.simulation.bfd.end('b', 'a-b')?.state, 'Up')
  t.is(started.run(450).simulation.bfd.end('a', 'a-b')?.state, 'AdminDown')
})

test('where one end alone is configured, nothing is watched', (t) => {
  const started = new SimulationLab({
    routers: { a: { asn: 65001 }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'], bfd: { a: fast } }],
  })
  t.deepEqual(started.fault(silence(), 100, 110).start().run(120).of('bfd'), [])
  t.is(started.state('a', 'a-b'), 'Established')
})
