import { type Address, wordAt } from '../../net/address.ts'
import { isHostAddress } from '../../net/host-address.ts'
import { readAddress } from '../../net/prefix-octets.ts'
import type { AsPath } from '../as-path.ts'
import { asTrans } from '../message.ts'
import type { Origin, PathAttributes } from '../path-attributes.ts'
import { asPathOctets, isConfederationSegment, readAsPath, writeAsPath } from './as-path.ts'
import {
  type AttributeRow,
  type Misplacement,
  optionalNonTransitive,
  optionalTransitive,
  type Wrong,
  wellKnown,
  wrongLength,
  wrongOptional,
} from './attribute-row.ts'
import { type ListRow, listRow, numberRow } from './simple-attribute.ts'

const origins: readonly Origin[] = ['IGP', 'EGP', 'INCOMPLETE']

/** Who knows four octets never sends AS4_PATH and AS4_AGGREGATOR. */
const fromNewSpeaker: Misplacement = {
  on: ({ fourOctetAs }) => fourOctetAs,
  problem: 'came over a session of 4-octet AS numbers',
  section: 'RFC 6793 §4.1',
}

const asZero: Wrong = { ...wrongOptional('names AS 0'), section: 'RFC 7607 §2' }

/** The attributes that a set may hold, ascending by type. */
export const attributeRows: readonly AttributeRow[] = [
  {
    type: 1,
    name: 'ORIGIN',
    flags: wellKnown,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.1',
    read: (value, draft) => {
      if (value.left !== 1) return wrongLength(value.left)
      const code = value.uint8()
      draft.origin = origins[code]
      return draft.origin === undefined ? { subcode: 6, problem: `is ${code}` } : undefined
    },
    octets: () => 1,
    write: (writer, { origin }) => writer.uint8(origins.indexOf(origin)),
  },
  {
    type: 2,
    name: 'AS_PATH',
    flags: wellKnown,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.2',
    read: (value, draft, { fourOctetAs, peering }) => {
      const read = readAsPath(value, fourOctetAs ? 4 : 2)
      if (read.kind === 'wrong') return { ...read, subcode: 11 }
      // No neighbour outside of a confederation sends its segments.
      const foreign = peering === 'external' && read.path.some(isConfederationSegment)
      if (foreign) return { subcode: 11, problem: 'has a segment of a confederation', section: 'RFC 5065 §5' }
      draft.asPath = read.path
      return undefined
    },
    octets: ({ asPath }, { fourOctetAs }) => asPathOctets(asPath, fourOctetAs ? 4 : 2),
    write: (writer, { asPath }, { fourOctetAs }) => {
      if (fourOctetAs) writeAsPath(writer, asPath, 4, (asn) => asn)
      else writeAsPath(writer, asPath, 2, twoOctetAsn)
    },
  },
  {
    type: 3,
    name: 'NEXT_HOP',
    flags: wellKnown,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.3',
    read: (value, draft) => {
      if (value.left !== 4) return wrongLength(value.left)
      const address: Address = { family: 'ipv4', words: [value.uint32()] }
      if (!isHostAddress(address))
        return { subcode: 8, problem: 'is no address of a host', section: 'RFC 4271 §6.3' }
      draft.nextHop = address
      return undefined
    },
    octets: (_, { multiprotocol }) => (multiprotocol ? undefined : 4),
    write: (writer, { nextHop }) => writer.uint32(wordAt(nextHop.words, 0)),
  },
  numberRow({
    type: 4,
    name: 'MULTI_EXIT_DISC',
    flags: optionalNonTransitive,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.4',
    field: 'multiExitDisc',
  }),
  numberRow({
    type: 5,
    name: 'LOCAL_PREF',
    flags: wellKnown,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.5',
    misplaced: fromExternal('RFC 7606 §7.5'),
    field: 'localPref',
  }),
  {
    type: 6,
    name: 'ATOMIC_AGGREGATE',
    flags: wellKnown,
    whenMalformed: 'attribute-discard',
    section: 'RFC 7606 §7.6',
    read: (value, draft) => {
      if (value.left !== 0) return wrongLength(value.left)
      draft.atomicAggregate = true
      return undefined
    },
    octets: ({ atomicAggregate }) => (atomicAggregate ? 0 : undefined),
    write: () => {},
  },
  {
    type: 7,
    name: 'AGGREGATOR',
    flags: optionalTransitive,
    whenMalformed: 'attribute-discard',
    section: 'RFC 7606 §7.7',
    read: (value, draft, { fourOctetAs }) => {
      if (value.left !== (fourOctetAs ? 8 : 6)) return wrongLength(value.left)
      const asn = fourOctetAs ? value.uint32() : value.uint16()
      if (asn === 0) return asZero
      draft.aggregator = { asn, address: readAddress(value.view, value.at, 'ipv4') }
      return undefined
    },
    octets: ({ aggregator }, { fourOctetAs }) => {
      if (aggregator === undefined) return undefined
      return fourOctetAs ? 8 : 6
    },
    write: (writer, attributes, { fourOctetAs }) => {
      const { asn, address } = aggregatorOf(attributes)
      if (fourOctetAs) writer.uint32(asn)
      else writer.uint16(twoOctetAsn(asn))
      writer.uint32(wordAt(address.words, 0))
    },
  },
  listRow({
    type: 8,
    name: 'COMMUNITIES',
    flags: optionalTransitive,
    section: 'RFC 7606 §7.8',
    ...words('communities'),
  }),
  numberRow({
    type: 9,
    name: 'ORIGINATOR_ID',
    flags: optionalNonTransitive,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 7606 §7.9',
    misplaced: fromExternal('RFC 7606 §7.9'),
    field: 'originatorId',
  }),
  listRow({
    type: 10,
    name: 'CLUSTER_LIST',
    flags: optionalNonTransitive,
    section: 'RFC 7606 §7.10',
    misplaced: fromExternal('RFC 7606 §7.10'),
    ...words('clusterList'),
  }),
  listRow({
    type: 16,
    name: 'EXTENDED COMMUNITIES',
    flags: optionalTransitive,
    section: 'RFC 7606 §7.14',
    itemOctets: 8,
    items: ({ extendedCommunities }) => extendedCommunities,
    readItem: (value): readonly [number, number] => [value.uint32(), value.uint32()],
    writeItem: (writer, community) => {
      for (const word of community) writer.uint32(word)
    },
    assign: (draft, communities) => {
      draft.extendedCommunities = communities
    },
  }),
  {
    type: 17,
    name: 'AS4_PATH',
    flags: optionalTransitive,
    whenMalformed: 'attribute-discard',
    section: 'RFC 6793 §6',
    misplaced: fromNewSpeaker,
    read: (value, draft) => {
      if (value.left === 0) return wrongLength(0)
      const read = readAsPath(value, 4)
      if (read.kind === 'wrong') return { ...read, subcode: 9 }
      // RFC 6793 §3: segments of a confederation are taken out.
      draft.as4Path = withoutConfederation(read.path)
      return undefined
    },
    octets: ({ asPath }, { fourOctetAs }) => {
      if (fourOctetAs) return undefined
      const told = withoutConfederation(asPath)
      return told.some(({ asns }) => asns.some(needsFourOctets)) ? asPathOctets(told, 4) : undefined
    },
    write: (writer, { asPath }) => writeAsPath(writer, withoutConfederation(asPath), 4, (asn) => asn),
  },
  {
    type: 18,
    name: 'AS4_AGGREGATOR',
    flags: optionalTransitive,
    whenMalformed: 'attribute-discard',
    section: 'RFC 6793 §6',
    misplaced: fromNewSpeaker,
    read: (value, draft) => {
      if (value.left !== 8) return wrongLength(value.left)
      const asn = value.uint32()
      if (asn === 0) return asZero
      draft.as4Aggregator = { asn, address: readAddress(value.view, value.at, 'ipv4') }
      return undefined
    },
    octets: ({ aggregator }, { fourOctetAs }) =>
      !fourOctetAs && aggregator !== undefined && needsFourOctets(aggregator.asn) ? 8 : undefined,
    write: (writer, attributes) => {
      const { asn, address } = aggregatorOf(attributes)
      writer.uint32(asn)
      writer.uint32(wordAt(address.words, 0))
    },
  },
  listRow({
    type: 32,
    name: 'LARGE_COMMUNITY',
    flags: optionalTransitive,
    section: 'RFC 8092 §6',
    itemOctets: 12,
    items: ({ largeCommunities }) => largeCommunities,
    readItem: (value): readonly [number, number, number] => [value.uint32(), value.uint32(), value.uint32()],
    writeItem: (writer, community) => {
      for (const word of community) writer.uint32(word)
    },
    assign: (draft, communities) => {
      draft.largeCommunities = communities
    },
  }),
  numberRow({
    type: 35,
    name: 'OTC',
    flags: optionalTransitive,
    whenMalformed: 'treat-as-withdraw',
    section: 'RFC 9234 §5',
    field: 'onlyToCustomer',
  }),
]

/** The part of a row for lists of 32-bit numbers that says what is listed. */
function words(
  field: 'communities' | 'clusterList',
): Pick<ListRow<number>, 'itemOctets' | 'items' | 'readItem' | 'writeItem' | 'assign'> {
  return {
    itemOctets: 4,
    items: (attributes) => attributes[field],
    readItem: (value) => value.uint32(),
    writeItem: (writer, word) => writer.uint32(word),
    assign: (draft, numbers) => {
      draft[field] = numbers
    },
  }
}

/** RFC 4271 §5.1.5 and RFC 4456 §8: of no meaning outside of the AS. */
function fromExternal(section: string): Misplacement {
  return { on: ({ peering }) => peering === 'external', problem: 'came from an external peer', section }
}

function withoutConfederation(path: AsPath): AsPath {
  return path.some(isConfederationSegment) ? path.filter((segment) => !isConfederationSegment(segment)) : path
}

function needsFourOctets(asn: number): boolean {
  return asn > 0xffff
}

function twoOctetAsn(asn: number): number {
  return needsFourOctets(asn) ? asTrans : asn
}

function aggregatorOf({ aggregator }: PathAttributes): NonNullable<PathAttributes['aggregator']> {
  if (aggregator === undefined) throw new Error('a set without AGGREGATOR has none to write')
  return aggregator
}
