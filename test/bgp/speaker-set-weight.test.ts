import test from 'ava'
import { locRib, SpeakerLab } from '../support/speaker-lab.ts'

/** `m` hears one prefix of `a` and of `b`, alike but for the lower BGP Identifier of `a`; weights by session. */
function lab(weights: Readonly<Record<string, number>> = {}): SpeakerLab {
  const weighed = (session: string) => ({ m: { weight: weights[session] ?? 0 } })
  const speakers = new SpeakerLab({
    routers: { a: { asn: 65001 }, b: { asn: 65002 }, m: { asn: 65003 }, z: { asn: 65004 } },
    sessions: [
      { between: ['a', 'm'], ends: weighed('a-m') },
      { between: ['b', 'm'], ends: weighed('b-m') },
      { between: ['m', 'z'] },
    ],
  }).start()
  for (const router of ['a', 'b']) speakers.originate(router, '10.0.0.0/8')
  return speakers
}

function weigh(speakers: SpeakerLab, peer: string, weight: number): void {
  speakers.handle('m', { kind: 'set-weight', peer, weight })
}

for (const before of [0, 50, 200]) {
  for (const after of [0, 50, 200]) {
    test(`after weight ${before} comes ${after}, and all stands as if it had been there from the start`, (t) => {
      const [fixed, changed] = [lab({ 'a-m': 100, 'b-m': after }), lab({ 'a-m': 100, 'b-m': before })]
      weigh(changed, 'b-m', after)
      t.deepEqual(locRib(changed, 'm'), locRib(fixed, 'm'))
      t.deepEqual(locRib(changed, 'z'), locRib(fixed, 'z'))
      t.is(changed.peer('m', 'b-m').sessions.configured.state, 'Established')
    })
  }
}

test('the weights of the table differ in what they choose, or these tests could not fail', (t) => {
  const chosen = [0, 200].map((weight) => JSON.stringify(locRib(lab({ 'a-m': 100, 'b-m': weight }), 'm')))
  t.is(new Set(chosen).size, 2)
})

test('a weight that is the same is told to nobody', (t) => {
  const speakers = lab({ 'b-m': 10 })
  speakers.takeSent()
  weigh(speakers, 'b-m', 10)
  t.deepEqual(speakers.takeSent(), [])
})

test('what comes after the change has the new weight', (t) => {
  const speakers = lab()
  weigh(speakers, 'b-m', 10)
  for (const router of ['a', 'b']) speakers.originate(router, '20.0.0.0/8')
  t.deepEqual(
    Object.values(locRib(speakers, 'm')),
    Object.values(locRib(lab({ 'b-m': 10 }), 'm')).flatMap((one) => [one, one]),
  )
})
