import { inverse, isPaired } from '../expressroute/life-cycle/move.ts'
import type { FaultRule } from '../sim/fault.ts'
import type { Operation } from '../sim/operation.ts'
import type { OperatedEnd } from '../sim/plan.ts'
import { failureOf, recoveryOf } from './risk-group.ts'
import type { AffectedLink, TimedMove, TimelineAction } from './timeline-entry.ts'

export type Deed = Operation | TimedMove

/** What an action does, and what undoes it. */
export interface Effect {
  readonly done: readonly Deed[]
  readonly undone: readonly Deed[]
}

/** `hold` is the name under which what ends by itself is held. */
export function effectOf(action: Exclude<TimelineAction, { kind: 'restore' }>, hold: string): Effect {
  switch (action.kind) {
    case 'mark':
      return { done: [], undone: [] }
    case 'cut':
    case 'loss':
    case 'delay':
      return faultEffect(action, hold)
    case 'crash':
      return eachPair(action.nodes, (node) => ({
        done: { kind: action.forwarding === 'kept' ? 'crash-control-plane' : 'crash', node, hold },
        undone: { kind: 'restart', node, hold },
      }))
    case 'wrongVlan':
    case 'swapAddresses': {
      const what = action.kind === 'wrongVlan' ? 'VLAN' : 'addresses'
      const rule: FaultRule = { kind: 'mismatch', id: hold, link: action.link, what }
      return pair({ kind: 'add-fault', rule }, { kind: 'remove-fault', rule })
    }
    case 'wrongKey':
    case 'wrongAsn': {
      const what = {
        about: action.kind === 'wrongKey' ? 'key' : 'asn',
        ...endOf(action),
        hold,
      } as const
      return pair({ kind: 'mistake', ...what }, { kind: 'mend', ...what })
    }
    case 'zeroWindow': {
      const end = { ...endOf(action), hold }
      return pair({ kind: 'stop-reading', ...end }, { kind: 'read', ...end })
    }
    case 'malformed': {
      const { kind, wrong, prefix } = action
      return { done: [{ kind, ...endOf(action), wrong, prefix }], undone: [] }
    }
    case 'freeze':
    case 'blackhole':
    case 'drain':
      return heldEffect(action.kind, action.nodes, hold)
    case 'fail':
      return groupEffect(action, hold)
    case 'restart':
      return eachPair(action.nodes, (node) => ({
        done: { kind: 'restart', node },
        undone: { kind: 'crash', node, hold },
      }))
    case 'undrain':
      return eachPair(action.nodes, (node) => ({
        done: { kind: 'undrain', node },
        undone: { kind: 'drain', node, hold },
      }))
    case 'moves':
      return {
        done: action.moves,
        undone: action.moves.flatMap(({ move }) =>
          isPaired(move) ? [{ afterMicros: 0, move: inverse(move) }] : [],
        ),
      }
    case 'shut':
      return pair(
        { kind: 'shut', session: action.session, hold },
        { kind: 'start', session: action.session, hold },
      )
    case 'start':
      return pair({ kind: 'start', session: action.session }, { kind: 'shut', session: action.session, hold })
    case 'clear':
    case 'refresh':
      return { done: [{ kind: action.kind, session: action.session }], undone: [] }
    case 'bfd':
      return pair(
        { kind: 'set-bfd', session: action.session, enabled: action.enabled, hold },
        { kind: 'restore-bfd', session: action.session, hold },
      )
    case 'policy':
      return policyEffect(action, hold)
    case 'announce':
      return prefixEffect(action, 'announce', 'withdraw', hold)
    case 'withdraw':
      return prefixEffect(action, 'withdraw', 'announce', hold)
    default:
      throw new Error(`unknown action ${action satisfies never}`)
  }
}

function endOf({ session, router }: { session: string; router: string | undefined }): OperatedEnd {
  return router === undefined ? { session } : { session, at: router }
}

/** What keeps a node from its work until it is taken away, and what takes it away. */
const holds = {
  freeze: { done: 'freeze', undone: 'thaw' },
  blackhole: { done: 'discard', undone: 'forward' },
  drain: { done: 'drain', undone: 'undrain' },
} as const

function heldEffect(kind: keyof typeof holds, nodes: readonly string[], hold: string): Effect {
  const { done, undone } = holds[kind]
  return eachPair(nodes, (node) => ({
    done: { kind: done, node, hold },
    undone: { kind: undone, node, hold },
  }))
}

function policyEffect(action: Extract<TimelineAction, { kind: 'policy' }>, hold: string): Effect {
  const { session, router: at } = action
  const set = (['import', 'export'] as const).flatMap((direction) => {
    const settings = action[direction]
    return settings === undefined ? [] : [{ direction, settings }]
  })
  return eachPair(set, ({ direction, settings }) => ({
    done: { kind: 'adjust-policy', session, at, direction, settings, hold },
    undone: { kind: 'restore-policy', session, at, direction, hold },
  }))
}

/** One thing fails, so that it is one operation. */
function groupEffect({ group, members }: Extract<TimelineAction, { kind: 'fail' }>, id: string): Effect {
  if (members === undefined) throw new Error(`risk group ${group} passed the checks and does not exist`)
  const { shares, links, nodes } = members
  const what = shares === undefined ? group : `${group} (${shares})`
  const all = [...links.map(({ link }) => link), ...nodes].join(', ')
  return pair(
    { kind: 'several', action: `${what} fails: ${all}`, operations: failureOf(members, id) },
    { kind: 'several', action: `${what} is restored`, operations: recoveryOf(members, id) },
  )
}

function pair(done: Operation, undone: Operation): Effect {
  return { done: [done], undone: [undone] }
}

/** What is done to several at once. */
function eachPair<Place>(
  places: readonly Place[],
  effect: (place: Place) => { readonly done: Operation; readonly undone: Operation },
): Effect {
  const effects = places.map(effect)
  return { done: effects.map(({ done }) => done), undone: effects.map(({ undone }) => undone) }
}

function faultEffect(
  action: Extract<TimelineAction, { kind: 'cut' | 'loss' | 'delay' }>,
  id: string,
): Effect {
  return eachPair(action.links, (affected) => {
    const rule = ruleOf(action, affected, id)
    return { done: { kind: 'add-fault', rule }, undone: { kind: 'remove-fault', rule } }
  })
}

function ruleOf(
  action: Extract<TimelineAction, { kind: 'cut' | 'loss' | 'delay' }>,
  { link, from }: AffectedLink,
  id: string,
): FaultRule {
  if (action.kind === 'loss') return { kind: 'loss', id, link, from, share: action.share }
  if (action.kind === 'delay') {
    const { byMicros: micros, jitterMicros } = action
    return { kind: 'delay', id, link, from, micros, jitterMicros }
  }
  return action.silently ? { kind: 'silence', id, link, from } : { kind: 'ports-down', id, link }
}

function prefixEffect(
  { at, prefixes }: Extract<TimelineAction, { kind: 'announce' | 'withdraw' }>,
  does: 'announce' | 'withdraw',
  undoes: 'announce' | 'withdraw',
  hold: string,
): Effect {
  return {
    done: prefixes.map((some) => ({ kind: does, at, prefixes: some, hold })),
    undone: prefixes.map((some) => ({ kind: undoes, at, prefixes: some, ends: hold })),
  }
}
