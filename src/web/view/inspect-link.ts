import type { Playback } from '../../analysis/playback.ts'
import { formatAddress } from '../../net/address-text.ts'
import { silenceNoticed } from './noticing.ts'

export interface LinkInspection {
  readonly kind: 'link'
  readonly name: string
  readonly ends: readonly {
    readonly node: string
    readonly addresses: readonly string[]
    readonly isUp: boolean
  }[]
  readonly delayMilliseconds: number
  /** Whether a port notices that the far one is dead. */
  readonly carrier: 'direct' | 'layer-2'
  readonly mismatch: string | undefined
  readonly sessions: readonly string[]
  /** What notices that it is silent. */
  readonly watch: string
  /** Entries of the timeline that broke it, by label, so that they can be undone. */
  readonly restorable: readonly string[]
}

export function inspectLink({ run, scenario, now }: Playback, name: string): LinkInspection | undefined {
  const { simulation, evidence, timeline } = run
  const link = simulation.plan.links.find((one) => one.name === name)
  if (link === undefined) return undefined
  const restored = scenario.timeline.flatMap(({ action }) =>
    action.kind === 'restore' ? [action.label] : [],
  )
  const restorable = scenario.timeline.flatMap(({ action, label }) => {
    if (action.kind !== 'cut' && action.kind !== 'loss' && action.kind !== 'delay') return []
    if (label === undefined || !action.links.some((one) => one.link === name)) return []
    const at = timeline.marks.get(label)
    return at === undefined || at > now || restored.includes(label) ? [] : [label]
  })
  return {
    kind: 'link',
    name,
    ends: link.ends.map(({ node, addresses }) => ({
      node,
      addresses: addresses.map(({ address, length }) => `${formatAddress(address)}/${length}`),
      isUp: simulation.network.portUp(node, name),
    })),
    delayMilliseconds: link.delayMicros / 1000,
    carrier: link.carrier,
    mismatch: link.mismatch,
    sessions: evidence.sessions.filter((session) => session.link === name).map((session) => session.name),
    watch: silenceNoticed(run, name),
    restorable,
  }
}
