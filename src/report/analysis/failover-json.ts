import type { FailoverReport } from '../../analysis/failover-test.ts'
import { type Micros, microsToSeconds } from '../../sim/time.ts'
import { familyTypes, linkTypes, statusWord } from './failover-text.ts'

/** The keys of Azure's test result; `utc` writes an instant of virtual time, which counts from the epoch, as a date. */
export function failoverJson(file: string, report: FailoverReport, utc: (at: Micros) => string): string {
  const { test, startAt, endAt, problem, ...rest } = report
  const json = {
    version: 1,
    file,
    circuit: test.circuit,
    status: rest.status,
    problem: problem ?? null,
    startTimeUtc: utc(startAt),
    endTimeUtc: utc(endAt),
    linkType: linkTypes[test.link],
    circuitTestCategory: test.category,
    wasSimulationSuccessful: rest.wasSimulationSuccessful,
    redundantRoutes: rest.redundantRoutes,
    nonRedundantRoutes: rest.nonRedundantRoutes,
    bgpStatus: rest.bgpStatus.map(({ link, peering, family, isConnected, checkedAt }) => ({
      type: familyTypes[family],
      link: linkTypes[link],
      peering,
      status: statusWord(isConnected),
      checkTimeUtc: utc(checkedAt),
    })),
    flows: rest.flows.map(({ worstOutage, ...flow }) => ({
      ...flow,
      worstOutageSeconds: microsToSeconds(worstOutage),
    })),
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}
