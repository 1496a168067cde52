import test from 'ava'
import { parseScenario } from '../../src/scenario/parse.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { microsPerSecond } from '../../src/sim/time.ts'
import { scenarioIn } from '../support/run-file.ts'
import { sizedScenario } from '../support/sized-scenario.ts'
import { Visitor } from '../support/visitor.ts'

const link = 'er-amsterdam.primary'
const session = 'ce1-er-amsterdam.msee1 private ipv4'

test('a page begins where everything has converged, with every node in its tier', (t) => {
  const visitor = new Visitor('failover/primary-silent-cut.yaml')
  const { moment } = visitor.told('moment')
  t.is(moment.at, 12_000)
  t.true(Object.values(moment.sessions).every(({ isUp }) => isUp))
  t.deepEqual(
    visitor.told('opened').plan.nodes.map(({ name, tier, share }) => [name, tier, share]),
    [
      ['ce1', 1, 0.25],
      ['ce2', 1, 0.75],
      ['er-amsterdam.msee1', 2, 0.25],
      ['er-amsterdam.msee2', 2, 0.75],
      ['vnet-weu.gw0', 3, 0.25],
      ['vnet-weu.gw1', 3, 0.75],
      ['head-office', 0, 0.5],
      ['vnet-weu', 4, 0.5],
    ],
  )
})

test('a silent cut leaves the session standing and the ports up, until the hold time is over', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(20)
  visitor.ask({ kind: 'act', action: { cut: link, silently: true }, label: 'cut' })
  t.is(visitor.told('moment').moment.links[link]?.state, 'silent')
  t.is(visitor.told('moment').moment.sessions[session]?.state, 'Established')
  visitor.ask({ kind: 'step', to: 'route-change', direction: 'forward' })
  const { moment } = visitor.told('moment')
  t.not(moment.sessions[session]?.state, 'Established')
  const [forward] = visitor.lookAhead().told('history').history.flows
  t.regex(forward?.outages[0]?.words ?? '', /NEIGHBOR_UNREACHABLE.*hold timer expired/)
})

test('what was done is undone and done again, and time stays where it is', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(5)
  const before = JSON.stringify(visitor.told('moment'))
  visitor.ask({ kind: 'act', action: { cut: link }, label: 'cut' }).seconds(6)
  const cut = JSON.stringify(visitor.told('moment'))
  t.true(visitor.ask({ kind: 'undo' }).told('history').canRedo)
  t.is(visitor.told('moment').moment.links[link]?.state, 'up')
  t.is(JSON.stringify(visitor.seconds(5).told('moment')), before)
  visitor.ask({ kind: 'redo' }).seconds(6)
  t.is(JSON.stringify(visitor.told('moment')), cut)
})

test('a cut is mended by its label', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(2)
  visitor.ask({ kind: 'act', action: { cut: link }, label: 'cut' })
  visitor.ask({ kind: 'select', selection: { kind: 'link', name: link } })
  const { inspection } = visitor.told('moment')
  if (inspection?.kind !== 'link') return t.fail('no link is seen')
  t.deepEqual(inspection.restorable, ['cut-1'])
  visitor.ask({ kind: 'act', action: { restore: 'cut-1' }, label: undefined })
  t.is(visitor.told('moment').moment.links[link]?.state, 'up')
})

test('why a route won is told step by step, and as the command line prints it', (t) => {
  const visitor = new Visitor('preference/prepending-steers-one-direction.yaml').seconds(20)
  const gateway = 'vnet-weu.gw0'
  visitor.ask({ kind: 'select', selection: { kind: 'node', name: gateway, prefix: '10.1.0.0/16' } })
  const { inspection } = visitor.told('moment')
  if (inspection?.kind !== 'router') return t.fail('no router is seen')
  const { why, printed } = inspection
  t.deepEqual(
    why?.steps.filter(({ outcome }) => outcome === 'decides').map(({ name }) => name),
    ['shortest AS_PATH'],
  )
  t.regex(
    why?.sentence ?? '',
    /^the route from er-amsterdam\.msee1 won at “shortest AS_PATH”: \d against \d of the route from er-amsterdam\.msee2\.$/,
  )
  t.regex(printed ?? '', /best \(AS Path\)/)
})

test('routes are compared with a moment that is pinned', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(2).ask({ kind: 'pin' })
  visitor.ask({ kind: 'act', action: { cut: link }, label: 'cut' }).seconds(3)
  visitor.ask({ kind: 'select', selection: { kind: 'node', name: 'ce1' } })
  const { inspection } = visitor.told('moment')
  if (inspection?.kind !== 'router') return t.fail('no router is seen')
  t.true(inspection.routes.rows.some(({ change }) => change === 'gone'))
})

test('a message is opened to its fields, and every octet is in one of them', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml')
  visitor.ask({ kind: 'select', selection: { kind: 'session', name: session } })
  const { inspection } = visitor.told('moment')
  if (inspection?.kind !== 'session') return t.fail('no session is seen')
  const update = inspection.messages.find(({ shape }) => shape === 'announce')
  visitor.ask({ kind: 'select', selection: { kind: 'session', name: session, message: update?.seq } })
  const opened = visitor.told('moment').inspection
  if (opened?.kind !== 'session' || opened.opened === undefined) return t.fail('no message is opened')
  const { octets, fields } = opened.opened
  t.is(
    octets.length,
    fields.reduce((sum, field) => sum + field.octets, 0),
  )
})

test('a file that is no scenario is refused in the words of the terminal, and an action that none could have too', (t) => {
  const wrong = new Visitor('wrong.yaml', 'version: 1\ntitle: x\ncircuit: {}\n').told('refused')
  t.true(wrong.fatal)
  t.regex(wrong.text, /wrong\.yaml:3:1 {2}error/)
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(1)
  visitor.ask({ kind: 'act', action: { cut: 'nothing' }, label: undefined })
  t.false(visitor.told('refused').fatal)
  t.false(visitor.told('history').canUndo)
})

test('a run that is too large says what it would cost, and is played once it is asked for again', (t) => {
  const flaps = 'at: steady + 4m, cut: er0.primary, for: 1m, repeat: { every: 10m, times: 3000 }'
  const text = sizedScenario({ circuits: 4, prefixes: 100, timeline: [flaps] })
  const visitor = new Visitor('large.yaml', text)
  const { source, words } = visitor.told('large')
  t.regex(
    words,
    /^18 routers, 24 sessions, 101 prefixes, 6,000 things done, 20 d 19 h simulated at least: about 5\d s of work and 900 MB of memory\.$/,
  )
  t.throws(() => visitor.told('opened'))
  visitor.ask({ kind: 'open', source, anyway: true })
  t.is(visitor.told('opened').plan.title, 'of a size')
})

test('the lanes of a run tell what the run itself tells', (t) => {
  const { history } = new Visitor('failover/primary-silent-cut.yaml').lookAhead().told('history')
  t.true(history.isWhole)
  const { flows, timeline } = runScenario(scenarioIn('failover/primary-silent-cut.yaml'))
  t.deepEqual(
    history.flows.map(({ worstSeconds, lost, sent }) => [worstSeconds, lost, sent]),
    flows.map(({ outages, lost, sent }) => [Math.max(...outages.map(({ seconds }) => seconds)), lost, sent]),
  )
  t.deepEqual(history.story, timeline)
  t.deepEqual(
    history.deeds.map(({ text }) => text),
    ['er-amsterdam.primary cut silently', 'er-amsterdam.primary restored'],
  )
})

/** What each outage went into, in seconds. */
function reasons(visitor: Visitor): readonly unknown[] {
  return visitor.told('history').history.flows.flatMap(({ outages }) =>
    outages.map(({ seconds, why: { broke, owner, noticed, steps } }) => ({
      ...{ seconds, broke, owner, noticed },
      steps: steps.map(({ stage, from, to, text }) => ({
        stage,
        seconds: (to - from) / microsPerSecond,
        text,
      })),
    })),
  )
}

test('why an outage took so long is told as by the command line, and in another future by a run of that one', (t) => {
  const visitor = new Visitor('failover/primary-silent-cut.yaml').lookAhead()
  const toldOf = (text?: string): readonly unknown[] => {
    const file = 'failover/primary-silent-cut.yaml'
    const { flows } = runScenario(text === undefined ? scenarioIn(file) : parseScenario(text, file))
    return flows.flatMap(({ outages }) => outages.map(({ seconds, why }) => ({ seconds, ...why })))
  }
  t.deepEqual(reasons(visitor), toldOf())
  for (const [seconds, action] of [
    [300, { restore: 'cut' }],
    [400, { crash: 'er-amsterdam.msee2' }],
    [402, { cut: 'er-amsterdam.secondary', silently: true }],
  ] as const) {
    visitor.seconds(seconds).ask({ kind: 'act', action, label: undefined }).lookAhead()
    const before = visitor.ask({ kind: 'take-away' }).told('taken-away').text
    t.deepEqual(reasons(visitor), toldOf(before))
    visitor.ask({ kind: 'undo' })
  }
})

test('the parts of an outage lie end to end, and together are the outage', (t) => {
  const { flows } = new Visitor('failover/primary-silent-cut.yaml').lookAhead().told('history').history
  const outages = flows.flatMap((flow) => flow.outages)
  t.true(outages.length > 1)
  for (const { seconds, why } of outages) {
    const micros = why.steps.reduce((sum, { from, to }) => sum + to - from, 0)
    t.is(micros, Math.round(seconds * microsPerSecond))
    t.true(why.steps.every(({ from }, index) => index === 0 || from === why.steps[index - 1]?.to))
  }
})

test('a session shows its timers, as they would be if every KEEPALIVE were run', (t) => {
  const visitor = new Visitor('failover/primary-seen-cut.yaml').seconds(5)
  visitor.ask({ kind: 'select', selection: { kind: 'session', name: session } })
  const { inspection } = visitor.told('moment')
  if (inspection?.kind !== 'session') return t.fail('no session is seen')
  for (const { timers, holdTimeSeconds = 0 } of inspection.ends) {
    const hold = timers.find(({ timer }) => timer === 'HoldTimer')
    t.is(hold?.wholeSeconds, holdTimeSeconds)
    t.true(
      hold !== undefined && hold.leftSeconds > holdTimeSeconds - 10 && hold.leftSeconds < holdTimeSeconds,
    )
  }
})

test('the ladder tells KEEPALIVEs between two messages by their number', (t) => {
  const visitor = new Visitor('failover/primary-silent-cut.yaml').lookAhead().seconds(1040)
  const { ladder } = visitor.told('moment')
  const quiet = ladder.flatMap((row) => (row.kind === 'quiet' ? [row] : []))
  t.true(quiet.some(({ keepalives }) => keepalives > 20))
  for (const { keepalives, forMicros } of quiet) {
    // Six sessions, each with a KEEPALIVE from each end every 45 to 60 s.
    t.true(keepalives <= 12 * (forMicros / (45 * microsPerSecond) + 1))
  }
})
