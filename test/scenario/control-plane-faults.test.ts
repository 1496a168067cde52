import test from 'ava'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import { scenario } from '../support/scenario-text.ts'

const session = 'ce1-er.msee1 private ipv4'

/** What of these expectations does not hold. */
function wrong(timeline: readonly string[], expect: readonly string[]): readonly string[] {
  const { expectations } = runScenario(
    scenario(`timeline:
  - { when: converged, label: steady }
${timeline.map((entry) => `  - { ${entry} }`).join('\n')}
expect:
${expect.map((entry) => `  - { ${entry} }`).join('\n')}
`),
  )
  return expectations
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ text, measured }) => `${text}: ${measured}`)
}

const stories: readonly { title: string; timeline: readonly string[]; expect: readonly string[] }[] = [
  {
    title: 'a router that stands still for less than the hold time has lost nothing',
    timeline: [
      'at: steady + 60s, freeze: ce1, label: hung, for: 100s',
      'at: hung + 50s, withdraw: { at: office, prefixes: [10.1.0.0/16] }, label: gone',
      'at: hung + 101s, label: awake',
    ],
    expect: [
      `session: "${session}", flaps: 0`,
      'prefixes: { at: er.msee1, from: ce1 }, received: 1, at: gone + 40s',
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: awake',
      'prefixes: { at: er.msee2, from: ce2 }, received: 0, at: gone + 40s',
    ],
  },
  {
    title: 'what came to a router that stood still is read when it goes on',
    timeline: [
      'at: steady + 60s, freeze: ce1, label: hung, for: 100s',
      'at: hung + 50s, crash: vnet.gw0',
      'at: hung + 50s, crash: vnet.gw1, label: gone',
    ],
    expect: [
      'route: { at: ce1, prefix: 10.200.0.0/16 }, present: true, at: gone + 40s',
      'route: { at: ce2, prefix: 10.200.0.0/16 }, present: false, at: gone + 40s',
      'route: { at: ce1, prefix: 10.200.0.0/16 }, present: false, at: gone + 51s',
    ],
  },
  {
    title: 'a router that boots does not stand still any longer',
    timeline: [
      'at: steady + 60s, freeze: ce1, label: hung, for: 1h',
      'at: hung + 10s, crash: ce1, for: 10s',
      'at: hung + 5m, label: booted',
    ],
    expect: ['sessions: all, are: Established, at: booted'],
  },
  {
    title: 'of two wrong keys at once the second to be mended counts',
    timeline: [
      `at: steady + 60s, wrongKey: "${session}", label: first, for: 10m`,
      `at: first + 5m, wrongKey: "${session}", label: second, for: 10m`,
      'at: second + 20m, label: mended',
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: second + 9m',
      `session: "${session}", flaps: 1`,
      'sessions: all, are: Established, at: mended',
    ],
  },
  {
    title: 'a key that is mended before the hold time is over leaves the session standing',
    timeline: [
      `at: steady + 60s, wrongKey: "${session}", label: key, for: 60s`,
      'at: key + 5m, label: mended',
    ],
    expect: [`session: "${session}", flaps: 0`, 'sessions: all, are: Established, at: mended'],
  },
  {
    title: 'another AS is expected after a crash too, and not any more when it was mended',
    timeline: [
      `at: steady + 60s, wrongAsn: "${session}", label: number, for: 30m`,
      'at: number + 5m, crash: ce1, for: 10s',
      'at: number + 40m, label: mended',
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: number + 20m',
      'sessions: all, are: Established, at: mended',
    ],
  },
  {
    title:
      'an end that reads nothing for less than the SendHoldTime, and longer than the hold time, has lost nothing',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", label: unread, for: 7m`,
      'at: unread + 2m, crash: vnet.gw0',
      'at: unread + 2m, crash: vnet.gw1, label: gone, for: 30m',
      'at: unread + 20m, label: later',
    ],
    expect: [
      `session: "${session}", flaps: 0`,
      'prefixes: { at: ce1, from: er.msee1 }, received: 1, at: gone + 4m59s',
      'prefixes: { at: ce2, from: er.msee2 }, received: 0, at: gone + 1s',
      'prefixes: { at: ce1, from: er.msee1 }, received: 0, at: gone + 5m1s',
    ],
  },
  {
    title: 'a router of a profile without a SendHoldTimer bears it for ever',
    timeline: [`at: steady + 60s, zeroWindow: "${session}", router: er.msee1, label: unread, for: 5h`],
    expect: [`session: "${session}", flaps: 0`],
  },
  {
    title: 'the MSEE has a SendHoldTimer',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", label: unread, for: 20m`,
      'at: unread + 30m, label: later',
    ],
    expect: [
      `session: "${session}", is: Established, at: unread + 8m`,
      `session: "${session}", fell: { notification: 8/0, sentBy: er.msee1 }, eventually: { after: unread, within: 9m }`,
      `prefixes: { at: ce1, from: er.msee1 }, received: 1, at: unread + 8m`,
      `prefixes: { at: ce1, from: er.msee1 }, received: 0, at: unread + 11m`,
      'sessions: all, are: Established, at: later',
    ],
  },
  {
    title:
      'a session that is shut towards an end that reads nothing is over with the next KEEPALIVE from there',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", router: er.msee1, label: unread, for: 20m`,
      `at: unread + 2m, shut: "${session}", label: shut`,
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 1, at: shut',
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: shut + 61s',
    ],
  },
  {
    title: 'the hold time of an end that read nothing begins anew when it reads again',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", router: er.msee1, label: unread, for: 10s`,
      'at: unread + 5s, cut: er.primary, silently: true',
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 1, at: unread + 189s',
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: unread + 191s',
    ],
  },
  {
    title: 'nobody waits for a session of which an end reads nothing, once it has fallen',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", label: unread, for: 50m`,
      'when: converged, label: calm',
    ],
    expect: [
      'prefixes: { at: ce1, from: er.msee1 }, received: 1, at: unread + 8m',
      'prefixes: { at: ce1, from: er.msee1 }, received: 0, at: calm',
    ],
  },
  {
    title: 'a router that boots reads what it is sent',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", label: unread, for: 1h`,
      'at: unread + 10s, crash: ce1, for: 10s',
      'at: unread + 5m, label: booted',
    ],
    expect: ['sessions: all, are: Established, at: booted'],
  },
  {
    title: 'of two ends that read nothing each has to read again',
    timeline: [
      `at: steady + 60s, zeroWindow: "${session}", label: first, for: 2m`,
      `at: first, zeroWindow: "${session}", router: er.msee1, for: 4m`,
      'at: first + 1m, withdraw: { at: office, prefixes: [10.1.0.0/16] }',
      'at: first + 1m, crash: vnet.gw0',
      'at: first + 1m, crash: vnet.gw1',
    ],
    expect: [
      `session: "${session}", flaps: 0`,
      'prefixes: { at: ce1, from: er.msee1 }, received: 1, at: first + 1m59s',
      'prefixes: { at: ce1, from: er.msee1 }, received: 0, at: first + 2m1s',
      'prefixes: { at: er.msee1, from: ce1 }, received: 1, at: first + 3m59s',
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: first + 4m1s',
    ],
  },
  {
    title: 'a session that is called for by an end that reads nothing comes to stand when it reads again',
    timeline: [
      `at: steady + 60s, shut: "${session}", label: shut, for: 10m`,
      `at: shut + 1m, zeroWindow: "${session}", label: unread, for: 20m`,
      'at: unread + 30m, label: later',
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: unread + 19m',
      'sessions: all, are: Established, at: later',
    ],
  },
  {
    title: 'a session that does not stand has nothing malformed sent on it',
    timeline: [
      `at: steady + 60s, shut: "${session}", label: down, for: 10m`,
      `at: down + 5m, malformed: { session: "${session}", prefix: 10.1.0.0/16, wrong: marker }`,
      'at: down + 20m, label: back',
    ],
    expect: [`session: "${session}", flaps: 1`, 'sessions: all, are: Established, at: back'],
  },
  {
    title: 'the MSEE too may expect another AS, and says so first',
    timeline: [
      `at: steady + 60s, wrongAsn: "${session}", router: er.msee1, label: number, for: 10m`,
      'at: number + 20m, label: mended',
    ],
    expect: [
      `session: "${session}", fell: { notification: 6/6, sentBy: er.msee1 }, eventually: { after: number, within: 1s }`,
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: number + 9m',
      'sessions: all, are: Established, at: mended',
    ],
  },
  {
    title: 'a wrong key at each end is two mistakes, each of which has to be mended',
    timeline: [
      `at: steady + 60s, wrongKey: "${session}", router: ce1, label: first, for: 10m`,
      `at: first + 5m, wrongKey: "${session}", router: er.msee1, for: 10m`,
      'at: first + 30m, label: mended',
    ],
    expect: [
      'prefixes: { at: er.msee1, from: ce1 }, received: 0, at: first + 14m',
      'sessions: all, are: Established, at: mended',
    ],
  },
  {
    title: 'what an MSEE sends malformed, the router answers',
    timeline: [
      `at: steady + 60s, malformed: { session: "${session}", router: er.msee1, prefix: 10.200.0.0/16, wrong: marker }, label: sent`,
    ],
    expect: [
      `session: "${session}", fell: { notification: 1/1, sentBy: ce1 }, eventually: { after: sent, within: 1s }`,
    ],
  },
]

for (const { title, timeline, expect } of stories) {
  test(title, (t) => {
    t.deepEqual(wrong(timeline, expect), [])
  })
}
