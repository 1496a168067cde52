import test from 'ava'
import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { adjRibIn, adjRibOut, locRib, packed, type SpeakerLab, updatesFrom } from '../support/speaker-lab.ts'
import { acceptAll } from '../support/speaker-plan.ts'
import { announce, row, toInternal } from '../support/speaker-row.ts'

const [first, second] = ['10.1.0.0/16', '10.2.0.0/16']

/** RFC 4271 rate-limits both, IOS advertisements alone, an MSEE nothing. */
const both = { ...profiles.rfc, externalNeedsPolicy: false }
const advertisements = { ...profiles.ios, echoesToSender: false }
const nothing = profiles.msee

function started(profile: Profile, asns?: readonly [number, number, number]): SpeakerLab {
  const lab = row(asns === undefined ? { profile } : { profile, asns })
  lab.takeSent()
  return lab
}

function withdraw(lab: SpeakerLab, ...prefixes: readonly string[]): void {
  lab.inject('m', 'a-m', {
    ...{ kind: 'UPDATE', family: 'ipv4', withdrawn: packed('ipv4', ...prefixes) },
    ...{ announced: emptyPrefixes('ipv4'), attributes: undefined },
  })
}

function told(lab: SpeakerLab): readonly string[] {
  return updatesFrom(lab.takeSent(), 'm', 'm-z')
}

const cases: readonly {
  what: string
  profile: Profile
  atOnce: { announced: readonly string[]; withdrawn: readonly string[] }
}[] = [
  { what: 'both', profile: both, atOnce: { announced: [], withdrawn: [] } },
  { what: 'advertisements', profile: advertisements, atOnce: { announced: [], withdrawn: [`-${first}`] } },
  { what: 'nothing', profile: nothing, atOnce: { announced: [`+${second}`], withdrawn: [`-${first}`] } },
]

for (const { what, profile, atOnce } of cases) {
  test(`a profile that delays ${what} sends the first advertisement at once, and what it delays 30 s later`, (t) => {
    const lab = started(profile)
    announce(lab, {}, first)
    t.deepEqual(told(lab), [`+${first}`])
    lab.advance(1)
    announce(lab, {}, second)
    t.deepEqual(told(lab), atOnce.announced)
    withdraw(lab, first)
    t.deepEqual(told(lab), atOnce.withdrawn)
    t.is(lab.speaker('m').hasDue, what !== 'nothing')
    lab.advance(28.9)
    t.deepEqual(told(lab), [])
    lab.advance(0.1)
    t.deepEqual(told(lab).toSorted(), [
      ...(atOnce.announced.length === 0 ? [`+${second}`] : []),
      ...(atOnce.withdrawn.length === 0 ? [`-${first}`] : []),
    ])
    t.deepEqual(Object.keys(adjRibIn(lab, 'z', 'm-z')), [second])
    t.false(lab.speaker('m').hasDue)
  })
}

test('a withdrawal starts the timer where withdrawals are delayed, and does not where they are not', (t) => {
  for (const [profile, runs] of [
    [both, true],
    [advertisements, false],
  ] as const) {
    const lab = started(profile)
    announce(lab, {}, first)
    lab.advance(31)
    withdraw(lab, first)
    t.deepEqual(told(lab), [`+${first}`, `-${first}`])
    t.is(lab.timers('m').includes('m-z MinRouteAdvertisementIntervalTimer'), runs)
  }
})

test('an internal peer waits for 5 s', (t) => {
  const lab = started(both, toInternal)
  announce(lab, {}, first)
  lab.advance(1)
  announce(lab, {}, second)
  t.deepEqual(told(lab), [`+${first}`])
  lab.advance(4)
  t.deepEqual(told(lab), [`+${second}`])
})

test('the last state wins when the timer expires', (t) => {
  const lab = started(both)
  announce(lab, {}, first)
  for (const asns of [
    [65001, 1],
    [65001, 2],
    [65001, 3],
  ]) {
    announce(lab, { asns }, first)
  }
  announce(lab, {}, second)
  withdraw(lab, second)
  t.deepEqual(told(lab), [`+${first}`])
  lab.advance(30)
  t.deepEqual(told(lab), [`+${first}`])
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), { [first]: '65002 65001 3, via 10.254.1.1' })
})

test('a change that was taken back before the timer expired is not told', (t) => {
  for (const profile of [both, advertisements]) {
    const lab = started(profile)
    announce(lab, {}, first)
    announce(lab, { asns: [65001, 1] }, first)
    announce(lab, {}, first)
    lab.takeSent()
    lab.advance(30)
    t.deepEqual(told(lab), [])
    t.deepEqual(
      lab.timers('m').filter((timer) => timer.includes('Advertisement')),
      [],
    )
  }
})

test('a prefix withdrawn at once and announced again waits for the timer', (t) => {
  const lab = started(advertisements)
  announce(lab, {}, first)
  withdraw(lab, first)
  announce(lab, {}, first)
  t.deepEqual(told(lab), [`+${first}`, `-${first}`])
  lab.advance(30)
  t.deepEqual(told(lab), [`+${first}`])
})

test('the timer stops when the session falls, and a new session is told at once', (t) => {
  const lab = started(both)
  announce(lab, {}, first)
  announce(lab, {}, second)
  lab.handle('z', { kind: 'clear', peer: 'm-z' })
  t.deepEqual(
    lab.timers('m').filter((timer) => timer.includes('Advertisement')),
    [],
  )
  t.false(lab.speaker('m').hasDue)
  lab.takeSent()
  lab.advance(10)
  t.deepEqual(told(lab), [`+${first} +${second}`])
  t.deepEqual(Object.keys(locRib(lab, 'z')), [first, second])
})

test('what is due when a refresh is asked for is not forgotten', (t) => {
  const lab = started(both)
  announce(lab, {}, first, second)
  withdraw(lab, first)
  lab.inject('m', 'm-z', { kind: 'ROUTE-REFRESH', family: 'ipv4', subtype: 'request' })
  lab.advance(30)
  t.deepEqual(told(lab), [`+${first} +${second}`, `-${first}`, `+${second}`])
  t.deepEqual(adjRibIn(lab, 'z', 'm-z'), adjRibOut(lab, 'm', 'm-z'))
})

test('the timers of two peers run apart', (t) => {
  const lab = row({ profile: both, in: { export: acceptAll } })
  lab.takeSent()
  lab.originate('a', first)
  lab.advance(10)
  lab.originate('m', second)
  const sent = lab.takeSent()
  t.deepEqual(updatesFrom(sent, 'm', 'a-m'), [`+${second}`])
  t.deepEqual(updatesFrom(sent, 'm', 'm-z'), [`+${first}`])
})
