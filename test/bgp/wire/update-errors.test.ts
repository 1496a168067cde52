import test from 'ava'
import { AttributeInterner } from '../../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../../src/bgp/message.ts'
import { type Decoded, decodeMessage } from '../../../src/bgp/wire/decode.ts'
import { unpackPrefixes } from '../../../src/net/packed-prefixes.ts'
import { formatPrefix } from '../../../src/net/prefix-text.ts'
import { type AttributeCase, attributeCases } from '../../support/wire-cases.ts'
import { attributeOf, hexOf, octetsOf, updateOf } from '../../support/wire-octets.ts'
import { wireSessionNamed } from '../../support/wire-sessions.ts'

const interner = new AttributeInterner()
const cases = attributeCases()
const announced = '203.0.113.0/24'
const nlri = '18cb0071'

const types: Readonly<Record<string, number>> = {
  ORIGIN: 1,
  AS_PATH: 2,
  NEXT_HOP: 3,
  MULTI_EXIT_DISC: 4,
  LOCAL_PREF: 5,
  ATOMIC_AGGREGATE: 6,
  AGGREGATOR: 7,
  COMMUNITIES: 8,
  ORIGINATOR_ID: 9,
  CLUSTER_LIST: 10,
  MP_REACH_NLRI: 14,
  MP_UNREACH_NLRI: 15,
  'EXTENDED COMMUNITIES': 16,
  AS4_PATH: 17,
  AS4_AGGREGATOR: 18,
  'IPv6 EXTENDED COMMUNITIES': 25,
  AIGP: 26,
  LARGE_COMMUNITY: 32,
  OTC: 35,
  ATTR_SET: 128,
  '99': 99,
}

function typeOf(attribute: string): number {
  const type = types[attribute]
  if (type === undefined) throw new Error(`no attribute ${attribute}`)
  return type
}

/** What every UPDATE here has, by type: ORIGIN, AS_PATH and NEXT_HOP, and LOCAL_PREF from an internal peer. */
function ordinary(session: string): ReadonlyMap<number, string> {
  const path = session.endsWith('2') ? '0201 fdf2' : '0201 0000fdf2'
  const all = [
    [1, attributeOf(0x40, 1, '00')],
    [2, attributeOf(0x40, 2, path)],
    [3, attributeOf(0x40, 3, '0a000001')],
  ] as const
  return new Map(session.startsWith('ibgp') ? [...all, [5, attributeOf(0x40, 5, '00000064')]] : all)
}

function attributeIn({ attribute, flags, value }: AttributeCase): string {
  return attribute === 'list' ? value : attributeOf(Number.parseInt(flags, 16), typeOf(attribute), value)
}

function listOf(row: AttributeCase, session: string): string {
  if (row.attribute === 'list') return row.value
  const type = typeOf(row.attribute)
  const others = [...ordinary(session)].filter(([other]) => other !== type).map(([, hex]) => hex)
  return [...others, attributeIn(row)].join('')
}

function sessionsOf({ session }: AttributeCase): readonly string[] {
  return session === 'both' ? ['ebgp', 'ibgp'] : [session]
}

function decode(octets: Uint8Array, session: string): Decoded {
  return decodeMessage(octets, wireSessionNamed(session), interner)
}

/** `+203.0.113.0/24`, with a minus for what is withdrawn. */
function told(decoded: Decoded): readonly string[] {
  if (decoded.kind === 'error') return []
  return decoded.messages
    .filter((message): message is UpdateMessage => message.kind === 'UPDATE')
    .flatMap(({ withdrawn, announced: prefixes }) => [
      ...unpackPrefixes(withdrawn).map((prefix) => `-${formatPrefix(prefix)}`),
      ...unpackPrefixes(prefixes).map((prefix) => `+${formatPrefix(prefix)}`),
    ])
}

/** The strongest faults, as `treat-as-withdraw RFC 7606 §7.1`; an error by its code and data. */
function outcomeOf(decoded: Decoded): readonly string[] {
  if (decoded.kind === 'messages') {
    const faults = decoded.faults.map(({ handling, section }) => `${handling} ${section}`)
    const withdrawals = faults.filter((fault) => fault.startsWith('treat-as-withdraw'))
    return [...new Set(withdrawals.length > 0 ? withdrawals : faults)]
  }
  const { event, notification } = decoded
  const { code, subcode, data } = notification
  return [`${event} ${code}/${subcode} ${hexOf(data)}`]
}

function errorOf(row: AttributeCase): string {
  const whole = row.data === 'whole' ? hexOf(octetsOf(attributeIn(row))) : row.data.replace('-', '')
  return `UpdateMsgErr ${row.error} ${whole}`
}

/** The same UPDATE without the attribute; a list of attributes is none that it could be without. */
function comparedTo(row: AttributeCase, session: string): Decoded | undefined {
  if (row.attribute === 'list') return undefined
  const others = [...ordinary(session)].filter(([type]) => type !== typeOf(row.attribute))
  return decode(updateOf(others.map(([, hex]) => hex).join(''), nlri), session)
}

/** The attributes of the route under test. */
function attributesOf(decoded: Decoded): unknown {
  if (decoded.kind === 'error') return undefined
  const updates = decoded.messages.filter((message): message is UpdateMessage => message.kind === 'UPDATE')
  return updates.find(({ family, announced: prefixes }) => family === 'ipv4' && prefixes.count > 0)
    ?.attributes
}

interface Shown {
  readonly outcome: readonly string[]
  /** What became of the route under test. */
  readonly route: string
}

/** The route is announced without it where the attribute left no trace in it. */
function shownOf(decoded: Decoded, without: Decoded | undefined): Shown {
  const routes = told(decoded)
  const leftNoTrace = without !== undefined && attributesOf(decoded) === attributesOf(without)
  const kept = leftNoTrace ? 'announced without it' : 'announced'
  const route = routes.includes(`+${announced}`) ? kept : 'gone'
  const withdrawn = routes.includes(`-${announced}`) && !routes.some((text) => text.startsWith('+'))
  return { outcome: outcomeOf(decoded), route: withdrawn ? 'withdrawn' : route }
}

/** They tell of other routes. */
const leavesNoTrace = new Set(['MP_REACH_NLRI', 'MP_UNREACH_NLRI'])

function expectedOf(row: AttributeCase): Shown {
  const { outcome, section, attribute } = row
  switch (outcome) {
    case 'reset':
      return { outcome: [errorOf(row)], route: 'gone' }
    case 'withdraw':
      return { outcome: [`treat-as-withdraw ${section}`], route: 'withdrawn' }
    case 'discard':
      return {
        outcome: [`attribute-discard ${section}`],
        route: attribute === 'list' ? 'announced' : 'announced without it',
      }
    case 'dropped':
      return { outcome: [], route: 'announced without it' }
    case 'accepted':
      return { outcome: [], route: leavesNoTrace.has(attribute) ? 'announced without it' : 'announced' }
    default:
      throw new Error(`no outcome ${outcome}`)
  }
}

for (const row of cases) {
  for (const session of sessionsOf(row)) {
    const title = `${row.attribute} ${row.flags}, ${row.what}, is ${row.outcome} (${session}, ${row.section})`
    test(title, (t) => {
      const decoded = decode(updateOf(listOf(row, session), nlri), session)
      t.deepEqual(shownOf(decoded, comparedTo(row, session)), expectedOf(row))
    })
  }
}

/** RFC 7606 §5.2. What is missing of routes that are not there is not missed, and MP_REACH_NLRI is itself a route. */
const resetWithoutRoute = cases.filter(
  ({ outcome, error, attribute }) =>
    outcome === 'withdraw' && error !== '3/3' && attribute !== 'MP_REACH_NLRI',
)

for (const row of resetWithoutRoute) {
  for (const session of sessionsOf(row)) {
    test(`without a route: ${row.attribute} ${row.flags}, ${row.what}, resets (${session})`, (t) => {
      t.deepEqual(outcomeOf(decode(updateOf(listOf(row, session), ''), session)), [errorOf(row)])
    })
  }
}

test('there are at least 120 cases, and no two of them are the same octets in the same session', (t) => {
  const keys = cases.flatMap((row) => sessionsOf(row).map((session) => `${session} ${attributeIn(row)}`))
  t.true(cases.length >= 120, `${cases.length}`)
  t.is(new Set(keys).size, keys.length)
})

test('by RFC 4271 alone what would withdraw ends the session, and what would be discarded does not', (t) => {
  for (const row of cases.filter(({ outcome }) => outcome === 'withdraw' || outcome === 'discard')) {
    for (const session of sessionsOf(row)) {
      const wire = wireSessionNamed(session)
      const strict = { ...wire, reading: { ...wire.reading, revisesUpdateErrors: false } }
      const decoded = decodeMessage(updateOf(listOf(row, session), nlri), strict, interner)
      const what = `${row.attribute} ${row.flags}, ${row.what} (${session})`
      if (row.outcome === 'discard') t.is(decoded.kind, 'messages', what)
      else t.deepEqual(outcomeOf(decoded), [errorOf(row)], what)
    }
  }
})
