import test from 'ava'
import type { SpeakerTimer } from '../../src/bgp/speaker-event.ts'
import { EventQueue } from '../../src/sim/event-queue.ts'
import { randomStream } from '../../src/sim/random.ts'
import { type SpeakerTimerEvent, SpeakerTimers } from '../../src/sim/speaker-timers.ts'

/** How long each of many runs of a timer of 100 s took, each started when the one before ran out. */
function spans(timer: SpeakerTimer, count = 400): readonly number[] {
  const queue = new EventQueue<SpeakerTimerEvent>()
  const timers = new SpeakerTimers('a', {
    ...{ seed: 1, queue, stream: randomStream(1, 'a'), tracer: { cause: undefined } },
  })
  const name = { peer: 'a-b', session: 1, timer }
  timers.start(name, 100)
  return Array.from({ length: count }, () => {
    const before = queue.now
    const entry = queue.next()
    if (entry === undefined) throw new Error(`${timer} does not run`)
    timers.expire(entry.event, () => timers.start(name, 100))
    return (entry.at - before) / 1_000_000
  })
}

const jittered: readonly SpeakerTimer[] = [
  'ConnectRetryTimer',
  'KeepaliveTimer',
  'MinRouteAdvertisementIntervalTimer',
]
const exact: readonly SpeakerTimer[] = [
  'HoldTimer',
  'IdleHoldTimer',
  'DelayOpenTimer',
  'RestartTimer',
  'StaleTimer',
  'Selection_Deferral_Timer',
]

for (const timer of jittered) {
  test(`the ${timer} takes 75 to 100 per cent of its time, and fills that span`, (t) => {
    const all = spans(timer)
    t.true(all.every((span) => span >= 75 && span <= 100))
    t.true(Math.min(...all) < 77 && Math.max(...all) > 98)
  })
}

for (const timer of exact) {
  test(`the ${timer} is exact`, (t) => {
    t.deepEqual([...new Set(spans(timer, 20))], [100])
  })
}

test('an UPDATE begins the schedule of KEEPALIVEs anew, and what another session does changes nothing', (t) => {
  const queue = new EventQueue<SpeakerTimerEvent>()
  const around = { seed: 1, queue, stream: randomStream(1, 'a'), tracer: { cause: undefined } }
  const [plain, crowded] = [new SpeakerTimers('a', around), new SpeakerTimers('a', around)]
  const name = { peer: 'a-b', session: 1, timer: 'KeepaliveTimer' } as const
  crowded.start({ ...name, peer: 'a-c' }, 60)
  crowded.start({ ...name, timer: 'ConnectRetryTimer' }, 60)
  for (const timers of [plain, crowded]) timers.start(name, 60)
  t.deepEqual(plain.get(name)?.packet, crowded.get(name)?.packet)
  queue.waitUntil(10_000_000)
  plain.start(name, 60)
  const { schedule, number } = plain.get(name)?.packet ?? {}
  t.deepEqual([schedule?.start, number], [10_000_000, 0])
})
