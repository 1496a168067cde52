import { type NotificationMessage, updateError } from '../notification.ts'
import { unreachType } from './multiprotocol.ts'
import type { UpdateFault, UpdateProblem } from './update-fault.ts'
import type { Announcement, UpdateFields } from './update-fields.ts'
import type { WireSession } from './wire-session.ts'

/** What becomes of an UPDATE: the strongest of what its errors ask for (RFC 7606 §3 (h)). */
export type Weighed =
  | { readonly kind: 'reset'; readonly notification: NotificationMessage }
  | { readonly kind: 'faults'; readonly faults: readonly UpdateFault[]; readonly withdraws: boolean }

const faultless: Weighed = { kind: 'faults', faults: [], withdraws: false }

export function weighProblems(
  fields: UpdateFields,
  announcements: readonly Announcement[],
  session: WireSession,
): Weighed {
  const { list } = fields
  const problems = [...list.problems]
  if (list.isWhole) problems.push(...missing(announcements, list.types, session))
  problems.push(...ignored(fields))
  if (problems.length === 0) return faultless
  const withdrawal = problems.find(({ handling }) => handling === 'treat-as-withdraw')
  const reset = problems.find(({ handling }) => handling === 'session-reset')
  if (reset !== undefined) return { kind: 'reset', notification: reset.notification }
  if (withdrawal !== undefined && !session.reading.revisesUpdateErrors) {
    return { kind: 'reset', notification: withdrawal.notification }
  }
  // RFC 7606 §5.2: attributes of no routes. Whether there are none, nobody can say of a list that is wrong.
  if (withdrawal !== undefined && announcements.length === 0 && hasAttributesOfRoutes(fields)) {
    return { kind: 'reset', notification: withdrawal.notification }
  }
  return { kind: 'faults', faults: problems.flatMap(faultOf), withdraws: withdrawal !== undefined }
}

function faultOf({ handling, attribute, section, problem }: UpdateProblem): readonly UpdateFault[] {
  return handling === 'session-reset' ? [] : [{ handling, attribute, section, problem }]
}

function hasAttributesOfRoutes({ list }: UpdateFields): boolean {
  return !list.isWhole || list.types.some((type) => type !== unreachType)
}

/** RFC 4271 §5: ORIGIN and AS_PATH, a next hop, and LOCAL_PREF among internal peers, by their types and names. */
const origin = { type: 1, name: 'ORIGIN' }
const asPath = { type: 2, name: 'AS_PATH' }
const nextHop = { type: 3, name: 'NEXT_HOP' }
const localPref = { type: 5, name: 'LOCAL_PREF' }
const mandatory = [origin, asPath, nextHop, localPref]

/** RFC 7606 §3 (d); RFC 4760 §3 asks for NEXT_HOP with the NLRI field alone. */
function missing(
  announcements: readonly Announcement[],
  types: readonly number[],
  { peering }: WireSession,
): readonly UpdateProblem[] {
  if (announcements.length === 0) return []
  const inField = announcements.some(({ nextHopType }) => nextHopType === nextHop.type)
  const isNeeded = (type: number): boolean =>
    (type !== nextHop.type || inField) && (type !== localPref.type || peering === 'internal')
  const problems: UpdateProblem[] = []
  for (const { type, name } of mandatory) {
    if (types.includes(type) || !isNeeded(type)) continue
    problems.push({
      handling: 'treat-as-withdraw',
      attribute: type,
      section: 'RFC 7606 §3 (d)',
      problem: `${name} is missing`,
      notification: updateError(3, [type]),
    })
  }
  return problems
}

/** RFC 4271 §6.3: a prefix that no route may lead to is logged and ignored. */
function ignored({ withdrawn, announced, list }: UpdateFields): readonly UpdateProblem[] {
  const { reach, unreach } = list.draft
  const count =
    withdrawn.ignored + announced.ignored + (reach?.nlri.ignored ?? 0) + (unreach?.nlri.ignored ?? 0)
  if (count === 0) return []
  return [
    {
      handling: 'prefix-ignored',
      attribute: undefined,
      section: 'RFC 4271 §6.3',
      problem: `${count} ${count === 1 ? 'prefix is' : 'prefixes are'} of multicast, class E or loopback`,
      notification: updateError(10),
    },
  ]
}
