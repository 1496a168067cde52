import { familyOf } from '../../bgp/address-family.ts'
import { formatAsPath } from '../../bgp/as-path.ts'
import { formatCommunity, formatExtendedCommunity, formatLargeCommunity } from '../../bgp/community.ts'
import { formatBgpIdentifier } from '../../bgp/identifiers.ts'
import type { AttributeDraft } from '../../bgp/wire/attribute-draft.ts'
import { readAttributeList } from '../../bgp/wire/attribute-list.ts'
import { extendedLengthBit, optionalBit, partialBit, transitiveBit } from '../../bgp/wire/attribute-row.ts'
import { multiprotocolAttributes, reachType, unreachType } from '../../bgp/wire/multiprotocol.ts'
import { OctetReader } from '../../bgp/wire/octets.ts'
import { opaqueAttributes } from '../../bgp/wire/opaque-attribute.ts'
import { attributeRows } from '../../bgp/wire/path-attribute.ts'
import type { WireSession } from '../../bgp/wire/wire-session.ts'
import type { Family } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { readAddress } from '../../net/prefix-octets.ts'
import type { Field, FieldWalk } from './field.ts'
import { familyName, nlriFields } from './nlri-fields.ts'

const frame = 'RFC 4271 §4.3'

const names: ReadonlyMap<number, string> = new Map(
  [...attributeRows, ...multiprotocolAttributes, ...opaqueAttributes].map(({ type, name }) => [type, name]),
)

interface Definition {
  readonly section: string
  /** What a value says once it was read. */
  readonly words?: (draft: AttributeDraft) => string
}

/** Where the attributes are defined. */
const definitions: ReadonlyMap<number, Definition> = new Map<number, Definition>([
  [1, { section: 'RFC 4271 §5.1.1', words: ({ origin }) => origin ?? '' }],
  [
    2,
    {
      section: 'RFC 4271 §5.1.2',
      words: ({ asPath }) => (asPath === undefined ? '' : formatAsPath(asPath)),
    },
  ],
  [
    3,
    {
      section: 'RFC 4271 §5.1.3',
      words: ({ nextHop }) => (nextHop === undefined ? '' : formatAddress(nextHop)),
    },
  ],
  [4, { section: 'RFC 4271 §5.1.4', words: ({ multiExitDisc }) => String(multiExitDisc ?? '') }],
  [5, { section: 'RFC 4271 §5.1.5', words: ({ localPref }) => String(localPref ?? '') }],
  [6, { section: 'RFC 4271 §5.1.6' }],
  [7, { section: 'RFC 4271 §5.1.7', words: ({ aggregator }) => aggregatorWords(aggregator) }],
  [8, { section: 'RFC 1997', words: ({ communities }) => communities.map(formatCommunity).join(' ') }],
  [9, { section: 'RFC 4456 §8', words: ({ originatorId }) => identifierWords(originatorId) }],
  [
    10,
    { section: 'RFC 4456 §8', words: ({ clusterList }) => clusterList.map(formatBgpIdentifier).join(' ') },
  ],
  [14, { section: 'RFC 4760 §3' }],
  [15, { section: 'RFC 4760 §4' }],
  [
    16,
    {
      section: 'RFC 4360 §2',
      words: (draft) => draft.extendedCommunities.map(formatExtendedCommunity).join(' '),
    },
  ],
  [
    17,
    {
      section: 'RFC 6793 §3',
      words: ({ as4Path }) => (as4Path === undefined ? '' : formatAsPath(as4Path)),
    },
  ],
  [18, { section: 'RFC 6793 §3', words: ({ as4Aggregator }) => aggregatorWords(as4Aggregator) }],
  [
    32,
    {
      section: 'RFC 8092 §3',
      words: ({ largeCommunities }) => largeCommunities.map(formatLargeCommunity).join(' '),
    },
  ],
  [35, { section: 'RFC 9234 §5', words: ({ onlyToCustomer }) => `AS ${onlyToCustomer ?? ''}` }],
])

/** The next attribute of a list: flags, type, length and value. */
export function attributeField(walk: FieldWalk, session: WireSession): Field {
  const [flags, type] = [walk.number(2) >> 8, walk.number(2) & 0xff]
  const lengthOctets = (flags & extendedLengthBit) === 0 ? 1 : 2
  const valueOctets = lengthAt(walk, lengthOctets)
  const octets = Math.min(2 + lengthOctets + valueOctets, walk.left)
  const { section = frame, words } = definitions.get(type) ?? {}
  const { draft, problems } = readAttributeList(
    new OctetReader(walk.view, walk.at, walk.at + octets),
    session,
  )
  const [problem] = problems
  const meaning = problem === undefined ? (words?.(draft) ?? '') : problem.problem
  return walk.group(octets, names.get(type) ?? `Attribute ${type}`, section, (inside) => [
    inside.count(1, 'Flags', frame, flagWords),
    inside.count(1, 'Type', frame, () => `${type} ${names.get(type) ?? 'unknown'}`),
    inside.count(lengthOctets, 'Length', frame),
    ...valueFields(type, inside, session, section, meaning),
  ])
}

function lengthAt(walk: FieldWalk, octets: 1 | 2): number {
  if (walk.left < 2 + octets) return 0
  return octets === 1 ? walk.view.getUint8(walk.at + 2) : walk.view.getUint16(walk.at + 2)
}

/** RFC 4271 §4.3. */
function flagWords(flags: number): string {
  const said = [
    (flags & optionalBit) === 0 ? 'well-known' : 'optional',
    (flags & transitiveBit) === 0 ? 'non-transitive' : 'transitive',
    ...((flags & partialBit) === 0 ? [] : ['partial']),
    ...((flags & extendedLengthBit) === 0 ? [] : ['extended length']),
  ]
  return said.join(', ')
}

function valueFields(
  type: number,
  walk: FieldWalk,
  session: WireSession,
  section: string,
  meaning: string,
): readonly Field[] {
  if (type === reachType) return reachFields(walk, session, section)
  if (type === unreachType) {
    const family = familyAt(walk)
    return [...familyFields(walk, section), ...routes(walk, session, family)]
  }
  return [walk.leaf(walk.left, 'Value', section, () => meaning)]
}

function reachFields(walk: FieldWalk, session: WireSession, section: string): readonly Field[] {
  const family = familyAt(walk)
  const named = familyFields(walk, section)
  const octets = walk.number(1)
  return [
    ...named,
    walk.count(1, 'Length of Next Hop', section),
    walk.leaf(octets, 'Next Hop', section, () => nextHopWords(walk, octets)),
    walk.count(1, 'Reserved', section),
    ...routes(walk, session, family),
  ]
}

function familyFields(walk: FieldWalk, section: string): readonly Field[] {
  const afi = walk.number(2)
  return [
    walk.count(2, 'AFI', section),
    walk.count(1, 'SAFI', section, (safi) => `${safi}: ${familyName(afi, safi)}`),
  ]
}

function familyAt({ view, at, left }: FieldWalk): Family | undefined {
  return left < 3 ? undefined : familyOf({ afi: view.getUint16(at), safi: view.getUint8(at + 2) })
}

function routes(walk: FieldWalk, session: WireSession, family: Family | undefined): readonly Field[] {
  return family === undefined ? [] : nlriFields(walk, family, session)
}

/** RFC 2545 §3: the global address, and a link-local one behind it. */
function nextHopWords({ view, at }: FieldWalk, octets: number): string {
  if (octets === 4) return formatAddress(readAddress(view, at, 'ipv4'))
  if (octets !== 16 && octets !== 32) return ''
  const offsets = octets === 16 ? [0] : [0, 16]
  return offsets.map((offset) => formatAddress(readAddress(view, at + offset, 'ipv6'))).join(' ')
}

function aggregatorWords(aggregator: AttributeDraft['aggregator']): string {
  return aggregator === undefined ? '' : `AS ${aggregator.asn} ${formatAddress(aggregator.address)}`
}

function identifierWords(identifier: number | undefined): string {
  return identifier === undefined ? '' : formatBgpIdentifier(identifier)
}
