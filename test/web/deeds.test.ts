import { readFileSync } from 'node:fs'
import test from 'ava'
import type { Action } from '../../src/analysis/playback.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import type { Deed } from '../../src/web/page/doing/deed.ts'
import { deedsOf } from '../../src/web/page/doing/deeds.ts'
import { Laboratory } from '../../src/web/simulator/laboratory.ts'
import type { Doing, Reply } from '../../src/web/simulator/protocol.ts'
import type { Inspection, Selection } from '../../src/web/view/inspect.ts'
import type { PolicyNow } from '../../src/web/view/policy-now.ts'
import { scenarioFolder } from '../support/run-file.ts'

const session = 'ce1-er-amsterdam.msee1 private ipv4'

/** A page of which nothing is kept but what it was told last. */
class Onlooker {
  readonly #laboratory = new Laboratory((text) => Buffer.from(text, 'base64'))
  #moment: (Reply & { kind: 'moment' }) | undefined
  #plan: (Reply & { kind: 'opened' }) | undefined
  refusal: string | undefined

  constructor(file: string, change: (text: string) => string = (text) => text) {
    const text = change(readFileSync(new URL(file, scenarioFolder), 'utf8'))
    this.#ask({ kind: 'open', source: { file, text, prefixFiles: {} } })
  }

  at(seconds: number): this {
    return this.#ask({ kind: 'jump', at: seconds * microsPerSecond })
  }

  act(action: Action, doing: Omit<Doing, 'action'> = {}): this {
    return this.#ask({ kind: 'act', action, ...doing })
  }

  undo(): this {
    return this.#ask({ kind: 'undo' })
  }

  see(kind: Selection['kind'], name: string): Inspection {
    this.#ask({ kind: 'select', selection: { kind, name } })
    const inspection = this.#moment?.inspection
    if (inspection === undefined) throw new Error(`${name} is not seen`)
    return inspection
  }

  deeds(kind: Selection['kind'], name: string): readonly Deed[] {
    const seen = this.see(kind, name)
    if (this.#plan === undefined || this.#moment === undefined) throw new Error('nothing is open')
    return deedsOf({ kind, name }, this.#plan.plan, this.#moment.moment, seen)
  }

  /** What each deed says; in brackets why it cannot be done. */
  lines(kind: Selection['kind'], name: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.deeds(kind, name).map(({ words, says, whyNot }) => [
        words,
        whyNot === undefined ? says : `(${whyNot})`,
      ]),
    )
  }

  #ask(request: Parameters<Laboratory['answer']>[0]): this {
    for (const reply of this.#laboratory.answer(request)) {
      if (reply.kind === 'moment') this.#moment = reply
      if (reply.kind === 'opened') this.#plan = reply
      if (reply.kind === 'refused') this.refusal = reply.text
    }
    return this
  }
}

const calm = 'failover/primary-seen-cut.yaml'

function policyOf(onlooker: Onlooker, node: string, name = session): PolicyNow {
  const seen = onlooker.see('session', name)
  const policy = seen.kind === 'session' ? seen.policies.find((one) => one.node === node) : undefined
  if (policy === undefined) throw new Error(`${node} is no end of ${name}`)
  return policy
}

function dials(policy: PolicyNow): readonly (readonly [string, readonly (number | undefined)[]])[] {
  return policy.dials.map(({ key, values }) => [key, values] as const)
}

const setTo = (change: object): Action => ({ policy: { session, router: 'ce1', ...change } })

test('a dial stands where the policy of the moment is, and what was set can be taken back', (t) => {
  const onlooker = new Onlooker(calm).at(10)
  t.deepEqual(dials(policyOf(onlooker, 'ce1')), [
    ['prepend', [undefined]],
    ['med', [undefined]],
    ['localPref', [undefined]],
  ])
  onlooker.act(setTo({ export: { prepend: 3 } }), { label: 'policy' })
  onlooker.act(setTo({ export: { med: 40 }, import: { localPref: 0 } }), { label: 'policy' })
  t.deepEqual(dials(policyOf(onlooker, 'ce1')), [
    ['prepend', [3]],
    ['med', [40]],
    ['localPref', [0]],
  ])
  const { set } = policyOf(onlooker, 'ce1')
  t.deepEqual(set, ['policy-1', 'policy-2'])
  onlooker.act(
    { restore: 'policy-1' },
    { label: 'back', later: [{ after: '0s', action: { restore: 'policy-2' } }] },
  )
  t.deepEqual(policyOf(onlooker, 'ce1').set, [])
  t.deepEqual(dials(policyOf(onlooker, 'ce1'))[0], ['prepend', [undefined]])
  t.deepEqual(dials(policyOf(onlooker.undo(), 'ce1'))[0], ['prepend', [3]])
})

test('a dial tells of every value that the terms of a policy set', (t) => {
  const onlooker = new Onlooker(calm, (text) =>
    text.replace(
      'ce1: { asn: 65010, connect: { circuit: er-amsterdam, path: primary } }',
      `ce1:
    asn: 65010
    connect: { circuit: er-amsterdam, path: primary }
    export: [{ match: { prefixes: [10.1.0.0/16] }, set: { prepend: 2 } }, { match: { from: local }, reject: true }]
    import: [{ set: { localPref: 150 } }, { set: { localPref: 7 } }]`,
    ),
  )
  t.deepEqual(dials(policyOf(onlooker, 'ce1')), [
    ['prepend', [2, undefined]],
    ['med', [undefined]],
    ['localPref', [150]],
  ])
})

test('nobody sets the policy of Azure, nor BFD between its routers', (t) => {
  const onlooker = new Onlooker(calm)
  t.false(policyOf(onlooker, 'er-amsterdam.msee1').isYours)
  const inside = 'er-amsterdam.msee1-vnet-weu.gw0 private ipv4'
  t.is(onlooker.lines('session', inside)['Switch BFD on'], '(Nobody configures BFD between these two.)')
})

test('the limit of a dial is where the session falls, and moves with what is announced', (t) => {
  const onlooker = new Onlooker(calm).at(10)
  const more = (): unknown => {
    const seen = onlooker.see('node', 'head-office')
    if (seen.kind !== 'network' || seen.more === undefined) throw new Error('no site')
    const { announced, limit } = seen.more
    return [announced, limit?.remote, (limit?.limit ?? 0) - (limit?.others ?? 0)]
  }
  t.deepEqual(more(), [0, 'er-amsterdam.msee1', 3999])
  const spare = (skip: number, count: number): object => ({
    at: 'head-office',
    prefixes: [{ generate: { within: '100.64.0.0/10', length: 28, skip, count } }],
  })
  onlooker.act({ announce: spare(0, 3999) })
  t.deepEqual(more(), [3999, 'er-amsterdam.msee1', 3999])
  onlooker.at(20)
  t.deepEqual(more(), [3999, 'er-amsterdam.msee1', 3999])
  onlooker.act({ announce: spare(3999, 1) }).at(21)
  const fallen = onlooker.see('session', session)
  t.deepEqual(fallen.kind === 'session' && fallen.ends.map(({ idleBecause }) => idleBecause), [
    undefined,
    'prefix-limit',
  ])
  onlooker.act({ withdraw: spare(1, 3999) })
  t.deepEqual(more(), [1, 'er-amsterdam.msee1', 3999])
})

test('a deed says what will notice it: the port, BFD or the hold timer', (t) => {
  const onlooker = new Onlooker(calm).at(10)
  t.regex(
    onlooker.lines('link', 'er-amsterdam.primary')['Cut silently'] ?? '',
    /What notices is the hold timer, within 180 s\.$/,
  )
  t.is(
    onlooker.lines('node', 'er-amsterdam.msee1').Crash,
    'Gone without a word. Noticed at ce1 by the hold timer, within 180 s; at vnet-weu.gw0 and vnet-weu.gw1 by the port, at once.',
  )
  onlooker.act({ bfd: session, enabled: true }).at(20)
  t.regex(
    onlooker.lines('link', 'er-amsterdam.primary')['Cut silently'] ?? '',
    /What notices is BFD, within 900 ms\.$/,
  )
  t.regex(onlooker.lines('session', session)['Take BFD away'] ?? '', /the hold timer then, 180 s\.$/)
})

test('a peer that reads nothing is noticed by the SendHoldTimer of the other end, before it reads again', (t) => {
  const onlooker = new Onlooker(calm).at(1000)
  const [deed] = onlooker.deeds('session', session).filter(({ words }) => words === 'Read nothing for 10 min')
  t.is(
    deed?.says,
    'ce1 speaks on. What notices is the SendHoldTimer of er-amsterdam.msee1, 480 s after the first message that waits.',
  )
  if (deed === undefined) return
  const doing = deed.does()
  onlooker.act(doing.action, doing).at(1000 + 542)
  const fallen = onlooker.see('session', session)
  const last = fallen.kind === 'session' ? fallen.transitions.findLast(({ reason }) => reason) : undefined
  t.like(last, { node: 'er-amsterdam.msee1', reason: 'send hold timer expired' })
  t.is(onlooker.lines('session', session)['Read nothing for 10 min'], '(It does not stand.)')
})

test('who has no SendHoldTimer waits for ever', (t) => {
  const onlooker = new Onlooker('faults/zero-window.yaml', (text) =>
    text.replace('core2: { asn: 65020 }', 'core2: { asn: 65020, timers: { sendHold: 0s } }'),
  ).at(10)
  t.is(
    onlooker.lines('session', 'ce3-core2 ipv4')['Read nothing for 10 min'],
    'ce3 speaks on. core2 has no SendHoldTimer, and waits for ever.',
  )
})

test('what cannot be done says why', (t) => {
  const onlooker = new Onlooker(calm).at(10)
  t.is(onlooker.lines('link', 'er-amsterdam.primary').Mend, '(Nothing is wrong with it.)')
  onlooker.act({ cut: 'er-amsterdam.primary' })
  const lines = onlooker.lines('link', 'er-amsterdam.primary')
  t.is(lines['Cut, seen at once'], '(Its ports are down already.)')
  t.is(lines.Mend, '(What broke it has no label to mend it by.)')
  onlooker.act({ drain: 'ce2' })
  t.is(onlooker.lines('node', 'ce2')['Planned maintenance'], '(It is drained already.)')
  t.is(onlooker.lines('node', 'head-office')['Announce 10.1.0.0/16'], '(It is announced.)')
})

test('every deed of every thing is an entry that a file may have', (t) => {
  const onlooker = new Onlooker(calm).at(10)
  const things = [
    ['link', 'er-amsterdam.primary'],
    ['node', 'er-amsterdam.msee1'],
    ['node', 'ce1'],
    ['node', 'head-office'],
    ['session', session],
  ] as const
  let done = 0
  for (const [kind, name] of things) {
    for (const { whyNot, fields = [], does } of onlooker.deeds(kind, name)) {
      if (whyNot !== undefined) continue
      const doing = does(...fields.map(({ value }) => value))
      onlooker.act(doing.action, doing)
      t.is(onlooker.refusal, undefined, JSON.stringify(doing))
      onlooker.undo()
      done++
    }
  }
  t.true(done > 15)
})

test('what is done to a routing domain is done to its box, which has the other ones too', (t) => {
  const onlooker = new Onlooker('public-peering/three-peerings-in-2017.yaml')
  const named = (node: string): readonly unknown[] =>
    onlooker.deeds('node', node).map(({ does }) => Object.values(does().action)[0])
  t.deepEqual([...new Set(named('er-amsterdam.msee1.microsoft'))], ['er-amsterdam.msee1'])
  onlooker.act({ crash: 'er-amsterdam.msee1' })
  for (const node of ['er-amsterdam.msee1', 'er-amsterdam.msee1.public']) {
    t.deepEqual(Object.keys(onlooker.lines('node', node)), ['Restart'])
  }
})

test('nothing is done to the way of FastPath past a gateway, which is no cable', (t) => {
  const onlooker = new Onlooker('fastpath/gateway-silent.yaml')
  t.deepEqual(onlooker.deeds('link', 'er-amsterdam.msee1-hub'), [])
  t.true(onlooker.deeds('link', 'er-amsterdam.msee1-hub.gw0').length > 0)
})

test('what cannot be done is refused with the entry that it would have been', (t) => {
  const onlooker = new Onlooker(calm).at(10).act({ cut: 'nothing' })
  t.regex(onlooker.refusal ?? '', /there is no link "nothing".*> \d+ \| {3}- \{ at: 10s, cut: nothing \}\n/s)
})
