import * as z from 'zod'
import { rules } from '../../expressroute/rules/all.ts'
import type { Check } from '../expectation-entry.ts'
import { bounds } from './bounds.ts'
import { alternatives, type Branch, branch } from './branch.ts'
import { flow, flows, link } from './flow-expectation.ts'
import { prefix } from './prefixes.ts'
import { octets } from './rate.ts'
import { type ExpectationFileEntry, entry, type Said, said } from './said.ts'
import { asn, count, name } from './scalars.ts'
import { session, sessions } from './session-expectation.ts'
import { complain, strict } from './strict.ts'
import {
  absenceTimes,
  measureTimes,
  stateTimes,
  timeOperator,
  times,
  type WrittenTimes,
} from './time-operator.ts'

const ruleIds = [...new Set(rules.map(({ id }) => id))]

const route = branch(
  'route',
  {
    ...said,
    ...times,
    route: strict({
      at: name.meta({ description: 'A router, MSEE, gateway instance or virtual network' }),
      prefix,
    }).meta({ description: 'The best route to exactly this prefix' }),
    present: z.boolean({ error: 'must be true or false' }).optional(),
    via: name.optional().meta({ description: 'primary, secondary, both, or the name of a neighbour' }),
    asPath: z
      .array(asn, { error: 'must be a list of AS numbers' })
      .optional()
      .meta({ description: 'The AS_PATH, nearest AS first' }),
    decidedBy: name.optional().meta({ description: 'The step of the decision process that left it alone' }),
  },
  (written, context) => {
    const { route: subject, present, via, asPath, decidedBy } = written
    const isDescribed = [via, asPath, decidedBy].some((matcher) => matcher !== undefined)
    if (present === undefined && !isDescribed) {
      const message = 'what is expected of the route?'
      return complain(context, {
        rule: 'one-matcher',
        message,
        hint: 'add present: true, present: false, via, asPath or decidedBy',
      })
    }
    if (present === false && isDescribed) {
      const message = 'a route that is not there has neither via, asPath nor decidedBy'
      return complain(context, { rule: 'combination', message, path: ['present'] })
    }
    const check: Check = {
      kind: 'route',
      ...subject,
      present: present ?? true,
      via: viaOf(via),
      asPath,
      decidedBy,
    }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

function viaOf(via: string | undefined): Extract<Check, { kind: 'route' }>['via'] {
  if (via === undefined) return undefined
  if (via === 'primary' || via === 'secondary' || via === 'both') return { kind: 'path', path: via }
  return { kind: 'node', node: via }
}

const prefixes = branch(
  'prefixes',
  {
    ...said,
    ...times,
    prefixes: strict({
      at: name.meta({ description: 'The node that received them' }),
      from: name.meta({ description: 'The neighbour that announced them' }),
      family: z.enum(['ipv4', 'ipv6']).default('ipv4'),
    }),
    received: bounds(count).meta({ description: 'How many are held, before policy' }),
  },
  (written, context) => {
    const check: Check = { kind: 'prefixes', ...written.prefixes, received: written.received }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const rule = branch(
  'rule',
  {
    ...said,
    ...times,
    rule: z.enum(ruleIds, { error: 'must be the id of a rule, such as C7' }),
    reported: z
      .boolean({ error: 'must be true or false' })
      .meta({ description: 'Whether it is, by the file or by what happened in the run' }),
  },
  (written, context) => {
    const check: Check = { kind: 'rule-reported', rule: written.rule, reported: written.reported }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

const circuit = branch(
  'circuit',
  {
    ...said,
    ...times,
    circuit: name,
    peering: z.enum(['private', 'public', 'microsoft']).optional(),
    is: z
      .enum([
        'NotProvisioned',
        'Provisioning',
        'Provisioned',
        'Deprovisioning',
        'Enabled',
        'Disabled',
        'absent',
      ])
      .optional()
      .meta({ description: "The provider's state of a circuit, the state of a peering, or absent" }),
    advertisedPublicPrefixesState: z
      .enum(['NotConfigured', 'Configured', 'ValidationNeeded'])
      .optional()
      .meta({ description: 'Of the peering' }),
    metered: bounds(octets)
      .optional()
      .meta({ description: 'What is paid for by the octet: of what left Azure' }),
  },
  (written, context) => {
    const { circuit: subject, peering, is, advertisedPublicPrefixesState: validation, metered } = written
    if (metered !== undefined) return meteredEntry(written, { circuit: subject, metered }, context)
    if (is === undefined && validation === undefined) {
      const message = 'what is expected of the circuit?'
      return complain(context, {
        rule: 'one-matcher',
        message,
        hint: 'add is: Provisioned, or another state',
      })
    }
    const isOfPeering = is === 'Enabled' || is === 'Disabled' || validation !== undefined
    if (isOfPeering !== (peering !== undefined) && is !== 'absent') {
      const message = `${is ?? validation} is a state of a ${isOfPeering ? 'peering' : 'circuit'}`
      return complain(context, { rule: 'combination', message, path: ['is'] })
    }
    const check: Check = {
      kind: 'circuit-state',
      circuit: subject,
      peering,
      is,
      advertisedPublicPrefixesState: validation,
    }
    return entry(written, check, timeOperator(written, stateTimes, 'at-end', context))
  },
)

type WrittenCircuit = Said &
  WrittenTimes &
  Partial<Readonly<Record<'peering' | 'is' | 'advertisedPublicPrefixesState', unknown>>>

function meteredEntry(
  written: WrittenCircuit,
  check: Pick<Check & { kind: 'metered' }, 'circuit' | 'metered'>,
  context: z.RefinementCtx,
): ExpectationFileEntry {
  if ([written.peering, written.is, written.advertisedPublicPrefixesState].some((one) => one !== undefined)) {
    const message = 'an expectation about a circuit has either a state or what is metered'
    return complain(context, { rule: 'one-matcher', message, hint: 'write two expectations' })
  }
  return entry(written, { kind: 'metered', ...check }, timeOperator(written, measureTimes, 'over', context))
}

const none = z.literal('none', { error: 'can only be none' })

const loops = branch('loops', { ...said, ...times, loops: none }, (written, context) =>
  entry(written, { kind: 'no-loops' }, timeOperator(written, absenceTimes, 'always', context)),
)

const blackHoles = branch('blackHoles', { ...said, ...times, blackHoles: none }, (written, context) =>
  entry(written, { kind: 'no-black-holes' }, timeOperator(written, absenceTimes, 'always', context)),
)

export const expectationBranches: readonly Branch<ExpectationFileEntry>[] = [
  sessions,
  session,
  flow,
  flows,
  link,
  route,
  prefixes,
  circuit,
  rule,
  loops,
  blackHoles,
]

/** For editors: any of them. */
export const expectation: z.ZodType = alternatives(expectationBranches).meta({ id: 'expectation' })
