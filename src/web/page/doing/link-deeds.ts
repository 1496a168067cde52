import { countOf } from '../../../report/quantity.ts'
import type { LinkInspection } from '../../view/inspect-link.ts'
import type { MomentView } from '../../view/moment.ts'
import { type Deed, flap, flapping } from './deed.ts'

export function linkDeeds(
  name: string,
  moment: MomentView,
  seen: LinkInspection | undefined,
): readonly Deed[] {
  const state = moment.links[name]?.state ?? 'up'
  const restorable = seen?.restorable.at(-1)
  const whole = state === 'up' ? 'Nothing is wrong with it.' : 'What broke it has no label to mend it by.'
  const isDown = state === 'ports down' ? 'Its ports are down already.' : undefined
  const over = countOf(seen?.sessions.length ?? 0, 'session')
  return [
    {
      words: 'Cut, seen at once',
      key: 'c',
      whyNot: isDown,
      says: `Both ports go down, and ${over} with them: no timer has to notice.`,
      does: () => ({ action: { cut: name }, label: 'cut' }),
    },
    {
      ...{
        words: 'Cut silently',
        key: 's',
        whyNot: isDown ?? (state === 'silent' ? 'It is silent.' : undefined),
      },
      says: `Packets vanish, and both ports stay up. What notices is ${seen?.watch || 'nobody'}.`,
      does: () => ({ action: { cut: name, silently: true }, label: 'silence' }),
    },
    {
      words: 'Mend',
      key: 'b',
      whyNot: restorable === undefined ? whole : undefined,
      says: 'What was done to it last is undone. Sessions come back when an end calls.',
      does: () => ({ action: { restore: restorable } }),
    },
    {
      words: 'Flap',
      fields: flap,
      whyNot: isDown,
      says: 'Its ports go down and come up again: seen at once, each time.',
      does: (...values) => ({ action: { cut: name, ...flapping(...values) }, label: 'flap' }),
    },
    {
      words: 'Lose packets',
      whyNot: isDown,
      fields: [{ words: '', unit: '% of them', value: 20, least: 1, most: 99 }],
      says: 'TCP sends again. BFD or the hold timer notices where too many are lost in a row.',
      does: (share) => ({ action: { loss: { link: name, share: `${share}%` } }, label: 'loss' }),
    },
    {
      words: 'Delay packets',
      whyNot: isDown,
      fields: [
        { words: 'by', unit: 'ms', value: 40, least: 1, most: 10_000 },
        { words: 'and up to', unit: 'ms more', value: 0, least: 0, most: 10_000 },
      ],
      says: 'Everything comes later. BFD notices a delay that is longer than its Detection Time.',
      does: (by, jitter) => ({
        action: { delay: { link: name, by: `${by}ms`, ...(jitter === 0 ? {} : { jitter: `${jitter}ms` }) } },
        label: 'delay',
      }),
    },
  ]
}
