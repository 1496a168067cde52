import * as z from 'zod'
import { wholeSeconds } from './scalars.ts'
import { complain, strict } from './strict.ts'

/** RFC 4724 as a router of the file has it; what is `undefined` comes from its profile. */
export interface GracefulRestartEntry {
  readonly helperOnly: boolean
  readonly restartSeconds: number | undefined
  readonly staleSeconds: number | undefined
  readonly selectionDeferralSeconds: number | undefined
  readonly notification: boolean | undefined
}

const yesOrNo = z.boolean({ error: 'must be true or false' })

/** RFC 4724 §3: twelve bits. */
const longestRestartSeconds = 4095

const settings = strict({
  helperOnly: yesOrNo
    .default(false)
    .meta({ description: 'Keeps the routes of peers that restart, and does not ask the same of them' }),
  restartTime: wholeSeconds
    .optional()
    .meta({ description: 'How long peers may keep the routes of this router while it is down' }),
  staleTime: wholeSeconds
    .optional()
    .meta({ description: 'How long stale routes are kept at most, whatever their peer says' }),
  selectionDeferral: wholeSeconds
    .optional()
    .meta({ description: 'How long this router waits, after its restart, for all that its peers know' }),
  notification: yesOrNo
    .optional()
    .meta({ description: 'Routes outlast a NOTIFICATION and a hold time too (RFC 8538)' }),
}).transform((written, context): GracefulRestartEntry => {
  if (written.restartTime !== undefined && written.restartTime > longestRestartSeconds) {
    return complain(context, {
      rule: 'range',
      message: `a restart time is ${longestRestartSeconds}s at most (RFC 4724)`,
      path: ['restartTime'],
    })
  }
  return {
    helperOnly: written.helperOnly,
    restartSeconds: written.restartTime,
    staleSeconds: written.staleTime,
    selectionDeferralSeconds: written.selectionDeferral,
    notification: written.notification,
  }
})

const usual: GracefulRestartEntry = {
  helperOnly: false,
  restartSeconds: undefined,
  staleSeconds: undefined,
  selectionDeferralSeconds: undefined,
  notification: undefined,
}

/** `undefined` where the router does without. */
export const gracefulRestart: z.ZodType<GracefulRestartEntry | undefined> = z
  .union([yesOrNo.transform((wanted) => (wanted ? usual : undefined)), settings])
  .meta({ description: 'Graceful restart (RFC 4724): true, or with times of its own' })
