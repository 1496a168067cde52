import { type Estimate, nines } from '../../analysis/availability/estimate.ts'
import { type AvailabilitySummary, slaAvailability } from '../../analysis/availability/summary.ts'
import { microsToSeconds } from '../../sim/time.ts'
import { availabilityOf } from './availability-text.ts'

/** `vmsee availability FILE --json`: every cause, the greatest first. Times are seconds. */
export function availabilityJson(file: string, seed: number, summary: AvailabilitySummary): string {
  const { trials, failures, years, causes, byOwner, components, circuits, bothDown } = summary
  const json = {
    ...{ version: 1, file, seed, years: trials, failures },
    flows: years.map(({ name, outSeconds, withinSla }) => ({
      name,
      availability: availabilityOf(outSeconds),
      nines: outSeconds.mean === 0 ? null : nines(availabilityOf(outSeconds).mean),
      outSecondsPerYear: bounds(outSeconds),
      yearsWithinSla: withinSla,
    })),
    causes: causes.map(({ conditions, ...cause }) => ({ broken: conditions, ...cause })),
    byOwner,
    components: components.map(({ name, kind, failsAfter, repairedAfter, isIllustrative }) => ({
      ...{ name, kind, isIllustrative },
      failsAfterSeconds: microsToSeconds(failsAfter),
      repairedAfterSeconds: microsToSeconds(repairedAfter),
    })),
    groupsWithoutFigures: summary.groupsWithoutFigures,
    sla: {
      availability: slaAvailability,
      circuits: circuits.map(({ name, withoutSession }, index) => ({
        ...{ name, isCovered: withoutSession.length === 0, withoutSession },
        bothMseesDownSecondsPerYear: bothDown[index]?.mean ?? 0,
      })),
    },
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}

function bounds({ mean, low, high }: Estimate): Estimate {
  return { mean, low, high }
}
