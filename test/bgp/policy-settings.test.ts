import test from 'ava'
import { type Policy, type PolicySettings, withSettings } from '../../src/bgp/policy.ts'
import { exactly, term } from '../support/speaker-plan.ts'

const none: PolicySettings = { localPref: undefined, multiExitDisc: undefined, prepend: undefined }
const ten = exactly('10.0.0.0/8')

const rows: readonly {
  readonly what: string
  readonly policy: Policy
  readonly settings: Partial<PolicySettings>
  readonly becomes: Policy
}[] = [
  {
    what: 'without a policy every route has them',
    policy: [],
    settings: { localPref: 200 },
    becomes: [term({ localPref: 200 })],
  },
  {
    what: 'what is rejected stays so, and what no term met has them',
    policy: [term('reject', ten)],
    settings: { prepend: 2 },
    becomes: [term('reject', ten), term({ prepend: 2 })],
  },
  {
    what: 'they take the place of what a term sets, and are not added to it',
    policy: [term({ prepend: 3, multiExitDisc: 9, addCommunities: [1] }, ten)],
    settings: { prepend: 1 },
    becomes: [term({ prepend: 1, multiExitDisc: 9, addCommunities: [1] }, ten), term({ prepend: 1 })],
  },
  {
    what: 'nought is a setting like any other',
    policy: [term({ prepend: 3, multiExitDisc: 'none', localPref: 50 })],
    settings: { prepend: 0, multiExitDisc: 0, localPref: 0 },
    becomes: [0, 1].map(() => term({ prepend: 0, multiExitDisc: 0, localPref: 0 })),
  },
]

for (const { what, policy, settings, becomes } of rows) {
  test(`settings on top of a policy: ${what}`, (t) => {
    t.deepEqual(withSettings(policy, { ...none, ...settings }), becomes)
  })
}
