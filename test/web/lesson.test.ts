import test from 'ava'
import { microsPerSecond } from '../../src/sim/time.ts'
import { Visitor } from '../support/visitor.ts'

const file = 'lessons/silent-cut.yaml'
const silently = { cut: 'er-amsterdam.primary', silently: true }

/** One who takes the round, and looks at everything before an answer is given. */
function curious(round: number): Visitor {
  const visitor = new Visitor(file).ask({ kind: 'round', index: round }).lookAhead()
  visitor.ask({ kind: 'jump', at: 10_000 * microsPerSecond })
  for (let count = 0; count < 20; count++) visitor.ask({ kind: 'step', to: 'event', direction: 'forward' })
  return visitor.lookAhead()
}

test('a lesson is told without its answers, with what is changed and what is to be done in words', (t) => {
  const { lesson } = new Visitor(file).told('opened')
  t.is(lesson?.rounds.length, 4)
  t.deepEqual(
    lesson?.rounds.map(({ deeds, isSequel }) => [deeds.map(({ words }) => words).join(), isSequel]),
    [
      ['Cut er-amsterdam.primary', false],
      ['Cut er-amsterdam.primary silently', false],
      ['', true],
      ['Cut er-amsterdam.primary silently', false],
    ],
  )
  t.deepEqual(lesson?.rounds[3]?.change.at(-1), { sign: '+', depth: 4, text: 'bfd: true' })
})

test('nothing that comes after the question is told before there is an answer and all was done', (t) => {
  const visitor = curious(1)
  const { history, round } = visitor.told('history')
  t.deepEqual(round, { index: 1, isFree: false, isOther: false })
  t.true(history.isWhole)
  t.is(history.end, visitor.told('moment').moment.at)
  t.true(history.end < 11 * microsPerSecond)
  visitor.ask({ kind: 'answered' }).lookAhead()
  t.is(visitor.told('history').history.end, history.end)
  visitor.ask({ kind: 'do' }).lookAhead()
  t.true(visitor.told('history').round?.isFree)
  t.true(visitor.told('history').history.end > 180 * microsPerSecond)
})

test('what is done by hand is judged as what the button does', (t) => {
  const outcomes = [{ kind: 'do' } as const, { kind: 'act', action: silently, label: 'cut' } as const].map(
    (deed) => {
      const visitor = curious(1).ask({ kind: 'answered' }).ask(deed)
      t.true(visitor.told('history').round?.isFree)
      return visitor.ask({ kind: 'judge' }).told('judged').outcome
    },
  )
  t.is(outcomes[0]?.right, 2)
  t.deepEqual(outcomes[0]?.concern, { kind: 'flow', name: 'web' })
  t.deepEqual(outcomes[0], outcomes[1])
})

test('something else that was done is told, and taken back', (t) => {
  const visitor = curious(1).ask({ kind: 'answered' })
  visitor.ask({ kind: 'act', action: { cut: 'er-amsterdam.primary' }, label: 'cut' })
  t.deepEqual(visitor.told('history').round, { index: 1, isFree: false, isOther: true })
  visitor.ask({ kind: 'act', action: silently, label: 'cut' })
  t.false(visitor.told('history').round?.isFree)
  visitor.ask({ kind: 'undo' }).ask({ kind: 'undo' })
  t.deepEqual(visitor.told('history').round, { index: 1, isFree: false, isOther: false })
  visitor.ask({ kind: 'act', action: silently, label: 'cut' })
  t.is(visitor.ask({ kind: 'judge' }).told('judged').outcome.right, 2)
})

test('a round without a change goes on in the run of the one before, and opened by itself it has that run', (t) => {
  const visitor = curious(1).ask({ kind: 'answered' }).ask({ kind: 'do' }).lookAhead()
  const { history } = visitor.told('history')
  visitor.ask({ kind: 'round', index: 2 })
  t.deepEqual(visitor.told('history').history.flows, history.flows)
  const alone = new Visitor(file).ask({ kind: 'round', index: 2 }).lookAhead()
  t.deepEqual(alone.told('history').history.flows, history.flows)
  t.is(alone.told('moment').moment.at, alone.told('history').history.end)
  for (const one of [visitor, alone]) {
    t.true(one.ask({ kind: 'answered' }).told('history').round?.isFree)
    t.is(one.ask({ kind: 'judge' }).told('judged').outcome.right, 1)
  }
})

test('a teacher sees what is right in every round, with what was measured', (t) => {
  const { outcomes } = new Visitor(file).ask({ kind: 'judge-all' }).told('all-judged')
  t.deepEqual(
    outcomes.map(({ right, measured }) => [right, measured[right ?? -1]]),
    [
      [0, 'outage 0.001 s (return)'],
      [2, 'outage 170 s (forward)'],
      [1, 'affected 50 % (forward)'],
      [0, 'outage 0.82 s (forward)'],
    ],
  )
})

test('whoever leaves a lesson has the network as it stands, and nothing is kept back', (t) => {
  const visitor = curious(0).ask({ kind: 'leave' }).lookAhead()
  const { history, round } = visitor.told('history')
  t.is(round, undefined)
  t.true(history.end > 100 * microsPerSecond)
  t.is(visitor.ask({ kind: 'answered' }).told('history').round, undefined)
})

test('a round that a lesson does not have is its first', (t) => {
  const visitor = new Visitor(file)
  for (const round of [7, Number.NaN]) {
    visitor.ask({ ...visitor.opening, round })
    t.is(visitor.told('history').round?.index, 0)
  }
})

test('a lesson that was shared opens with its round at its moment, and with nothing that no answer was given for', (t) => {
  const visitor = new Visitor(file)
  const { source } = visitor.opening
  const cases = [
    { round: 1, seconds: 5, looksAt: 5 },
    { round: 1, seconds: 200, looksAt: 10.012 },
    { round: 2, seconds: 100, looksAt: 100 },
  ]
  for (const { round, seconds, looksAt } of cases) {
    visitor.ask({ kind: 'open', source, at: seconds * microsPerSecond, round })
    t.is(visitor.told('opened').round, round)
    t.is(visitor.told('moment').moment.at, looksAt * microsPerSecond)
    t.deepEqual(visitor.told('history').source, source)
  }
})
