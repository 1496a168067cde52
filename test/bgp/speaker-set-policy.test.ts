import test from 'ava'
import type { Policy, PolicyDirection } from '../../src/bgp/policy.ts'
import { adjRibIn, SpeakerLab } from '../support/speaker-lab.ts'
import { exactly, term } from '../support/speaker-plan.ts'

const [ten, twenty] = ['10.0.0.0/8', '20.0.0.0/8']
const rejectTen: Policy = [term('reject', exactly(ten))]
const rejectAll: Policy = [term('reject')]
const prependTwice: Policy = [term({ prepend: 2 })]
const prefer: Policy = [term({ localPref: 200 })]

/** `m` between `a`, who announces two prefixes, and `z`. */
function lab(policies: Partial<Record<PolicyDirection, Policy>> = {}): SpeakerLab {
  const speakers = new SpeakerLab({
    routers: { a: { asn: 65001 }, m: { asn: 65002 }, z: { asn: 65003 } },
    sessions: [
      { between: ['a', 'm'], ends: { m: policies.import === undefined ? {} : { import: policies.import } } },
      { between: ['m', 'z'], ends: { m: policies.export === undefined ? {} : { export: policies.export } } },
    ],
  }).start()
  for (const prefix of [ten, twenty]) speakers.originate('a', prefix)
  return speakers
}

function setPolicy(speakers: SpeakerLab, direction: PolicyDirection, policy: Policy): void {
  const peer = direction === 'import' ? 'a-m' : 'm-z'
  speakers.handle('m', { kind: 'set-policy', peer, direction, policy })
}

const heardByZ = (speakers: SpeakerLab): unknown => adjRibIn(speakers, 'z', 'm-z')

const policies: readonly { readonly name: string; readonly policy: Policy }[] = [
  { name: 'none', policy: [] },
  { name: 'one that rejects a prefix', policy: rejectTen },
  { name: 'one that rejects everything', policy: rejectAll },
  { name: 'one that prepends', policy: prependTwice },
  { name: 'one that prefers', policy: prefer },
]

for (const direction of ['import', 'export'] as const) {
  for (const { name: before, policy: old } of policies) {
    for (const { name: after, policy } of policies) {
      test(`${direction}: after ${before} comes ${after}, and all stands as if it had been there from the start`, (t) => {
        const speakers = lab({ [direction]: old })
        setPolicy(speakers, direction, policy)
        t.deepEqual(heardByZ(speakers), heardByZ(lab({ [direction]: policy })))
        t.is(speakers.peer('m', 'm-z').sessions.configured.state, 'Established')
      })
    }
  }
}

test('the policies of the table differ in what they let through, or these tests could not fail', (t) => {
  const told = policies.slice(0, 4).map(({ policy }) => JSON.stringify(heardByZ(lab({ export: policy }))))
  t.is(new Set(told).size, 4)
})

test('what is heard after the change meets the new policy', (t) => {
  const speakers = lab()
  setPolicy(speakers, 'import', rejectTen)
  speakers.originate('a', '30.0.0.0/8')
  t.deepEqual(Object.keys(adjRibIn(speakers, 'z', 'm-z')), [twenty, '30.0.0.0/8'])
})

test('a policy that changes nothing is told to nobody', (t) => {
  const speakers = lab({ export: prependTwice })
  speakers.takeSent()
  setPolicy(speakers, 'export', prependTwice)
  setPolicy(speakers, 'import', [])
  t.deepEqual(speakers.takeSent(), [])
})

test('of a change only what it changes is told: one withdrawal, and nothing of the other prefix', (t) => {
  const speakers = lab()
  speakers.takeSent()
  setPolicy(speakers, 'export', rejectTen)
  const updates = speakers.takeSent().map(({ message }) => message)
  t.deepEqual(
    updates.map((message) => message.kind === 'UPDATE' && [message.withdrawn.count, message.announced.count]),
    [[1, 0]],
  )
})
