import test from 'ava'
import { callersInDoubt, sessionOfCaller } from '../../src/live/caller.ts'
import type { ListenPlan } from '../../src/live/listener.ts'
import { livePlan } from '../../src/live/live-plan.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { scenario } from '../support/scenario-text.ts'

const here = { address: parseAddress('127.0.0.1'), port: undefined }
const peers = new Map([
  ['ce1', [here]],
  ['ce2', [here]],
])
/** Both MSEEs are live, and both customers' routers call from one address. */
const { sessions } = livePlan(buildTopology(scenario('')), [], { routers: ['er.msee1', 'er.msee2'], peers })

function listener(address: string, router?: string): ListenPlan {
  return { router, at: { address: parseAddress(address), port: 179 } }
}

function meant(plan: ListenPlan, local: string): string | undefined {
  const ends = { local: parseAddress(local), remote: here.address }
  return sessionOfCaller(sessions, plan, ends)?.local
}

test('a caller of two routers means the one whose address it called', (t) => {
  t.is(meant(listener('0.0.0.0'), '172.16.0.2'), 'er.msee1')
  t.is(meant(listener('0.0.0.0'), '172.16.0.6'), 'er.msee2')
  t.is(meant(listener('127.0.0.1'), '127.0.0.1'), undefined)
})

test('a listener of one router leaves no doubt', (t) => {
  t.is(meant(listener('127.0.0.1', 'er.msee2'), '127.0.0.1'), 'er.msee2')
})

test('a listener whose callers could mean either of two is told of before anybody calls', (t) => {
  const says =
    'several routers have a session with 127.0.0.1: give each a listener of its own, such as --listen er.msee1=127.0.0.1:179'
  t.deepEqual(callersInDoubt(sessions, [listener('127.0.0.1')]), [says])
  for (const plan of [listener('0.0.0.0'), listener('172.16.0.2'), listener('127.0.0.1', 'er.msee1')]) {
    t.deepEqual(callersInDoubt(sessions, [plan]), [])
  }
})
