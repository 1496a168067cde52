import { type FailoverCategory, failoverTest } from '../../analysis/failover-test.ts'
import type { Path } from '../../expressroute/design.ts'
import { failoverJson } from '../../report/analysis/failover-json.ts'
import { failoverText } from '../../report/analysis/failover-text.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Micros } from '../../sim/time.ts'
import { chooseNamed } from '../choose-named.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'

export interface FailoverOptions {
  readonly circuit?: string
  readonly link: Path
  readonly category: FailoverCategory
  readonly seed?: number
  readonly json?: true
}

/** `vmsee failover FILE --circuit C --link primary`: exit code 0 where the test was successful, 1 where it was not, 3 where no flow shows it. */
export function failover(file: string, options: FailoverOptions, terminal: Terminal): ExitCode {
  const source = loadScenario(file)
  if (source.scenario === undefined) {
    tellIssues(source, terminal)
    return exitCodes.unusable
  }
  const { scenario } = source
  const { link, category } = options
  const [circuit] = chooseNamed('circuit', '--circuit', scenario.design.circuits, options.circuit)
  const seeded = { ...scenario, seed: options.seed ?? scenario.seed }
  const report = failoverTest(seeded, { circuit, link, category })
  terminal.out(options.json === true ? failoverJson(file, report, utc) : failoverText(report))
  if (!report.wasSimulationSuccessful) return exitCodes.failed
  return report.flows.length === 0 ? exitCodes.unchecked : exitCodes.held
}

function utc(at: Micros): string {
  return new Date(at / 1000).toISOString()
}
