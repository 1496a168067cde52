import { type ConformedScenario, conformScenario, type Playing } from '../../live/daemons/conform-scenario.ts'
import type { Daemon } from '../../live/daemons/daemon.ts'
import type { Scenario } from '../../scenario/scenario.ts'

/** One scenario on one daemon, before it is played. */
export interface Match {
  /** What takes long says in lines how far it is. */
  readonly play: (playing: Playing, say: (line: string) => void) => Promise<Played>
}

/** What came of it, and what else there is to say. */
export interface Played {
  readonly conformed: ConformedScenario
  /** What was made of a difference, where somebody looked closer. */
  readonly closer: CloserLook | undefined
}

/** The smallest scenario that shows the difference; without a text it did not come again. */
export interface CloserLook {
  readonly remark: string
  readonly text: string | undefined
}

/** What is to be played, in order. */
export interface Matches {
  readonly count: number
  /** Each is made when it is wanted. */
  readonly all: Iterable<Match>
  /** What is to be said of them at the end. */
  readonly remarks: () => readonly string[]
}

/** Every scenario on every daemon. */
export function fileMatches(scenarios: readonly Scenario[], daemons: readonly Daemon[]): Matches {
  const all = scenarios.flatMap((scenario) =>
    daemons.map((daemon) => ({
      play: async (playing: Playing) => ({
        conformed: await conformScenario(scenario, daemon, playing),
        closer: undefined,
      }),
    })),
  )
  return { count: all.length, all, remarks: () => [] }
}
