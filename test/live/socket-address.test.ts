import test from 'ava'
import { formatSocketAddress, readSocketAddress } from '../../src/live/socket-address.ts'

for (const text of ['10.0.0.1:179', '10.0.0.1', '[2001:db8::1]:179', '2001:db8::1', '127.0.0.1:0']) {
  test(`${text} is read, and written as it was`, (t) => {
    const { value } = readSocketAddress(text)
    t.is(value && formatSocketAddress(value), text)
  })
}

test('an address alone may stand in brackets', (t) => {
  t.deepEqual(readSocketAddress('[2001:db8::1]').value, readSocketAddress('2001:db8::1').value)
})

const refused = [
  { text: '10.0.0.1:65536', problem: '"65536" is no TCP port, which is a number from 0 to 65535' },
  { text: '10.0.0.1:', problem: '"" is no TCP port, which is a number from 0 to 65535' },
  { text: 'ce1:179', problem: '"ce1" is not an IP address' },
  { text: '[10.0.0.1:179', problem: '"[10.0.0.1" is not an IP address' },
  { text: 'fe80::1%eth0', problem: '"fe80::1%eth0" has a zone, which means something on one host only' },
]

for (const { text, problem } of refused) {
  test(`${text} is refused`, (t) => {
    t.is(readSocketAddress(text).problem, problem)
  })
}
