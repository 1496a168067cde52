import test from 'ava'
import type { TraceRecord } from '../../src/sim/trace.ts'
import { cut, packedByFamily, SimulationLab, silence } from '../support/simulation-lab.ts'

/** A site behind `a` and `b`, a second one behind `z`, a flow between them, and a busy quarter of an hour. */
function busy(seed = 1): SimulationLab {
  const [prefixes] = packedByFamily(['10.1.0.0/16'])
  if (prefixes === undefined) throw new Error('no prefixes')
  const lab = new SimulationLab({
    routers: { a: { asn: 65001 }, b: { asn: 65001 }, z: { asn: 65002 } },
    sessions: [{ between: ['a', 'z'] }, { between: ['b', 'z'] }, { between: ['a', 'b'], carrier: 'direct' }],
    networks: {
      site: { prefixes: ['10.1.0.0/16'], behind: ['a', 'b'], convergenceMicros: 1_500_000 },
      far: { prefixes: ['10.200.0.0/16'], behind: ['z'] },
    },
    flows: { web: { from: 'site', to: 'far' } },
    seed,
  })
  return lab
    .fault(cut('a-z'), 100, 150)
    .fault(silence('b-z'), 200, 500)
    .fault({ kind: 'loss', id: 'loss', link: 'a-b', from: undefined, share: 0.3 }, 100, 600)
    .at(520, { kind: 'crash', node: 'a' })
    .at(560, { kind: 'restart', node: 'a' })
    .at(600, { kind: 'withdraw', at: 'site', prefixes })
    .at(650, { kind: 'announce', at: 'site', prefixes })
    .at(700, { kind: 'clear', session: 'a-z' })
    .at(710, { kind: 'shut', session: 'b-z' })
    .at(720, { kind: 'start', session: 'b-z' }, { kind: 'mark', label: 'over' })
}

function text({ records }: SimulationLab): string {
  return records.map((record) => JSON.stringify(record)).join('\n')
}

/** The record and everything that led to it, the last cause first. */
function chain(lab: SimulationLab, record: TraceRecord): readonly TraceRecord[] {
  const cause = record.cause === undefined ? undefined : lab.records[record.cause]
  return cause === undefined ? [record] : [record, ...chain(lab, cause)]
}

test('equal seeds give equal traces; another seed gives another', (t) => {
  const [one, again, other] = [1, 1, 2].map((seed) => text(busy(seed).start().run(900)))
  t.is(one, again)
  t.not(one, other)
})

test('a seed decides the timing of timers, and nothing else where nothing is lost', (t) => {
  const outline = (seed: number) => {
    const lab = new SimulationLab({
      routers: { a: { asn: 65001, announces: ['10.1.0.0/16'] }, z: { asn: 65002 } },
      sessions: [{ between: ['a', 'z'] }],
      seed,
    }).fault(cut('a-z'), 100, 150)
    lab.start().run(200)
    return lab.records
      .filter(({ kind }) => kind === 'best-route' || kind === 'session-state' || kind === 'fib')
      .map(({ at, node, kind }) => `${at} ${node} ${kind}`)
  }
  t.deepEqual(outline(1), outline(2))
})

test('an observer more, or one that throws everything away, changes nothing', (t) => {
  const watched = busy()
  let count = 0
  watched.simulation.trace.on('record', () => {
    count++
  })
  t.is(text(watched.start().run(900)), text(busy().start().run(900)))
  t.is(count, watched.records.length)
})

test("an observer's error is nobody else's: it comes out of the instant in which it arose", (t) => {
  const lab = busy().start()
  lab.simulation.trace.on('record', ({ kind }) => {
    if (kind === 'operator') throw new Error('the observer is broken')
  })
  t.throws(() => lab.run(900), { message: 'the observer is broken' })
  t.is(lab.simulation.now, 100_000_000)
})

test('records are numbered in the order of time, and each was caused by an earlier one', (t) => {
  const { records } = busy().start().run(900)
  t.true(records.length > 500)
  t.deepEqual(
    records.filter(({ seq, at }, index) => seq !== index || at < (records[index - 1]?.at ?? 0)),
    [],
  )
  t.deepEqual(
    records.filter(({ seq, cause }) => cause !== undefined && cause >= seq),
    [],
  )
})

test('nothing but an operator, and the start of the run, is without a cause', (t) => {
  const rootless = busy()
    .start()
    .run(900)
    .records.filter(
      ({ at, cause, kind }) => cause === undefined && at > 0 && kind !== 'operator' && kind !== 'mark',
    )
  t.deepEqual(
    rootless.map(({ at, node, kind }) => `${at} ${node} ${kind}`),
    [],
  )
})

test("a change of best routes, and of a flow's way, goes back to an operator's hand or to a timer", (t) => {
  const lab = busy().start().run(900)
  const changes = lab.records.filter(
    ({ kind, at }) => at >= 100_000_000 && (kind === 'best-route' || kind === 'flow-path'),
  )
  t.true(changes.length > 20)
  const reasons = changes.map((change) =>
    chain(lab, change).find(({ kind }) => kind === 'operator' || kind === 'timer'),
  )
  t.false(reasons.includes(undefined))
})

test('why a router lost a route is told step by step', (t) => {
  const lab = busy().start().run(100.01)
  const change = lab
    .of('best-route')
    .find(({ at, node, prefixes }) => at === 100_000_000 && node === 'z' && prefixes.count > 0)
  if (change === undefined) return t.fail('z lost nothing')
  t.deepEqual(
    chain(lab, change).map((record) => [
      record.node,
      record.kind,
      record.kind === 'operator' ? record.action : '',
    ]),
    [
      ['z', 'best-route', ''],
      ['z', 'session-state', ''],
      ['z', 'link', ''],
      ['', 'operator', 'a-z cut, ports down'],
    ],
  )
})

test('what a message did is caused by its arrival, and that by its sending', (t) => {
  const lab = busy().start().run(50)
  const learnt = lab.of('best-route').find(({ at, node }) => at > 0 && node === 'z')
  if (learnt === undefined) return t.fail('z learnt nothing')
  const kinds = chain(lab, learnt).map(({ node, kind }) => `${node} ${kind}`)
  t.deepEqual(kinds.slice(0, 3), ['z best-route', 'z message-received', 'a message-sent'])
})

test('a mark is a record and nothing else', (t) => {
  const lab = busy().start().run(900)
  const marks = lab.of('mark')
  t.deepEqual(
    marks.map(({ at, label, cause }) => ({ at, label, cause })),
    [{ at: 720_000_000, label: 'over', cause: undefined }],
  )
})
