import { readFileSync } from 'node:fs'
import type { Contest } from '../../src/bench/contest.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import type { RunResult } from '../../src/scenario/result/run-result.ts'
import { runScenario } from '../../src/scenario/run-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { hashText } from '../../src/sim/hash.ts'
import type { TraceRecord } from '../../src/sim/trace.ts'
import type { Scale } from '../scale.ts'
import { largeScenario } from '../scenario-text.ts'

export const flagshipFile = 'sim-scenarios/failover/primary-silent-cut.yaml'

/** Whole runs, from the scenario that was read to the verdict. */
export function simulation(scale: Scale): readonly Contest[] {
  const prefixes = scale === 'full' ? 4000 : 50
  return [
    contestOf('the flagship', parseScenario(readFileSync(flagshipFile, 'utf8'))),
    contestOf(
      `${prefixes} prefixes, the same at both edges`,
      parseScenario(largeScenario({ prefixes, share: 'same' })),
    ),
    contestOf(
      `${prefixes} prefixes, others at each edge`,
      parseScenario(largeScenario({ prefixes, share: 'distinct' })),
    ),
  ]
}

function contestOf(name: string, scenario: Scenario): Contest {
  return {
    name: `simulation, ${name}`,
    unit: 'runs',
    count: 1,
    contenders: [
      { name: 'runScenario', run: () => checksum(runScenario(scenario)) },
      {
        name: 'runScenario, every record kept',
        run: () => {
          const records: TraceRecord[] = []
          const result = runScenario(scenario, { onRecord: (record) => records.push(record) })
          const sent = records.filter(({ kind }) => kind === 'message-sent').length
          const told = Object.values(result.messages).reduce((sum, count) => sum + count, 0)
          if (sent !== told) throw new Error(`${sent} messages were traced, ${told} counted`)
          return checksum(result)
        },
      },
    ],
  }
}

/**
 * Everything that was told of the run. The routers' tables are left out: to write them down is not to simulate. So are its
 * events: whoever wants every record has every KEEPALIVE run.
 */
function checksum({ messages, marks, timeline, expectations, sessions, flows }: RunResult): number {
  return hashText(JSON.stringify([messages, [...marks], timeline, expectations, sessions, flows]))
}
