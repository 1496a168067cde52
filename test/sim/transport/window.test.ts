import test from 'ava'
import { microsPerSecond } from '../../../src/sim/time.ts'
import { silence, type TransportLab, transportLab } from '../../support/transport-lab.ts'

const second = microsPerSecond

/** A connection that stands after 6 ms, of whose ends b reads nothing from 10 ms on. */
function unread(until = Number.POSITIVE_INFINITY): TransportLab {
  const lab = transportLab()
  lab.at(10_000, () => lab.transport.setWindow(lab.connection('b'), false))
  if (until < Number.POSITIVE_INFINITY)
    lab.at(until, () => lab.transport.setWindow(lab.connection('b'), true))
  return lab
}

function send(lab: TransportLab, at: number, ...messages: readonly string[]): void {
  lab.at(at, () => {
    for (const message of messages) lab.transport.send(lab.connection('a'), message)
  })
}

/** What happened once the connection stood. */
function after({ log }: TransportLab): readonly string[] {
  return log.slice(log.indexOf('6 ms b confirmed') + 1)
}

/** When data left a. */
function probes({ seen }: TransportLab): readonly string[] {
  return seen
    .filter((line) => line.endsWith('a left data'))
    .map((line) => line.replace(' ms a left data', ''))
}

test('an end that reads nothing blocks its peer with the first message, and reads all in order when it reads again', (t) => {
  const lab = unread(20 * second)
  send(lab, 20_000, 'first', 'second')
  send(lab, 3 * second, 'third')
  lab.run()
  t.deepEqual(after(lab), [
    '22 ms a blocked',
    '20002 ms a unblocked',
    ...['first', 'second', 'third'].map((message) => `20004 ms b message ${message}`),
  ])
})

test('nothing happens at a window of zero while nothing is sent', (t) => {
  const lab = unread(20 * second)
  lab.run(10 * second)
  t.deepEqual(after(lab), [])
  t.is(lab.queue.peek(), 20 * second)
})

test('a window of zero does not close the other direction', (t) => {
  const lab = unread()
  lab.at(20_000, () => lab.transport.send(lab.connection('b'), 'KEEPALIVE'))
  lab.run()
  t.deepEqual(after(lab), ['22 ms a message KEEPALIVE'])
})

test('a window of zero is probed ever more seldom with one message, and for as long as it is zero', (t) => {
  const lab = unread()
  send(lab, 20_000, 'first', 'second')
  lab.run(4000 * second)
  const [first, atOnce, ...later] = probes(lab).map(Number)
  t.deepEqual([first, atOnce], [20, 20], 'nobody knows yet')
  const gaps = later.map((at, place) => Math.round((at - (later[place - 1] ?? 22)) / 1000))
  t.deepEqual(gaps.slice(0, 8), [1, 2, 4, 8, 16, 32, 60, 60])
  t.true(gaps.slice(6).every((gap) => gap === 60))
  t.deepEqual(after(lab), ['22 ms a blocked'], 'it is not given up')
})

test('a probe finds out what a lost ACK would have told', (t) => {
  const lab = unread(10 * second)
  lab.fault(silence('b'), 10 * second - 1, second)
  send(lab, 20_000, 'first', 'second')
  lab.run()
  t.deepEqual(after(lab), [
    '22 ms a blocked',
    '15024 ms a unblocked',
    '15024 ms b message first',
    '15026 ms b message second',
  ])
})

test('a probe that nothing answers is a retransmission, of which there are fifteen', (t) => {
  const lab = unread()
  send(lab, 20_000, 'first')
  lab.fault(silence(), second / 2, 5000 * second)
  lab.run(5000 * second)
  t.deepEqual(after(lab), ['22 ms a blocked', '663022 ms a failed timed out'])
})

test('whoever closes towards a window of zero answers what comes then with a reset', (t) => {
  const lab = unread()
  send(lab, 20_000, 'first')
  lab.at(5 * second, () => {
    lab.transport.send(lab.connection('a'), 'NOTIFICATION')
    lab.transport.close(lab.connection('a'))
  })
  lab.at(30 * second, () => lab.transport.send(lab.connection('b'), 'KEEPALIVE'))
  lab.run(60 * second)
  t.deepEqual(after(lab), ['22 ms a blocked', '30004 ms b failed reset by peer'])
})

test('whoever closed is heard after all where the window opens before anything comes', (t) => {
  const lab = unread(10 * second)
  send(lab, 20_000, 'first')
  lab.at(5 * second, () => {
    lab.transport.send(lab.connection('a'), 'NOTIFICATION')
    lab.transport.close(lab.connection('a'))
  })
  lab.run()
  t.deepEqual(after(lab), [
    '22 ms a blocked',
    '10004 ms b message first',
    '10004 ms b message NOTIFICATION',
    '10004 ms b failed closed by peer',
  ])
})

test('an end that reads nothing, and closes, tells its peer', (t) => {
  const lab = unread()
  send(lab, 20_000, 'first')
  lab.at(5 * second, () => lab.transport.close(lab.connection('b')))
  lab.run()
  t.deepEqual(after(lab), ['22 ms a blocked', '5002 ms a failed closed by peer'])
})

test('a probe of a node that came back draws its reset', (t) => {
  const lab = unread()
  send(lab, 20_000, 'first')
  lab.at(5 * second, () => lab.transport.crash('b'))
  lab.run()
  t.deepEqual(after(lab), ['22 ms a blocked', '7030 ms a failed reset by peer'])
})

test('nothing rests towards a window of zero, though nothing was sent', (t) => {
  const lab = unread(20 * second)
  const rests = (): boolean => lab.transport.restingTowards(lab.connection('a')) !== undefined
  lab.run(9000)
  t.true(rests())
  lab.run(10 * second)
  t.false(rests())
  lab.run(21 * second)
  t.true(rests())
})
