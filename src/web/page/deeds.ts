import type { Action } from '../../analysis/playback.ts'
import type { LinkInspection } from '../view/inspect-link.ts'
import type { MomentView } from '../view/moment.ts'
import type { PlanView } from '../view/plan.ts'

/** Something that can be done to what is selected. */
export interface Deed {
  readonly words: string
  readonly key: string | undefined
  readonly action: Action
  /** Begins the name by which it can be undone later. */
  readonly label?: string
}

export function linkDeeds(
  name: string,
  moment: MomentView,
  inspection: LinkInspection | undefined,
): readonly Deed[] {
  const isUp = moment.links[name]?.state === 'up'
  const restorable = inspection?.restorable.at(-1)
  return [
    ...(isUp
      ? [
          { words: 'Cut, seen at once', key: 'c', action: { cut: name }, label: 'cut' },
          { words: 'Cut silently', key: 's', action: { cut: name, silently: true }, label: 'silence' },
          {
            words: 'Flap: 3 times, 20 s apart',
            key: undefined,
            action: { cut: name, for: '10s', repeat: { every: '20s', times: 3 } },
          },
          {
            words: 'Lose 20 % of packets',
            key: undefined,
            action: { loss: { link: name, share: '20%' } },
            label: 'loss',
          },
        ]
      : []),
    ...(restorable === undefined ? [] : [{ words: 'Mend', key: 'b', action: { restore: restorable } }]),
  ]
}

export function routerDeeds(name: string, moment: MomentView): readonly Deed[] {
  if (moment.nodes[name]?.state !== 'up') return [{ words: 'Restart', key: 'b', action: { restart: name } }]
  return [
    { words: 'Crash', key: 'c', action: { crash: name } },
    {
      words: 'Crash its control plane alone',
      key: undefined,
      action: { crash: name, forwarding: 'kept' },
    },
    { words: 'Drain for maintenance', key: undefined, action: { drain: name } },
    { words: 'End maintenance', key: undefined, action: { undrain: name } },
  ]
}

/** Of hosts: `count` prefixes more, from a range that nobody else uses. */
export function networkDeeds(name: string, prefixes: readonly string[]): readonly Deed[] {
  const [first] = prefixes
  return [
    ...(first === undefined
      ? []
      : [
          { words: `Withdraw ${first}`, key: 'c', action: { withdraw: { at: name, prefixes: [first] } } },
          { words: `Announce ${first}`, key: 'b', action: { announce: { at: name, prefixes: [first] } } },
        ]),
    ...[100, 1000, 5000].map((count) => ({
      words: `Announce ${count} more prefixes`,
      key: undefined,
      action: {
        announce: { at: name, prefixes: [{ generate: { within: '100.64.0.0/10', length: 28, count } }] },
      },
    })),
  ]
}

export function sessionDeeds(name: string, isIdle: boolean): readonly Deed[] {
  return [
    ...(isIdle
      ? [{ words: 'Start', key: 'b', action: { start: name } }]
      : [{ words: 'Shut down', key: 'c', action: { shut: name } }]),
    { words: 'Clear', key: undefined, action: { clear: name } },
    { words: 'Ask for all routes anew', key: undefined, action: { refresh: name } },
  ]
}

/** What can be done to a thing of the picture by a key, whether or not it is selected. */
export function deedsOf(
  kind: 'node' | 'link' | 'session',
  name: string,
  plan: PlanView,
  moment: MomentView,
  inspection: LinkInspection | undefined,
): readonly Deed[] {
  if (kind === 'session') return sessionDeeds(name, moment.sessions[name]?.state === 'Idle')
  if (kind === 'node') {
    const node = plan.nodes.find((one) => one.name === name)
    return node?.asn === undefined ? [] : routerDeeds(name, moment)
  }
  const link = plan.links.find((one) => one.name === name)
  return link === undefined || link.isOfHosts ? [] : linkDeeds(name, moment, inspection)
}
