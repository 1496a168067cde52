import type { Playback } from '../../analysis/playback.ts'
import type { Policy, PolicyDirection, PolicySettings } from '../../bgp/policy.ts'

/** What one end of a session sets of its routes. */
export interface PolicyNow {
  readonly node: string
  readonly remote: string
  /** Whether it is one of the customer's routers; nobody else's policy is set here. */
  readonly isYours: boolean
  readonly dials: readonly DialNow[]
  /** Labels of what was set since the beginning, so that it can be taken back. */
  readonly set: readonly string[]
}

export interface DialNow {
  readonly direction: PolicyDirection
  readonly key: 'prepend' | 'med' | 'localPref'
  /** Of different routes different ones; `undefined` where a route stays as it is. */
  readonly values: readonly (number | undefined)[]
}

const dials = [
  { direction: 'export', key: 'prepend', field: 'prepend' },
  { direction: 'export', key: 'med', field: 'multiExitDisc' },
  { direction: 'import', key: 'localPref', field: 'localPref' },
] as const

export function policyNow({ run, scenario, now }: Playback, session: string, node: string): PolicyNow {
  const { configuration } = run.simulation.router(node).speaker.peer(session)
  const { marks } = run.timeline
  const restored = scenario.timeline.flatMap(({ action }) =>
    action.kind === 'restore' ? [action.label] : [],
  )
  return {
    node,
    remote: configuration.remote,
    isYours: scenario.routers.has(node),
    dials: dials.map(({ direction, key, field }) => ({
      ...{ direction, key },
      values: valuesIn(configuration[direction], field),
    })),
    set: scenario.timeline.flatMap(({ action, label = '' }) => {
      const isHere = action.kind === 'policy' && action.session === session && action.router === node
      return isHere && (marks.get(label) ?? now + 1) <= now && !restored.includes(label) ? [label] : []
    }),
  }
}

function valuesIn(policy: Policy, field: keyof PolicySettings): DialNow['values'] {
  const last = policy.findIndex(({ match }) => Object.values(match).every((part) => part === undefined))
  const met = last === -1 ? policy : policy.slice(0, last + 1)
  const set = met.flatMap((term) => (term.set === undefined ? [] : [term.set[field]]))
  const values = [...set, ...(last === -1 ? [undefined] : [])]
  return [...new Set(values.map((value) => (value === 'none' ? undefined : value)))]
}
