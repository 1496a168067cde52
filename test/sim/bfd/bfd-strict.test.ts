import test from 'ava'
import type { BfdConfiguration } from '../../../src/bfd/session.ts'
import type { BfdStrictConfiguration } from '../../../src/bgp/fsm/session.ts'
import { profiles } from '../../../src/bgp/profiles.ts'
import { SimulationLab } from '../../support/simulation-lab.ts'

const fast: BfdConfiguration = {
  desiredMinTxMicros: 300_000,
  requiredMinRxMicros: 300_000,
  detectMultiplier: 3,
}
const atOnce: BfdStrictConfiguration = { holdSeconds: 30, holdDownSeconds: 0 }

interface Difference {
  readonly a?: BfdStrictConfiguration | undefined
  readonly b?: BfdStrictConfiguration | undefined
  readonly isWatched?: boolean
  readonly holdTimeSeconds?: number
}

function lab({
  a = atOnce,
  b = atOnce,
  isWatched = true,
  holdTimeSeconds = 180,
}: Difference = {}): SimulationLab {
  return new SimulationLab({
    routers: { a: { asn: 65001, profile: profiles.frr }, b: { asn: 65002, profile: profiles.frr } },
    sessions: [
      {
        between: ['a', 'b'],
        ...(isWatched && { bfd: { a: fast, b: fast } }),
        ends: {
          a: { session: { bfdStrict: a, holdTimeSeconds } },
          b: { session: { bfdStrict: b, holdTimeSeconds } },
        },
      },
    ],
  })
}

/** When a router's session first stood, and when its BFD first was Up, in seconds. */
function firstUps(
  { records }: SimulationLab,
  node: string,
): { bgp: number | undefined; bfd: number | undefined } {
  const first = (kind: string, to: string): number | undefined => {
    const found = records.find(
      (record) =>
        record.node === node &&
        record.kind === kind &&
        (record.kind === 'bfd' || record.kind === 'session-state') &&
        record.to === to,
    )
    return found && found.at / 1_000_000
  }
  return { bgp: first('session-state', 'Established'), bfd: first('bfd', 'Up') }
}

test('in strict mode a session stands only after BFD is Up, at both ends', (t) => {
  const started = lab().start().run(20)
  for (const node of ['a', 'b']) {
    const { bgp, bfd } = firstUps(started, node)
    t.true(bgp !== undefined && bfd !== undefined && bgp >= bfd, `${node}: BGP ${bgp}, BFD ${bfd}`)
  }
  t.deepEqual(
    started
      .of('bfd-pending')
      .map(({ node, subState }) => `${node} ${subState}`)
      .slice(0, 2)
      .sort(),
    ['a OpenSentBfdUpPending', 'b OpenSentBfdUpPending'],
  )
})

test('one end that is strict waits for nothing', (t) => {
  const configuration = new SimulationLab({
    routers: { a: { asn: 65001 }, b: { asn: 65002 } },
    sessions: [
      {
        between: ['a', 'b'],
        bfd: { a: fast, b: fast },
        ends: { a: { session: { bfdStrict: atOnce } } },
      },
    ],
  })
  const started = configuration.start().run(20)
  const { bgp, bfd } = firstUps(started, 'a')
  t.true((bgp ?? 99) < (bfd ?? 0))
  t.deepEqual(started.of('bfd-pending'), [])
})

test('where BFD never comes up the negotiated hold time ends the wait, or the BfdHoldTime where there is none', (t) => {
  const waits: readonly [holdTimeSeconds: number, reason: string, seconds: number][] = [
    [90, 'hold timer expired while waiting for BFD', 90],
    [0, 'BFD did not come up in 30 s', 30],
  ]
  for (const [holdTimeSeconds, reason, seconds] of waits) {
    const started = lab({ isWatched: false, holdTimeSeconds }).start().run(200)
    const [pending] = started.of('bfd-pending')
    const [fall] = started.of('session-state').filter((record) => record.reason === reason)
    t.true(pending !== undefined && fall !== undefined, reason)
    t.is(((fall?.at ?? 0) - (pending?.at ?? 0)) / 1_000_000, seconds)
    t.is(firstUps(started, 'a').bgp, undefined)
  }
})

test('BFD that must be Up for a while holds the session down for that while, and no longer', (t) => {
  const held = { holdSeconds: 30, holdDownSeconds: 7 }
  const { bgp, bfd } = firstUps(lab({ a: held, b: held }).start().run(60), 'a')
  const after = (bgp ?? 0) - (bfd ?? 0)
  t.true(after >= 7 && after < 8, `${after} s`)
})

test('a session in strict mode falls with BFD, says so by Cease 6/10, and comes back after it', (t) => {
  const started = lab().start().run(60)
  started.fault({ kind: 'silence', id: 'cut', link: 'a-b', from: undefined }, 100, 150)
  started.run(200)
  const fall = started.of('session-state').find(({ from, at }) => from === 'Established' && at > 100_000_000)
  t.like(fall, { event: 'BfdDown', eventNumber: 31, notification: { code: 6, subcode: 10 } })
})

test('a control plane that comes back finds BFD Up, and does not wait for it again', (t) => {
  const started = lab().start().run(60)
  started.at(100, { kind: 'crash-control-plane', node: 'a' })
  started.at(110, { kind: 'restart', node: 'a' })
  started.run(200)
  const again = started
    .of('session-state')
    .filter(({ node, to, at }) => node === 'a' && to === 'Established' && at > 110e6)
  t.is(again.length, 1)
  t.deepEqual(
    started.of('bfd').filter(({ at }) => at > 100e6),
    [],
    'BFD itself goes on',
  )
})

test('a fork goes on alike while one end waits', (t) => {
  const held = { holdSeconds: 30, holdDownSeconds: 20 }
  const started = lab({ a: held, b: held }).start().run(10)
  const fork = started.fork()
  for (const one of [started, fork]) one.run(60)
  t.is(fork.state('a', 'a-b'), 'Established')
  t.deepEqual(fork.states('a-b'), started.states('a-b'))
})

test('BFD that is taken away is not waited for, and is again when it is configured again', (t) => {
  const held = { holdSeconds: 30, holdDownSeconds: 20 }
  const started = lab({ a: held, b: held }).start().run(5)
  t.is(started.state('a', 'a-b'), 'OpenSent')
  started.at(6, { kind: 'set-bfd', session: 'a-b', enabled: false, hold: 'test' }).run(7)
  t.is(started.state('a', 'a-b'), 'Established', 'at once')
  started.at(100, { kind: 'restore-bfd', session: 'a-b', hold: 'test' })
  started.at(101, { kind: 'clear', session: 'a-b', at: 'a' }).run(110)
  t.is(started.state('a', 'a-b'), 'OpenSent')
  t.is(started.run(130).state('a', 'a-b'), 'Established')
})
