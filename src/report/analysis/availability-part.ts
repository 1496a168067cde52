import * as z from 'zod'
import type { AvailabilityOutline } from '../../analysis/availability/availability.ts'
import type { TrialOutcome } from '../../analysis/availability/trial.ts'
import { owners } from '../../scenario/owner.ts'
import type { PartForm } from './part-text.ts'

const whole = z.int().min(0)

/** How parts of `vmsee availability` are read. */
export const availabilityForm: PartForm<AvailabilityOutline, TrialOutcome> = {
  command: 'availability',
  outline: z.strictObject({
    trials: z.int().min(1),
    flows: z.array(z.strictObject({ name: z.string(), tuples: z.int().min(1) })),
    components: z.array(
      z.strictObject({
        name: z.string(),
        kind: z.enum(['links', 'nodes', 'riskGroups']),
        failsAfter: whole,
        repairedAfter: whole,
        isIllustrative: z.boolean(),
      }),
    ),
    groupsWithoutFigures: z.array(z.string()),
    conditions: z.array(z.string()),
    owners: z.array(z.enum(owners)),
    circuits: z.array(z.strictObject({ name: z.string(), withoutSession: z.array(z.string()) })),
  }),
  outcome: z.strictObject({
    failures: whole,
    lost: z.array(whole),
    together: z.array(whole),
    causes: z.array(z.strictObject({ conditions: z.array(whole), times: whole, lost: z.array(whole) })),
  }),
}
