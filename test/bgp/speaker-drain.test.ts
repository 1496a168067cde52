import test from 'ava'
import { gracefulShutdown, unchanged } from '../../src/bgp/policy.ts'
import { adjRibIn, SpeakerLab } from '../support/speaker-lab.ts'
import { term } from '../support/speaker-plan.ts'

const prefix = '10.1.0.0/16'

/** `m` between an external peer on either side and an internal one, with a route of `a`. */
function lab(drain = gracefulShutdown): SpeakerLab {
  const speakers = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002, drain }, z: { asn: 65003 }, i: { asn: 65002 } },
    sessions: [
      { between: ['a', 'm'] },
      { between: ['m', 'z'], ends: { m: { export: [term({ prepend: 1 })] } } },
      { between: ['m', 'i'] },
    ],
  }).start()
  speakers.originate('a', prefix)
  return speakers
}

const heard = (speakers: SpeakerLab, router: string): string | undefined =>
  adjRibIn(speakers, router, `m-${router}`)[prefix]

test('a drained router prepends to external peers as it is configured, on top of their policy', (t) => {
  const speakers = lab({ ...unchanged, prepend: 3 })
  const before = heard(speakers, 'i')
  t.is(heard(speakers, 'z'), '65002 65002 65001, via 10.254.1.1')
  speakers.handle('m', { kind: 'drain' })
  t.is(heard(speakers, 'z'), '65002 65002 65002 65002 65002 65001, via 10.254.1.1')
  t.is(heard(speakers, 'i'), before)
  speakers.handle('m', { kind: 'undrain' })
  t.is(heard(speakers, 'z'), '65002 65002 65001, via 10.254.1.1')
})

test('RFC 8326: GRACEFUL_SHUTDOWN goes on routes for external peers, and comes off again', (t) => {
  const speakers = lab()
  speakers.handle('m', { kind: 'drain' })
  t.is(heard(speakers, 'z'), '65002 65002 65001, via 10.254.1.1, graceful-shutdown')
  speakers.handle('m', { kind: 'undrain' })
  t.is(heard(speakers, 'z'), '65002 65002 65001, via 10.254.1.1')
})

test('what a drained router learns later is drained too, and so is a default of its own', (t) => {
  const speakers = new SpeakerLab({
    routers: { m: { asn: 65002, drain: { ...unchanged, prepend: 2 } }, z: { asn: 65003 } },
    sessions: [{ between: ['m', 'z'], ends: { m: { defaultOriginate: true } } }],
  }).start()
  speakers.handle('m', { kind: 'drain' })
  speakers.originate('m', prefix)
  t.deepEqual(adjRibIn(speakers, 'z', 'm-z'), {
    '0.0.0.0/0': '65002 65002 65002, via 10.254.0.1',
    [prefix]: '65002 65002 65002, via 10.254.0.1',
  })
})

test('draining twice says nothing twice, and no session falls', (t) => {
  const speakers = lab()
  speakers.handle('m', { kind: 'drain' })
  t.is(
    speakers
      .takeSent()
      .filter(({ session }) => session === 'm-z')
      .at(-1)?.message.kind,
    'UPDATE',
  )
  speakers.handle('m', { kind: 'drain' })
  t.deepEqual(speakers.takeSent(), [])
  t.deepEqual(
    ['a-m', 'm-z', 'm-i'].map((name) => speakers.peer('m', name).sessions.configured.state),
    ['Established', 'Established', 'Established'],
  )
})
