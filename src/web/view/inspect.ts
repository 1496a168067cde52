import type { Playback } from '../../analysis/playback.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { type FlowInspection, inspectFlow } from './inspect-flow.ts'
import { inspectLink, type LinkInspection } from './inspect-link.ts'
import { inspectNetwork, type NetworkInspection } from './inspect-network.ts'
import { inspectRouter, type RouterInspection } from './inspect-router.ts'
import { inspectSession, type SessionInspection } from './inspect-session.ts'

/** What is looked at more closely, under the name that scenario files have for it. */
export interface Selection {
  readonly kind: 'node' | 'link' | 'session' | 'flow'
  readonly name: string
  /** Of a router: whose decision is explained. */
  readonly prefix?: string | undefined
  /** Of a router: what is looked up in its trie; empty for a look at the trie alone. */
  readonly lookUp?: string | undefined
  /** Of a router: which of its tables is open. */
  readonly table?: string | undefined
  /** Of a session: the record of the message that is opened. */
  readonly message?: number | undefined
}

export type Inspection =
  | RouterInspection
  | NetworkInspection
  | LinkInspection
  | SessionInspection
  | FlowInspection

/** `pinned` is the run at the moment with which routes are compared. */
export function inspect(
  playback: Playback,
  selection: Selection,
  pinned: ScenarioRun | undefined,
): Inspection | undefined {
  const { run } = playback
  const { name } = selection
  switch (selection.kind) {
    case 'node':
      return run.simulation.routers.has(name)
        ? inspectRouter(playback, selection, pinned)
        : inspectNetwork(run, name)
    case 'link':
      return inspectLink(playback, name)
    case 'session':
      return inspectSession(playback, name, selection.message)
    case 'flow':
      return inspectFlow(playback, name)
    default:
      throw new Error(`nothing to inspect ${selection.kind satisfies never}`)
  }
}
