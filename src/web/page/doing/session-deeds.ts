import type { SessionEndView, SessionInspection } from '../../view/inspect-session.ts'
import type { MomentView } from '../../view/moment.ts'
import { type Deed, flap, flapping } from './deed.ts'

export function sessionDeeds(
  name: string,
  moment: MomentView,
  seen: SessionInspection | undefined,
): readonly Deed[] {
  const { state, isUp } = moment.sessions[name] ?? {}
  const isIdle = state === 'Idle'
  const idle = isIdle ? 'It is Idle.' : undefined
  const fallen = isUp === true ? undefined : 'It does not stand.'
  const [near, far] = seen?.ends ?? []
  const bfd = seen?.bfd
  const hold = near?.holdTimeSeconds
  return [
    isIdle
      ? {
          words: 'Start',
          key: 'b',
          does: () => ({ action: { start: name } }),
          says: `${near?.node} calls, and answers calls again.`,
        }
      : {
          words: 'Shut down',
          key: 'c',
          does: () => ({ action: { shut: name }, label: 'shut' }),
          says: `${near?.node} sends Cease/2: both ends know at once, until it is started.`,
        },
    {
      words: 'Clear',
      does: () => ({ action: { clear: name } }),
      says: `${near?.node} sends Cease/4 where it stands, and calls anew by itself.`,
    },
    {
      words: 'Ask for all routes anew',
      does: () => ({ action: { refresh: name } }),
      whyNot: fallen,
      says: `${near?.node} sends ROUTE-REFRESH, and ${far?.node} tells everything again. Nothing falls.`,
    },
    {
      words: bfd?.isOn === true ? 'Take BFD away' : 'Switch BFD on',
      whyNot: bfd === undefined ? 'Nobody configures BFD between these two.' : undefined,
      says:
        bfd?.isOn === true
          ? `Both ends say AdminDown, and nothing moves. Silence waits for the hold timer then${hold === undefined ? '' : `, ${hold} s`}.`
          : `At both ends; nothing moves. Once it is Up, silence is noticed within ${bfd?.milliseconds} ms.`,
      does: () => ({ action: { bfd: name, enabled: bfd?.isOn !== true }, label: 'bfd' }),
    },
    {
      words: 'Read nothing for 10 min',
      whyNot: fallen,
      says: `${near?.node} speaks on. ${waits(far)}`,
      does: () => ({ action: { zeroWindow: name, for: '10m' }, label: 'deaf' }),
    },
    {
      words: 'Flap',
      fields: flap,
      whyNot: idle,
      says: 'It is shut and started again: Cease/2, known at once, each time.',
      does: (...values) => ({ action: { shut: name, ...flapping(...values) }, label: 'flap' }),
    },
  ]
}

/** RFC 9687: what notices that the far end reads nothing. */
function waits(end: SessionEndView | undefined): string {
  const seconds = end?.sendHoldSeconds
  if (!seconds) return `${end?.node} has no SendHoldTimer, and waits for ever.`
  return `What notices is the SendHoldTimer of ${end?.node}, ${seconds} s after the first message that waits.`
}
