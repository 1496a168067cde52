import test from 'ava'
import type { FlowDirection } from '../src/sim/flow/flow.ts'
import type { TraceRecord } from '../src/sim/trace.ts'
import { type FileRun, runRecorded, scenarioIn } from './support/run-file.ts'

/*
 * Instants as one computes them on paper, apart from the golden traces. All in microseconds.
 * What no paper can know is when the last KEEPALIVE went out, since its timer is jittered: it is read from the trace.
 */
const ms = 1_000
const s = 1_000_000
const minutes = 60 * s

/** One way, from a customer's router to its MSEE and from an MSEE to a gateway. */
const circuit = 2 * ms
const inside = 1 * ms

const holdTime = 180 * s
const longestKeepalive = 60 * s
const shortestKeepalive = 45 * s
/** How long a session stays Idle above its prefix limit at the MSEE, and after a Cease at the customer's router. */
const pause = 60 * s

// SYN, SYN-ACK, OPEN, the answer to it, KEEPALIVE and with it the UPDATE: three times there and back.
const steady = 6 * circuit
// Its own OPEN is one way later than the caller's, and so is the KEEPALIVE that lets it stand.
const callerStands = 4 * circuit
const calledStands = 5 * circuit

const session = 'ce1-er-amsterdam.msee1 private ipv4'
const msee = 'er-amsterdam.msee1'

function runOf(file: string): FileRun {
  return runRecorded(scenarioIn(file))
}

/** When the node's end of the session left Established, and when it came to it. */
function falls({ records }: FileRun, node: string, name = session): readonly number[] {
  return changes(records, node, name).flatMap((record) => (record.from === 'Established' ? [record.at] : []))
}

function rises({ records }: FileRun, node: string, name = session): readonly number[] {
  return changes(records, node, name).flatMap((record) => (record.to === 'Established' ? [record.at] : []))
}

type StateChange = Extract<TraceRecord, { kind: 'session-state' }>

function changes(records: readonly TraceRecord[], node: string, name: string): readonly StateChange[] {
  return records.flatMap((record) =>
    record.kind === 'session-state' && record.node === node && record.session === name ? [record] : [],
  )
}

/** When the node sent or received what restarts a hold timer. */
function heard(
  { records }: FileRun,
  node: string,
  kind: 'message-sent' | 'message-received',
): readonly number[] {
  return records.flatMap((record) =>
    record.kind === kind &&
    record.node === node &&
    record.session === session &&
    (record.message.kind === 'KEEPALIVE' || record.message.kind === 'UPDATE')
      ? [record.at]
      : [],
  )
}

function last(instants: readonly number[], before: number): number {
  const found = instants.filter((at) => at < before).at(-1)
  if (found === undefined) throw new Error(`nothing before ${before}`)
  return found
}

/** The outages of a flow, each from one instant to another. */
function outages({ result }: FileRun, direction: FlowDirection): readonly (readonly [number, number])[] {
  const flow = result.flows.find((other) => other.direction === direction)
  return (flow?.outages ?? []).map(({ from, to }) => [micros(from), micros(to)])
}

function marked({ result }: FileRun, label: string): number | undefined {
  const at = result.marks.get(label)
  return at === undefined ? undefined : micros(at)
}

function micros(seconds: number): number {
  return Math.round(seconds * s)
}

const silentCut = runOf('failover/primary-silent-cut.yaml')
const cut = steady + 4 * minutes

test('a silent cut: each direction is out until the hold timer of the end that sends into it', (t) => {
  const run = silentCut
  t.is(marked(run, 'steady'), steady)
  t.is(marked(run, 'cut'), cut)

  const heardByCe = last(heard(run, 'ce1', 'message-received'), cut)
  const heardByMsee = last(heard(run, msee, 'message-received'), cut)
  t.is(heardByCe, last(heard(run, msee, 'message-sent'), cut) + circuit)
  t.is(heardByMsee, last(heard(run, 'ce1', 'message-sent'), cut) + circuit)
  t.true(cut - heardByCe < longestKeepalive && cut - heardByMsee < longestKeepalive)

  const ceGivesUp = heardByCe + holdTime
  const mseeGivesUp = heardByMsee + holdTime
  t.deepEqual(falls(run, 'ce1'), [ceGivesUp])
  t.deepEqual(falls(run, msee), [mseeGivesUp])
  // The hosts turn away from ce1 at once; the gateway turns away from the MSEE when its withdrawal arrives.
  t.deepEqual(outages(run, 'forward'), [[cut, ceGivesUp]])
  t.deepEqual(outages(run, 'return'), [[cut, mseeGivesUp + inside]])
})

test('between two KEEPALIVEs lie 75 to 100 per cent of the interval', (t) => {
  const sent = heard(silentCut, 'ce1', 'message-sent')
  // The first KEEPALIVE answers the OPEN, and the UPDATE follows it at once.
  const steadily = sent.filter((at) => at > steady && at < cut)
  const gaps = steadily.slice(1).map((at, index) => at - (steadily[index] ?? at))
  t.true(gaps.length >= 3)
  t.deepEqual(
    gaps.filter((gap) => gap < shortestKeepalive || gap > longestKeepalive),
    [],
  )
})

test('a crash of the MSEE: the gateway sees it at once, ce1 by its hold timer, and the boot brings all back', (t) => {
  const run = runOf('failover/primary-msee-crash.yaml')
  const crash = steady + 4 * minutes
  const boot = crash + 5 * minutes
  t.is(marked(run, 'crash'), crash)
  for (const gateway of ['vnet-weu.gw0', 'vnet-weu.gw1']) {
    t.deepEqual(falls(run, gateway, `${msee}-${gateway} private ipv4`), [crash])
  }
  const ceGivesUp = last(heard(run, 'ce1', 'message-received'), crash) + holdTime
  t.deepEqual(falls(run, 'ce1'), [ceGivesUp])
  t.deepEqual(outages(run, 'forward'), [[crash, ceGivesUp]])
  t.deepEqual(outages(run, 'return'), [])

  // ce1's pause is over long before, so the booted MSEE is the caller.
  t.true(ceGivesUp + pause < boot)
  t.is(rises(run, msee).at(-1), boot + callerStands)
  t.is(rises(run, 'ce1').at(-1), boot + calledStands)
  t.is(firstPathOver(run, 'forward', boot), boot + calledStands)
  t.is(firstPathOver(run, 'return', boot), boot + calledStands + circuit + inside)
})

/** When packets first took the primary MSEE again. */
function firstPathOver({ records }: FileRun, direction: FlowDirection, after: number): number | undefined {
  const isBack = (record: TraceRecord): boolean =>
    record.kind === 'flow-path' &&
    record.direction === direction &&
    record.outcome === 'ACCEPTED' &&
    record.tuples > 0 &&
    record.hops.includes(msee)
  return records.find((record) => record.at >= after && isBack(record))?.at
}

test('a leak: Cease at its arrival, a fall at every try while it lasts, and the next try after it is over', (t) => {
  const run = runOf('limits/leak-on-both-links.yaml')
  const leak = steady + 1 * minutes
  const withdrawn = leak + 150 * s
  t.is(marked(run, 'leak'), leak)

  const cease = leak + circuit
  // ce1 is willing before, and waits. The MSEE calls after its pause and stands as the caller; two ways later it
  // has the UPDATEs that ce1 sent when it stood itself.
  const untilNextTry = pause + callerStands + 2 * circuit
  const tries = [cease, cease + untilNextTry, cease + 2 * untilNextTry]
  const success = cease + 3 * untilNextTry
  t.true(tries.every((at) => at < withdrawn) && success > withdrawn)

  for (const [ce, router] of [
    ['ce1', msee],
    ['ce2', 'er-amsterdam.msee2'],
  ] as const) {
    const name = `${ce}-${router} private ipv4`
    t.deepEqual(falls(run, router, name), tries)
    t.deepEqual(
      falls(run, ce, name),
      tries.map((at) => at + circuit),
    )
    t.deepEqual(
      rises(run, router, name).slice(1),
      [...tries.slice(1), success].map((at) => at - 2 * circuit),
    )
    t.is(rises(run, ce, name).at(-1), success - circuit)
  }
  t.deepEqual(
    ceases(run),
    tries.flatMap((at) => [at, at]),
  )
  // Both links at once: redundancy does not help. The MSEE has nothing to send by from its own Cease on.
  t.deepEqual(outages(run, 'return'), [[cease, success + inside]])
  // At every try ce1 stands first, and sends packets until it is told of the next fall.
  t.deepEqual(
    outages(run, 'forward'),
    tries.map((at, index) => [at + circuit, (tries[index + 1] ?? success) - circuit]),
  )
})

function ceases({ records }: FileRun): readonly number[] {
  return records.flatMap((record) =>
    record.kind === 'message-sent' &&
    record.message.kind === 'NOTIFICATION' &&
    record.message.code === 6 &&
    record.message.subcode === 1
      ? [record.at]
      : [],
  )
}
