import test from 'ava'
import type { Network } from '../../../src/sim/network.ts'
import { microsPerSecond } from '../../../src/sim/time.ts'
import { cable, endA, endB, silence, transportLab } from '../../support/transport-lab.ts'

const second = microsPerSecond
const met = ['2 ms b incoming', '4 ms a acked', '6 ms b confirmed']

test('an attempt over a link of 2 ms is acked after 4 ms and confirmed after 6', (t) => {
  const lab = transportLab()
  lab.run()
  t.deepEqual(lab.log, met)
  t.is(lab.queue.now, 6000)
})

test('the owner learns between which addresses', (t) => {
  const lab = transportLab()
  lab.run(0)
  const syn = lab.queue.next()?.event
  if (syn?.kind !== 'segment') return t.fail()
  t.like(lab.transport.handle(syn), [
    { kind: 'incoming', node: 'b', local: endB.address, remote: endA.address },
  ])
})

test('where nothing accepts, the attempt is refused after 4 ms', (t) => {
  const lab = transportLab('refuse')
  lab.run()
  t.deepEqual(lab.log, ['2 ms b incoming', '4 ms a failed refused'])
  t.is(lab.queue.now, 4000, 'no timer is left')
})

test('an attempt to an address without a link is a bug of the caller', (t) => {
  const lab = transportLab()
  t.throws(() => lab.transport.open(endA, endA), { message: /no link/ })
  t.throws(() => lab.transport.open(endA, { node: 'c', address: endB.address }), { message: /no link/ })
})

test('through a silent cut SYNs go out at 0, 1, 3, 7, 15, 31 and 63 s, until the attempt times out', (t) => {
  const lab = transportLab()
  lab.network.addFault(silence())
  lab.run()
  t.deepEqual(lab.log, ['123000 ms a failed timed out'])
})

const deaf: readonly { why: string; begins: (network: Network) => void; ends: (network: Network) => void }[] =
  [
    ...[
      silence(),
      { kind: 'loss', id: 'loss', link: 'a-b', from: undefined, share: 1 } as const,
      { kind: 'ports-down', id: 'cut', link: 'a-b' } as const,
    ].map((rule) => ({
      why: rule.kind === 'loss' ? 'a loss of 100 %' : rule.kind,
      begins: (network: Network) => network.addFault(rule),
      ends: (network: Network) => network.removeFault(rule),
    })),
    {
      why: 'a crashed node',
      begins: (network) => network.crash('b'),
      ends: (network) => network.restart('b'),
    },
  ]

for (const { why, begins, ends } of deaf) {
  test(`an attempt that meets ${why} for 2 s succeeds with its third SYN, after 3 s`, (t) => {
    const lab = transportLab()
    begins(lab.network)
    lab.at(2 * second, () => ends(lab.network))
    lab.run()
    t.deepEqual(lab.log, ['3002 ms b incoming', '3004 ms a acked', '3006 ms b confirmed'])
  })
}

for (const [ours, theirs] of [
  ['left', 'right'],
  ['left', undefined],
  [undefined, 'right'],
] as const) {
  test(`with the key ${ours} here and ${theirs} there TCP never establishes`, (t) => {
    const lab = transportLab({ key: theirs }, cable(), ours)
    lab.run()
    t.is(lab.log.at(-1), '123000 ms a failed timed out')
    t.false(lab.log.some((line) => line.endsWith('acked')))
  })
}

test('with the same key at both ends TCP establishes', (t) => {
  const lab = transportLab({ key: 'secret' }, cable(), 'secret')
  lab.run()
  t.deepEqual(lab.log, met)
})

test('a lost SYN-ACK is sent again after 1 s, and the repeated SYN changes nothing', (t) => {
  const lab = transportLab()
  lab.fault(silence('b'), 1000, second / 2)
  lab.run()
  t.deepEqual(lab.log, ['2 ms b incoming', '1004 ms a acked', '1006 ms b confirmed'])
})

test('a lost ACK is sent again when the SYN-ACK is repeated', (t) => {
  const lab = transportLab()
  lab.fault(silence('a'), 3000, second / 2)
  lab.run()
  t.deepEqual(lab.log, ['2 ms b incoming', '4 ms a acked', '1006 ms b confirmed'])
})

test('a message confirms the connection where the ACK was lost', (t) => {
  const lab = transportLab()
  lab.fault(silence('a'), 3000, 5000)
  lab.at(6000, () => lab.transport.send(lab.connection('a'), 'OPEN'))
  lab.run()
  t.deepEqual(lab.log, ['2 ms b incoming', '4 ms a acked', '8 ms b confirmed', '8 ms b message OPEN'])
})

test('what is accepted but never completed times out after five more SYN-ACKs', (t) => {
  const lab = transportLab()
  lab.fault(silence('b'), 1000, 1000 * second)
  lab.run(64 * second)
  // The SYN at 63 s then finds nothing of the first attempt.
  t.deepEqual(lab.log, ['2 ms b incoming', '63002 ms b failed timed out', '63002 ms b incoming'])
})

test('an attempt given up leaves nothing at the far end', (t) => {
  const lab = transportLab()
  lab.run(0)
  lab.transport.close(lab.connection('a'))
  t.is(lab.queue.size, 1, 'only the SYN is under way')
  lab.run()
  t.deepEqual(lab.log, ['2 ms b incoming', '6 ms b failed reset by peer'])
  t.deepEqual(lab.transport.connectionsOver('b', 'a-b'), [])
})

test('messages go both ways, in order, each with its cause', (t) => {
  const lab = established()
  lab.at(10_000, () => {
    lab.transport.send(lab.connection('a'), 'one', 41)
    lab.transport.send(lab.connection('a'), 'two', 42)
    lab.transport.send(lab.connection('b'), 'three')
  })
  lab.run()
  t.deepEqual(after(lab), [
    '12 ms b message one because of 41',
    '12 ms b message two because of 42',
    '12 ms a message three',
  ])
})

test('messages sent during a cut of 3 s arrive after it, in order, and cost no connection', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 10_000 + 3 * second)
  for (const [index, message] of ['one', 'two', 'three'].entries()) {
    lab.at(20_000 + index * second, () => lab.transport.send(lab.connection('a'), message))
  }
  lab.run()
  // Sent again 1 s and 3 s after the first try at 20 ms.
  t.deepEqual(after(lab), ['3022 ms b message one', '3022 ms b message two', '3022 ms b message three'])
})

test('after the delay a message waits for none that arrived', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 2 * second)
  lab.at(20_000, () => lab.transport.send(lab.connection('a'), 'late'))
  lab.at(5 * second, () => lab.transport.send(lab.connection('a'), 'prompt'))
  lab.run()
  t.deepEqual(after(lab), ['3022 ms b message late', '5002 ms b message prompt'])
})

test('the timeout starts at 1 s again once something arrived', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 10 * second)
  lab.at(20_000, () => lab.transport.send(lab.connection('a'), 'one'))
  lab.fault({ ...silence(), id: 'again' }, 20 * second, 20 * second + 1000)
  lab.at(20 * second + 1, () => lab.transport.send(lab.connection('a'), 'two'))
  lab.run()
  t.deepEqual(after(lab), ['15022 ms b message one', '21002.001 ms b message two'])
})

test('a cut of one direction stops that direction alone', (t) => {
  const lab = established()
  lab.fault(silence('a'), 10_000, 2 * second)
  lab.at(20_000, () => {
    lab.transport.send(lab.connection('a'), 'from a')
    lab.transport.send(lab.connection('b'), 'from b')
  })
  lab.run()
  t.deepEqual(after(lab), ['22 ms a message from b', '3022 ms b message from a'])
})

test('no message overtakes another when a delay ends between them', (t) => {
  const lab = established()
  lab.fault(
    { kind: 'delay', id: 'slow', link: 'a-b', from: undefined, micros: 500_000, jitterMicros: 0 },
    10_000,
    30_000,
  )
  lab.at(20_000, () => lab.transport.send(lab.connection('a'), 'slow'))
  lab.at(40_000, () => lab.transport.send(lab.connection('a'), 'fast'))
  lab.run()
  t.deepEqual(after(lab), ['522 ms b message slow', '522 ms b message fast'])
})

test('what is under way when the ports go down is lost, and sent again before what came later', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.send(lab.connection('a'), 'under way'))
  lab.fault({ kind: 'ports-down', id: 'flap', link: 'a-b' }, 11_000, 13_000)
  lab.at(14_000, () => lab.transport.send(lab.connection('a'), 'later'))
  lab.run()
  // The timeout counts from the loss, at 12 ms.
  t.deepEqual(after(lab), ['1014 ms b message under way', '1014 ms b message later'])
})

test('what was under way goes before what waits already', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.send(lab.connection('a'), 'under way'))
  lab.fault({ kind: 'ports-down', id: 'flap', link: 'a-b' }, 11_000, 13_000)
  lab.at(11_500, () => lab.transport.send(lab.connection('a'), 'later'))
  lab.run()
  t.deepEqual(after(lab), ['1013.5 ms b message under way', '1013.5 ms b message later'])
})

test('what a handshake was delayed by does not delay the messages after it', (t) => {
  const lab = transportLab()
  lab.fault(silence('b'), 1000, 2 * second)
  lab.fault(silence('a'), 4 * second, 4 * second + 1000)
  lab.at(4 * second, () => lab.transport.send(lab.connection('a'), 'OPEN'))
  lab.run()
  t.is(lab.log.at(-1), '5002 ms b message OPEN')
})

test('a message that never gets through ends the connection after fifteen retransmissions', (t) => {
  const lab = established()
  lab.fault(silence('a'), 10_000, 10_000 * second)
  lab.at(second, () => lab.transport.send(lab.connection('a'), 'lost'))
  lab.run(5000 * second)
  // 1 + 2 + 4 + 8 + 16 + 32 seconds, then ten times the 60 s at which the doubling ends.
  t.deepEqual(after(lab), ['664000 ms a failed timed out'])
})

test('a connection on which nothing is sent does not notice a cut', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 10_000 * second)
  lab.run()
  t.deepEqual(after(lab), [])
  t.deepEqual(lab.transport.connectionsOver('a', 'a-b'), [lab.connection('a')])
})

test('closing lets the NOTIFICATION before it through, and the owner who closed hears no more', (t) => {
  const lab = established()
  lab.at(10_000, () => {
    lab.transport.send(lab.connection('a'), 'NOTIFICATION')
    lab.transport.close(lab.connection('a'))
    lab.transport.send(lab.connection('b'), 'crossing')
  })
  lab.run()
  t.deepEqual(after(lab), ['12 ms b message NOTIFICATION', '12 ms b failed closed by peer'])
  t.deepEqual(lab.transport.connectionsOver('a', 'a-b'), [])
})

test('closing during a cut tells the far side when it heals', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 2 * second)
  lab.at(20_000, () => {
    lab.transport.send(lab.connection('a'), 'NOTIFICATION')
    lab.transport.close(lab.connection('a'))
  })
  lab.run()
  t.deepEqual(after(lab), ['3022 ms b message NOTIFICATION', '3022 ms b failed closed by peer'])
})

test('an owner who closed hears neither messages nor the end', (t) => {
  const lab = established()
  lab.fault(silence('a'), 10_000, 10_000 * second)
  lab.at(20_000, () => {
    lab.transport.close(lab.connection('a'))
    lab.transport.send(lab.connection('b'), 'crossing')
  })
  lab.run(5000 * second)
  t.deepEqual(after(lab), [])
})

test('closing twice is closing once', (t) => {
  const lab = established()
  lab.fault(silence(), 10_000, 2 * second)
  lab.at(20_000, () => {
    lab.transport.send(lab.connection('a'), 'NOTIFICATION')
    lab.transport.close(lab.connection('a'))
    lab.transport.close(lab.connection('a'))
  })
  lab.run()
  t.deepEqual(after(lab), ['3022 ms b message NOTIFICATION', '3022 ms b failed closed by peer'])
})

test('a FIN that is lost on arrival is sent again', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.close(lab.connection('a')))
  lab.fault({ kind: 'ports-down', id: 'flap', link: 'a-b' }, 11_000, 13_000)
  lab.run()
  t.deepEqual(after(lab), ['1014 ms b failed closed by peer'])
})

test('aborting resets the far side', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.abort(lab.connection('a')))
  lab.run()
  t.deepEqual(after(lab), ['12 ms b failed reset by peer'])
})

test('a node that came back answers what it no longer knows with a reset', (t) => {
  const lab = established()
  lab.at(10_000, () => {
    lab.network.crash('b')
    lab.transport.crash('b')
  })
  lab.at(second, () => lab.transport.send(lab.connection('a'), 'KEEPALIVE'))
  lab.at(10 * second, () => lab.network.restart('b'))
  lab.run()
  // Tried at 1, 2, 4 and 8 s in vain, at 16 s with an answer.
  t.deepEqual(after(lab), ['16004 ms a failed reset by peer'])
})

test('a message under way to a node that crashes draws the reset when the node is back', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.send(lab.connection('a'), 'KEEPALIVE'))
  lab.at(11_000, () => {
    lab.network.crash('b')
    lab.transport.crash('b')
  })
  lab.at(13_000, () => lab.network.restart('b'))
  lab.run()
  t.deepEqual(after(lab), ['1016 ms a failed reset by peer'])
})

test('where the reset cannot come back, the sender times out', (t) => {
  const lab = established()
  lab.at(10_000, () => {
    lab.transport.crash('b')
    lab.network.addFault(silence('b'))
    lab.transport.send(lab.connection('a'), 'KEEPALIVE')
  })
  lab.run()
  // Each of fifteen tries is lost 2 ms after it was sent, and the timeout counts from there.
  t.deepEqual(after(lab), ['663042 ms a failed timed out'])
})

test('an owner may act on a connection that is gone, and nothing comes of it', (t) => {
  const lab = established()
  lab.at(10_000, () => lab.transport.abort(lab.connection('a')))
  lab.at(second, () => {
    for (const node of ['a', 'b']) {
      lab.transport.send(lab.connection(node), 'late')
      lab.transport.close(lab.connection(node))
      lab.transport.accept(lab.connection(node))
      lab.transport.refuse(lab.connection(node))
    }
  })
  lab.run()
  t.deepEqual(after(lab), ['12 ms b failed reset by peer'])
})

test('sending on a connection that is not established is a bug of the owner', (t) => {
  const lab = transportLab()
  lab.run(0)
  t.throws(() => lab.transport.send(lab.connection('a'), 'early'), { message: /connecting/ })
  lab.run()
  t.throws(() => lab.transport.accept(lab.connection('b')), { message: /awaits no answer/ })
})

test('the connections over a port are known, without those being closed', (t) => {
  const lab = established()
  const [a, b] = [lab.connection('a'), lab.connection('b')]
  t.deepEqual(lab.transport.connectionsOver('a', 'a-b'), [a])
  t.deepEqual(lab.transport.connectionsOver('b', 'a-b'), [b])
  lab.transport.close(a)
  t.deepEqual(lab.transport.connectionsOver('a', 'a-b'), [])
})

/** A lab whose connection stands, at 6 ms. */
function established(): ReturnType<typeof transportLab> {
  const lab = transportLab()
  lab.run(6000)
  return lab
}

function after(lab: ReturnType<typeof transportLab>): readonly string[] {
  return lab.log.slice(met.length)
}
