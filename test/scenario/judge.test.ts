import test from 'ava'
import type { ExpectationResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenario } from '../support/scenario-text.ts'

const session = 'ce1-er.msee1 private ipv4'

/** The primary link is cut from 100 s to 150 s, and the ports see it; the run ends at 350 s. */
const seenCut = `
timeline:
  - { when: converged, label: steady }
  - { at: 50s, label: quiet }
  - { at: 100s, cut: er.primary, label: cut, for: 50s }
`

function judge(expectations: readonly string[], before = seenCut): readonly ExpectationResult[] {
  const lines = expectations.map((expectation) => `  - ${expectation}`)
  return runScenario(scenario(`${before}expect:\n${lines.join('\n')}\n`)).expectations
}

function judged(expectation: string, before = seenCut): ExpectationResult {
  const [result] = judge([expectation], before)
  if (result === undefined) throw new Error('no expectation was judged')
  return result
}

interface Row {
  readonly expect: string
  readonly verdict: ExpectationResult['verdict']
  readonly measured: string
  readonly margin?: string
  readonly because?: string
  readonly before?: string
}

const down = `${session} is Idle`

/** A state, by each time operator. */
const states: readonly Row[] = [
  { expect: 'sessions: all, are: Established, at: steady', verdict: 'pass', measured: '8/8 Established' },
  {
    expect: 'sessions: all, are: Established, at: cut',
    verdict: 'fail',
    measured: '6/8 Established',
    because: `${down}; ce1-er.msee1 private ipv6 is Idle`,
  },
  {
    expect: `session: ${session}, is: Established, at: 99.999999s`,
    verdict: 'pass',
    measured: 'Established',
  },
  {
    expect: `session: ${session}, is: Established, at: 100s`,
    verdict: 'fail',
    measured: 'Idle',
    because: down,
  },
  { expect: 'sessions: all, are: Established', verdict: 'pass', measured: '8/8 Established' },
  { expect: 'sessions: all, are: Established, at: cut + 250s', verdict: 'pass', measured: '8/8 Established' },
  {
    expect: 'sessions: all, are: Established',
    before: `until: 100s${seenCut}`,
    verdict: 'fail',
    measured: '6/8 Established',
    because: `${down}; ce1-er.msee1 private ipv6 is Idle`,
  },
  {
    expect: `session: ${session}, is: Idle, eventually: { after: quiet, within: 50s }`,
    verdict: 'pass',
    measured: 'Idle, after 50 s',
    margin: '0 s of 50 s',
  },
  {
    expect: `session: ${session}, is: Idle, eventually: { after: quiet, within: 49.999999s }`,
    verdict: 'fail',
    measured: 'Established, even after 50 s',
    because: `${session} is Established`,
  },
  {
    expect: `session: ${session}, is: Established, eventually: { after: quiet, within: 10s }`,
    verdict: 'pass',
    measured: 'Established, after 0 s',
    margin: '10 s of 10 s',
  },
  {
    expect: `session: ${session}, is: OpenSent, eventually: { after: quiet, within: 300.5s }`,
    before: `until: 120s${seenCut}`,
    verdict: 'inconclusive',
    measured: 'Idle',
    because: 'the run ended at +120 s, with 230.5 s left for it',
  },
  {
    expect: `session: ${session}, is: Idle, eventually: { after: quiet, within: 70s }`,
    before: `until: 120s\ntimeline:\n  - { at: 50s, label: quiet }\n`,
    verdict: 'fail',
    measured: 'Established, even after 70 s',
    because: `${session} is Established`,
  },
  {
    expect: 'sessions: all, are: Established, always: true, after: steady',
    verdict: 'fail',
    measured: '6/8 Established at +100 s',
    because: `${down}; ce1-er.msee1 private ipv6 is Idle`,
  },
  {
    expect: `session: ${session}, is: Established, always: true, after: steady`,
    before: `until: 99.999999s${seenCut}`.replace(
      '  - { at: 100s, cut: er.primary, label: cut, for: 50s }\n',
      '',
    ),
    verdict: 'pass',
    measured: 'Established',
  },
  {
    expect: `session: ${session}, is: Idle, never: true, after: quiet`,
    verdict: 'fail',
    measured: 'Idle at +100 s',
  },
  {
    expect: `session: ${session}, is: OpenSent, never: true, after: steady`,
    before: `until: 140s${seenCut}`.replace(', for: 50s', ''),
    verdict: 'pass',
    measured: 'Idle',
  },
  {
    expect: 'sessions: all, are: Established, at: 1000s',
    verdict: 'inconclusive',
    measured: 'not looked at',
    because: 'it is due at +1000 s, and the run ended at +350 s',
  },
  {
    expect: 'sessions: all, are: Established, always: true, after: cut + 1000s',
    verdict: 'inconclusive',
    measured: 'not looked at',
    because: 'it is due at +1100 s, and the run ended at +350 s',
  },
]

/** The kinds of checks of a state, and their texts. */
const subjects: readonly Row[] = [
  {
    expect: 'route: { at: vnet, prefix: 10.1.0.0/16 }, via: both, at: steady',
    verdict: 'pass',
    measured: 'via er.msee1 and er.msee2, AS path 12076 65010',
  },
  {
    expect:
      'route: { at: vnet, prefix: 10.1.0.0/16 }, via: secondary, eventually: { after: cut, within: 1s }',
    verdict: 'pass',
    measured: 'via er.msee2, AS path 12076 65010, after 0.001 s',
    margin: '0.999 s of 1 s',
  },
  {
    expect: 'route: { at: vnet, prefix: 10.1.0.0/16 }, via: primary, at: cut',
    verdict: 'fail',
    measured: 'via er.msee1 and er.msee2, AS path 12076 65010',
    because: 'vnet.gw0: via er.msee1 and er.msee2, AS path 12076 65010',
  },
  {
    expect: 'route: { at: vnet, prefix: 10.9.0.0/16 }, present: true',
    verdict: 'fail',
    measured: 'no route for 10.9.0.0/16',
    because: 'vnet.gw0: no route for 10.9.0.0/16',
  },
  {
    expect: 'route: { at: vnet, prefix: 10.9.0.0/16 }, present: false',
    verdict: 'pass',
    measured: 'no route for 10.9.0.0/16',
  },
  {
    expect: 'route: { at: ce1, prefix: 10.200.0.0/16 }, asPath: [12076]',
    verdict: 'pass',
    measured: 'via er.msee1, AS path 12076',
  },
  {
    expect: 'prefixes: { at: er.msee1, from: ce1 }, received: { atMost: 4 }',
    verdict: 'pass',
    measured: '1 prefix',
    margin: '3 of 4',
  },
  {
    expect: 'prefixes: { at: er.msee1, from: ce1 }, received: { atLeast: 3 }',
    verdict: 'fail',
    measured: '1 prefix',
    margin: '2 under 3',
    because: 'er.msee1 holds 1 from ce1',
  },
  {
    expect: 'prefixes: { at: er.msee1, from: ce1 }, received: 1, always: true, after: steady',
    verdict: 'fail',
    measured: '0 prefixes at +100 s',
    margin: '1 under 1',
    because: 'er.msee1 holds 0 from ce1',
  },
  {
    expect: 'flow: web, path: [office, er.msee2, vnet], at: cut + 1s',
    verdict: 'pass',
    measured: '128 of 128 five-tuples take it',
  },
  { expect: 'loops: none', verdict: 'pass', measured: 'none' },
  {
    expect: 'blackHoles: none',
    verdict: 'fail',
    measured: 'black hole vnet.gw0 › er.msee1; black hole vnet.gw1 › er.msee1 at +100 s',
  },
  { expect: 'blackHoles: none, at: cut + 1s', verdict: 'pass', measured: 'none' },
]

const fell = 'ce1: TCP connection failed: interface down at +100 s'

/** Events and measures, over a window. */
const windows: readonly Row[] = [
  { expect: `session: ${session}, fell: {}`, verdict: 'pass', measured: fell },
  { expect: `session: ${session}, fell: {}, after: cut`, verdict: 'pass', measured: fell },
  {
    expect: `session: ${session}, fell: {}, after: cut + 1ms`,
    verdict: 'fail',
    measured: 'it did not fall',
    because: `${session} is Established`,
  },
  {
    expect: `session: ${session}, fell: { notification: 4/0 }`,
    verdict: 'fail',
    measured: fell,
    because: 'it fell, but otherwise than expected',
  },
  {
    expect: `session: ${session}, fell: { reason: interface down }, eventually: { after: quiet, within: 50s }`,
    verdict: 'pass',
    measured: `${fell}, after 50 s`,
    margin: '0 s of 50 s',
  },
  {
    expect: `session: ${session}, fell: {}, eventually: { after: quiet, within: 49s }`,
    verdict: 'fail',
    measured: 'it did not fall, even after 49 s',
    because: `${session} is Established`,
  },
  {
    expect: `session: ${session}, fell: { reason: hold }, eventually: { after: cut, within: 2000s }`,
    verdict: 'inconclusive',
    measured: fell,
    because: 'the run ended at +350 s, with 1750 s left for it',
  },
  { expect: `session: ${session}, fell: {}, never: true`, verdict: 'fail', measured: fell },
  { expect: `session: ${session}, fell: { reason: hold }, never: true`, verdict: 'pass', measured: fell },
  {
    expect: `session: ${session}, flaps: { atMost: 0 }`,
    verdict: 'fail',
    measured: '1 flap',
    margin: '1 over 0',
    because: fell,
  },
  { expect: `session: ${session}, flaps: 1`, verdict: 'pass', measured: '1 flap', margin: '0 of 1' },
  {
    expect: `session: ${session}, flaps: 0, after: cut + 250s`,
    verdict: 'inconclusive',
    measured: '0 flaps',
    because: 'its window was empty',
  },
  {
    expect: 'flow: web, worstOutage: { atMost: 1s }, direction: forward',
    verdict: 'pass',
    measured: 'outage 0 s',
    margin: '1 s of 1 s',
  },
  {
    expect: 'flow: web, worstOutage: { atLeast: 1s }, direction: forward',
    verdict: 'fail',
    measured: 'outage 0 s',
    margin: '1 s under 1 s',
    because: 'no five-tuple was out',
  },
  {
    expect: 'flow: web, worstOutage: { atMost: 1s }, after: cut + 250s',
    verdict: 'inconclusive',
    measured: 'outage 0 s (forward)',
    because: 'its window was empty',
  },
  {
    expect: 'flow: web, availability: { atLeast: 99% }, lost: { atMost: 5 }, direction: forward',
    verdict: 'pass',
    measured: 'lost 0, availability 100 %',
    margin: '5 of 5',
  },
]

/** Both links are cut in silence at 100 s, and the run ends while nobody has noticed. */
const blackout = `
until: 130s
timeline:
  - { at: 100s, cut: er.primary, silently: true, label: cut }
  - { at: 100s, cut: er.secondary, silently: true }
`

const outages: readonly Row[] = [
  {
    expect: 'flow: web, worstOutage: { atMost: 10s }, after: cut, direction: forward',
    before: blackout,
    verdict: 'fail',
    // To the end of the run, although nothing happens in its last seconds.
    measured: 'outage 30 s',
    margin: '20 s over 10 s',
    because: '100 % of the five-tuples met NEIGHBOR_UNREACHABLE from +100 s to +130 s; no session fell',
  },
  {
    expect: 'flow: web, affected: { atLeast: 10% }, worstOutage: { atLeast: 10s }',
    before: '\nuntil: 60s\ntimeline:\n  - { at: 0s, crash: vnet.gw0 }\n  - { at: 0s, crash: vnet.gw1 }\n',
    verdict: 'inconclusive',
    measured: 'outage 60 s, affected 100 % (forward)',
    because: 'the flow never got through (forward)',
  },
  {
    expect: 'flow: web, worstOutage: { atMost: 10s }',
    before: '\nuntil: 60s\ntimeline:\n  - { at: 0s, crash: vnet.gw0 }\n  - { at: 0s, crash: vnet.gw1 }\n',
    verdict: 'fail',
    measured: 'outage 60 s (forward)',
    margin: '50 s over 10 s',
    because: '100 % of the five-tuples met NO_ROUTE from +0 s to +60 s; no session fell',
  },
]

const rows = [...states, ...subjects, ...windows, ...outages]

for (const before of new Set(rows.map((row) => row.before))) {
  // One run serves all rows of one timeline: expectations know nothing of each other.
  const alike = rows.filter((row) => row.before === before)
  const results = judge(
    alike.map(({ expect }) => `{ ${expect} }`),
    before,
  )
  for (const [index, { expect, verdict, measured, margin, because }] of alike.entries()) {
    const under = before === undefined ? '' : `, under${before.replaceAll('\n', ' ')}`
    test(`${verdict}: ${expect}${under}`, (t) => {
      const result = results[index]
      t.is(result?.verdict, verdict)
      t.is(result?.measured, measured)
      t.is(result?.margin, margin)
      t.is(result?.because, because)
    })
  }
}

test('what counts from a moment that never came is inconclusive, and says what was waited for', (t) => {
  const timeline = `
timeline:
  - { at: 0s, loss: { link: er.primary, share: 97% } }
  - { when: established, label: up }
`
  for (const expectation of [
    '{ sessions: all, are: Established, at: up }',
    '{ flow: web, lost: { atMost: 1 }, after: up }',
    '{ loops: none, always: true, after: up }',
  ]) {
    const result = judged(expectation, timeline)
    t.is(result.verdict, 'inconclusive')
    t.is(result.measured, '"up" never came')
    t.regex(result.because ?? '', /^not every session stood by \+3600 s: ce1-er\.msee1 private ipv[46] is /)
  }
})

test('a session with unequal keys is not waited for, and an expectation of it fails', (t) => {
  const plain = scenario(
    '\ntimeline:\n  - { when: converged, label: steady }\nexpect:\n  - { sessions: all, are: Established, at: steady }\n',
  )
  const ce1 = plain.design.routers.get('ce1')
  if (ce1 === undefined) return t.fail('no ce1')
  const keyed = {
    ...ce1,
    connections: ce1.connections.map((connection) => ({ ...connection, sharedKey: 'x' })),
  }
  const design = { ...plain.design, routers: new Map([...plain.design.routers, ['ce1', keyed]]) }
  const [result] = runScenario({ ...plain, design }).expectations
  t.is(result?.verdict, 'fail')
  t.is(result?.because, 'ce1-er.msee1 private ipv4 is Connect; ce1-er.msee1 private ipv6 is Connect')
})

test('what is expected is said in the words of the file, with its line and the reason given', (t) => {
  const result = judged('{ loops: none, why: there is one way, title: Nothing goes round }')
  t.is(result.text, 'Nothing goes round')
  t.is(result.why, 'there is one way')
  t.true(result.line > 20)
})

test('advice is given where what happened asks for it', (t) => {
  const silent = '\ntimeline:\n  - { at: 100s, cut: er.primary, silently: true, label: cut, for: 300s }\n'
  const slow = judged('{ flow: web, worstOutage: { atMost: 10s }, after: cut }', silent)
  t.regex(slow.because ?? '', /hold timer expired/)
  t.regex(slow.try ?? '', /^shorter timers on the router/)
  t.is(judged('{ sessions: all, are: Established, at: 1000s }').try, 'make until: later, or leave it out')
  t.is(judged('{ sessions: all, are: Established }').try, undefined)
})

test('a route that was heard and cannot be used says why, and what to change', (t) => {
  const cut = 'sessions: [{ between: [ce1, ce2] }]\ntimeline: [{ at: 100s, cut: er.primary, label: cut }]\n'
  const result = judged('{ route: { at: ce1, prefix: 10.200.0.0/16 }, present: true, at: cut + 1s }', cut)
  t.is(result.because, 'ce1: no route for 10.200.0.0/16: the NEXT_HOP of what it heard is unreachable')
  t.is(result.try, 'nextHopSelf: true on the session between the routers')
})
