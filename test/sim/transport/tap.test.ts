import test from 'ava'
import { cable, silence, transportLab } from '../../support/transport-lab.ts'

test('a tap sees what leaves a port, lost or not, and each message that is taken', (t) => {
  const lab = transportLab()
  lab.at(10_000, () => lab.transport.send(lab.connection('a'), 'hello'))
  lab.fault(silence('a'), 5000, 500_000)
  lab.run()
  t.deepEqual(lab.seen, [
    '0 ms a left SYN',
    '2 ms b left SYN-ACK',
    '4 ms a left ACK',
    '10 ms a left data',
    '1010 ms a left data',
    '1012 ms b taken data',
  ])
})

test('nothing leaves a port that is down', (t) => {
  const lab = transportLab(undefined, cable({ carrier: 'direct' }))
  lab.fault({ kind: 'ports-down', id: 'down', link: 'a-b' }, 0, 500_000)
  lab.run(1_500_000)
  t.deepEqual(lab.seen.slice(0, 2), ['0 ms a left SYN', '1000 ms a left SYN'])
  t.false(lab.seen.includes('2 ms b left SYN-ACK'))
})
