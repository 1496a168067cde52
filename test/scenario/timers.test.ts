import test from 'ava'
import { profiles } from '../../src/bgp/profiles.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenario } from '../support/scenario-text.ts'

/** The router as it runs: its session with the MSEE, and how long it holds UPDATEs back. */
function routerOf(name: string, more: string, ce1: string): object {
  const { plan } = buildTopology(scenario(more, ce1))
  const speaker = plan.routers.find(({ speaker: { name: other } }) => other === name)?.speaker
  const [peer] = speaker?.peers ?? []
  if (speaker === undefined || peer === undefined) throw new Error(`no router ${name} with a session`)
  const { holdTimeSeconds, keepaliveSeconds, connectRetrySeconds, idleHoldSeconds, sendHold } = peer.session
  const { mraiExternalSeconds, mraiInternalSeconds } = speaker.profile
  return {
    ...{ holdTimeSeconds, keepaliveSeconds, connectRetrySeconds, idleHoldSeconds, sendHold },
    advertisement: [mraiExternalSeconds, mraiInternalSeconds],
  }
}

const everything =
  'timers: { hold: 30s, keepalive: 7s, connectRetry: 11s, idleHold: 13s, sendHold: 40s, advertisement: 17s }'

const set = {
  ...{
    holdTimeSeconds: 30,
    keepaliveSeconds: 7,
    connectRetrySeconds: 11,
    idleHoldSeconds: 13,
    sendHold: 40,
  },
  advertisement: [17, 17],
}

test('every timer of a router can be set in the file', (t) => {
  t.deepEqual(routerOf('ce1', '', `, ${everything}`), set)
})

test('the defaults of the file are for every router, and for no MSEE', (t) => {
  const defaults = `defaults: { ${everything} }\n`
  t.deepEqual(routerOf('ce2', defaults, ''), set)
  t.like(routerOf('er.msee1', defaults, ''), {
    connectRetrySeconds: profiles.msee.connectRetrySeconds,
    advertisement: [profiles.msee.mraiExternalSeconds, profiles.msee.mraiInternalSeconds],
  })
})

test('what a router says itself comes before the defaults, and what nobody says is of the profile', (t) => {
  const found = routerOf(
    'ce1',
    'defaults: { timers: { connectRetry: 5s } }\n',
    ', profile: ios, timers: { connectRetry: 6s }',
  )
  t.like(found, {
    connectRetrySeconds: 6,
    idleHoldSeconds: profiles.ios.idleHoldSeconds,
    advertisement: [profiles.ios.mraiExternalSeconds, profiles.ios.mraiInternalSeconds],
  })
})
