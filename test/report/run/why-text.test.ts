import test from 'ava'
import { plain } from '../../../src/report/palette.ts'
import { whyText } from '../../../src/report/run/why-text.ts'
import type { FlowResult } from '../../../src/scenario/result/run-result.ts'
import { flow, session } from '../../support/run-result.ts'

const why = {
  broke: 'er.primary cut silently',
  owner: 'provider',
  noticed: 'er.msee1: HoldTimer of ce1-er.msee1 private ipv4',
  steps: [
    { stage: 'detection', seconds: 151.785072, text: 'er.msee1: HoldTimer of ce1-er.msee1 private ipv4' },
    { stage: 'propagation', seconds: 0.001, text: 'gw1: UPDATE from er.msee1' },
  ],
} as const
const outage = {
  from: 240.012,
  to: 391.798072,
  seconds: 151.786072,
  outcome: 'NO_ROUTE',
  affected: 0.5,
  why,
} as const

test('the parts of the longest outage stand below each other, to the microsecond', (t) => {
  const short = { ...outage, seconds: 1 }
  t.deepEqual(
    whyText({ flows: [flow({ direction: 'return', outages: [short, outage] })], sessions: [] }, plain, 100),
    [
      '   why web ← was out for 151.786072 s from +240.012 (1 shorter outage in the JSON)',
      "      broke                       er.primary cut silently (the provider's)",
      '      detection    151.785072 s   er.msee1: HoldTimer of ce1-er.msee1 private ipv4',
      '      propagation    0.001000 s   gw1: UPDATE from er.msee1',
    ],
  )
})

test('outages of a flow are added up by whose that was which broke', (t) => {
  const outages = [outage, { ...outage, seconds: 1 }, { ...outage, seconds: 0.5 }]
  const inAll = (byOwner: FlowResult['byOwner']): string | undefined =>
    whyText({ flows: [flow({ outages, byOwner })], sessions: [] }, plain, 120).at(-1)
  t.is(
    inAll([{ owner: 'provider', outages: 3, seconds: 153.286072 }]),
    "      in all       153.286072 s   3 outages: the provider's",
  )
  t.is(
    inAll([
      { owner: 'provider', outages: 2, seconds: 152.786072 },
      { owner: undefined, outages: 1, seconds: 0.5 },
    ]),
    "      in all       153.286072 s   3 outages: the provider's 152.786072 s, nobody's 0.500000 s",
  )
})

test('who noticed is told where that took no time, and that an outage was not over', (t) => {
  const noticed = { ...why, noticed: 'er.msee1: port on er.primary is down' }
  const lines = whyText(
    { flows: [flow({ outages: [{ ...outage, why: noticed }] })], sessions: [] },
    plain,
    100,
  )
  t.is(lines[2], '      noticed                     er.msee1: port on er.primary is down')
  const open = { broke: undefined, owner: undefined, noticed: undefined, steps: [] }
  t.deepEqual(
    whyText({ flows: [flow({ outages: [{ ...outage, why: open }] })], sessions: [] }, plain, 100).slice(1),
    ['      not over        when the run ended'],
  )
})

test('a flow that was never out has nothing to tell', (t) => {
  t.deepEqual(whyText({ flows: [flow({ outages: [] })], sessions: [] }, plain, 100), [])
})

test('the slowest fall of a session says what it took until the last had followed, and when it stood again', (t) => {
  const fall = {
    at: 391.797072,
    node: 'er.msee1',
    reason: 'hold timer expired',
    seconds: 151.786072,
    standsAgain: 540.5,
    why,
  }
  const ofSession = (falls: readonly (typeof fall)[]): readonly string[] =>
    whyText({ flows: [], sessions: [session({ name: 'ce1-er.msee1', falls })] }, plain, 100)
  t.deepEqual(ofSession([{ ...fall, seconds: 1 }, fall]), [
    '   why ce1-er.msee1, which fell at +391.797, took 151.786072 s to be followed everywhere; it',
    '      stood again at +540.500 (1 quicker fall in the JSON)',
    "      broke                       er.primary cut silently (the provider's)",
    '      detection    151.785072 s   er.msee1: HoldTimer of ce1-er.msee1 private ipv4',
    '      propagation    0.001000 s   gw1: UPDATE from er.msee1',
  ])
  const atOnce = { broke: 'ce1: shut', owner: 'customer', noticed: undefined, steps: [] } as const
  t.is(
    whyText(
      { flows: [], sessions: [session({ falls: [{ ...fall, seconds: 0, why: atOnce }] })] },
      plain,
      200,
    )[2],
    '      at once         er.msee1: hold timer expired',
  )
})
