import test from 'ava'
import { plain } from '../../src/report/palette.ts'
import { whyText } from '../../src/report/why-text.ts'
import { flow } from '../support/run-result.ts'

const why = {
  broke: 'er.primary cut silently',
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
  t.deepEqual(whyText([flow({ direction: 'return', outages: [short, outage] })], plain, 100), [
    '   why web ← was out for 151.786072 s from +240.012 (1 shorter outage in the JSON)',
    '      broke                       er.primary cut silently',
    '      detection    151.785072 s   er.msee1: HoldTimer of ce1-er.msee1 private ipv4',
    '      propagation    0.001000 s   gw1: UPDATE from er.msee1',
  ])
})

test('who noticed is told where that took no time, and that an outage was not over', (t) => {
  const noticed = { ...why, noticed: 'er.msee1: port on er.primary is down' }
  const lines = whyText([flow({ outages: [{ ...outage, why: noticed }] })], plain, 100)
  t.is(lines[2], '      noticed                     er.msee1: port on er.primary is down')
  const open = { broke: undefined, noticed: undefined, steps: [] }
  t.deepEqual(whyText([flow({ outages: [{ ...outage, why: open }] })], plain, 100).slice(1), [
    '      not over        when the run ended',
  ])
})

test('a flow that was never out has nothing to tell', (t) => {
  t.deepEqual(whyText([flow({ outages: [] })], plain, 100), [])
})
