import test from 'ava'
import type { PrefixLimit } from '../../src/bgp/speaker-configuration.ts'
import { adjRibIn, SpeakerLab } from '../support/speaker-lab.ts'

const limitOf = (maximum: number): PrefixLimit => ({
  maximum: { ipv4: maximum, ipv6: maximum },
  warningPercent: 100,
  restartSeconds: undefined,
})

/** `b` hears two prefixes of `a`. */
function lab(prefixLimit: PrefixLimit | undefined): SpeakerLab {
  const speakers = new SpeakerLab({
    routers: { a: { asn: 65001 }, b: { asn: 65002 } },
    sessions: [{ between: ['a', 'b'], ends: { b: prefixLimit === undefined ? {} : { prefixLimit } } }],
  }).start()
  for (const prefix of ['10.0.0.0/8', '20.0.0.0/8']) speakers.originate('a', prefix)
  return speakers
}

const stateOf = (speakers: SpeakerLab): string => speakers.peer('b', 'a-b').sessions.configured.state

for (const { name, before, after, state } of [
  { name: 'one that the routes keep', before: undefined, after: limitOf(2), state: 'Established' },
  { name: 'one that they exceed', before: limitOf(2), after: limitOf(1), state: 'Idle' },
  { name: 'none', before: limitOf(2), after: undefined, state: 'Established' },
]) {
  test(`a peer that is given another limit, ${name}, is ${state}`, (t) => {
    const speakers = lab(before)
    speakers.handle('b', { kind: 'set-prefix-limit', peer: 'a-b', prefixLimit: after })
    t.is(stateOf(speakers), state)
  })
}

test('what a raised limit lets in comes over the session that stands', (t) => {
  const speakers = lab(limitOf(2))
  speakers.handle('b', { kind: 'set-prefix-limit', peer: 'a-b', prefixLimit: limitOf(3) })
  speakers.originate('a', '30.0.0.0/8')
  t.is(stateOf(speakers), 'Established')
  t.is(Object.keys(adjRibIn(speakers, 'b', 'a-b')).length, 3)
})
