import * as z from 'zod'
import { type FlowOutcome, flowOutcomes } from '../../sim/flow/flow.ts'
import type { Bounds, Check, FlowDirection } from '../expectation-entry.ts'
import { bounds } from './bounds.ts'
import { type Branch, branch } from './branch.ts'
import { type ExpectationFileEntry, entry, said } from './said.ts'
import { allOr, count, duration, name, share } from './scalars.ts'
import { complain, oneOrMore } from './strict.ts'
import { measureTimes, stateTimes, timeOperator, times } from './time-operator.ts'

const direction = z.enum(['forward', 'return', 'both']).default('both').meta({
  description: 'forward is from: to to:, return is the way back; both must hold where it is left out',
})

export const flow: Branch<ExpectationFileEntry> = branch(
  'flow',
  {
    ...said,
    ...times,
    flow: name,
    direction,
    worstOutage: bounds(duration).optional().meta({ description: 'The longest outage of any five-tuple' }),
    affected: bounds(share).optional().meta({ description: 'The share of five-tuples that lost anything' }),
    lost: bounds(count).optional().meta({ description: 'How many probes were lost' }),
    availability: bounds(share).optional().meta({ description: 'The share of probes that arrived' }),
    dropped: bounds(share)
      .optional()
      .meta({ description: 'The share of what it sent that was dropped for want of capacity' }),
    lostAs: z
      .enum(flowOutcomes)
      .exclude(['ACCEPTED'])
      .optional()
      .meta({ description: 'What became of all that was lost, of which there was some' }),
    path: oneOrMore(name)
      .optional()
      .meta({ description: 'Every five-tuple passes these nodes, in this order' }),
    outcome: z
      .enum(flowOutcomes)
      .optional()
      .meta({ description: 'What becomes of every five-tuple: ACCEPTED where path stands without it' }),
  },
  (written, context) => {
    const check = flowCheck(written, context)
    return check.kind === 'flow-path'
      ? entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
      : entry(written, check, timeOperator(written, measureTimes, 'over', context))
  },
)

interface WrittenFlow extends Partial<Readonly<Record<Measure, Bounds | undefined>>> {
  readonly flow: string
  readonly direction: FlowDirection
  readonly lostAs?: FlowOutcome | undefined
  readonly path?: readonly string[] | undefined
  readonly outcome?: FlowOutcome | undefined
}

type Measure = 'worstOutage' | 'affected' | 'lost' | 'availability' | 'dropped'

function flowCheck(written: WrittenFlow, context: z.RefinementCtx): Check {
  const { flow, direction, lostAs, path, outcome } = written
  const { worstOutage, affected, lost, availability, dropped } = written
  const measures = { worstOutage, affected, lost, availability, dropped }
  const isMeasured = Object.values(measures).some((measure) => measure !== undefined)
  const isState = path !== undefined || outcome !== undefined
  const given = [isMeasured, isState, lostAs !== undefined].filter(Boolean).length
  if (given !== 1) {
    const message =
      'an expectation about a flow has either path or outcome, or measures such as worstOutage, or lostAs'
    const hint = given > 1 ? 'write two expectations' : 'add what is expected'
    return complain(context, { rule: 'one-matcher', message, hint })
  }
  if (lostAs !== undefined) return { kind: 'flow-lost-as', flow, direction, lostAs }
  if (isMeasured) return { kind: 'flow-measures', flow, direction, ...measures }
  return { kind: 'flow-path', flow, direction, path: path ?? [], outcome: outcome ?? 'ACCEPTED' }
}

export const flows: Branch<ExpectationFileEntry> = branch(
  'flows',
  {
    ...said,
    ...times,
    flows: allOr('flows'),
    losing: bounds(count).meta({ description: 'How many of them lost anything, in either direction' }),
  },
  (written, context) => {
    const { flows: subjects, losing } = written
    const check: Check = { kind: 'flows-losing', flows: subjects, losing }
    return entry(written, check, timeOperator(written, measureTimes, 'over', context))
  },
)

export const link: Branch<ExpectationFileEntry> = branch(
  'link',
  {
    ...said,
    ...times,
    link: name.meta({ description: 'A link of a circuit with all peerings on it: er-amsterdam.primary' }),
    direction: z
      .enum(['in', 'out'])
      .optional()
      .meta({ description: "in is into Microsoft's network; both must hold where it is left out" }),
    traffic: z
      .enum(['Voice', 'Interactive', 'Default'])
      .optional()
      .meta({ description: 'One class of traffic; all together where it is left out' }),
    dropped: bounds(share)
      .optional()
      .meta({ description: 'The share of what was sent into it that did not fit' }),
    overloaded: bounds(duration).optional().meta({ description: 'How long anything was dropped' }),
  },
  (written, context) => {
    const { link: subject, direction: way, traffic, dropped, overloaded } = written
    if (dropped === undefined && overloaded === undefined) {
      const message = 'what is expected of the link?'
      return complain(context, { rule: 'one-matcher', message, hint: 'add dropped or overloaded' })
    }
    const check: Check = { kind: 'link-load', link: subject, direction: way, traffic, dropped, overloaded }
    return entry(written, check, timeOperator(written, measureTimes, 'over', context))
  },
)
