import type { AsPath } from '../../bgp/as-path.ts'
import { wellKnownCommunities } from '../../bgp/community.ts'
import type { UpdateMessage } from '../../bgp/message.ts'
import type { PathAttributes } from '../../bgp/path-attributes.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { formatAddress } from '../../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../net/packed-prefixes.ts'
import { formatPrefix } from '../../net/prefix-text.ts'
import { type Micros, microsPerSecond } from '../../sim/time.ts'
import type { TraceRecord } from '../../sim/trace.ts'
import { stateNumbers } from './mrt-records.ts'
import type { PeerTable } from './peer-table.ts'
import type { SessionOctets } from './session-octets.ts'

/** What `bgpdump -m` makes of the record's MRT: a line for each prefix and each change of state, none for the rest. */
export function bgpdumpLines(record: TraceRecord, octets: SessionOctets): string {
  if (record.kind === 'session-state') {
    const peer = peerFields(octets.peer(record.node, record.session))
    return line([
      'BGP4MP_ET',
      extendedTime(record.at),
      'STATE',
      peer,
      stateNumbers[record.from],
      stateNumbers[record.to],
    ])
  }
  if (record.kind !== 'message-received' || record.message.kind !== 'UPDATE') return ''
  const { node, session, at, message } = record
  return updateLines(extendedTime(at), peerFields(octets.peer(node, session)), message)
}

/** What `bgpdump -m` makes of the table's MRT. */
export function bgpdumpTable({ at, peers, routes }: PeerTable): string {
  const seconds = Math.floor(at / microsPerSecond)
  return routes
    .flatMap(({ prefix, paths }) =>
      paths.map(({ peerIndex, attributes }) => {
        const peer = peers[peerIndex]
        if (peer === undefined) throw new Error(`a path of peer ${peerIndex}, which is none`)
        const fields = `${formatAddress(peer.address)}|${peer.asn}`
        return line(['TABLE_DUMP2', seconds, 'B', fields, formatPrefix(prefix), attributeFields(attributes)])
      }),
    )
    .join('')
}

function updateLines(
  time: string,
  peer: string,
  { withdrawn, announced, attributes }: UpdateMessage,
): string {
  const withdrawals = prefixesOf(withdrawn).map((prefix) => line(['BGP4MP_ET', time, 'W', peer, prefix]))
  if (attributes === undefined) return withdrawals.join('')
  const fields = attributeFields(attributes)
  const announcements = prefixesOf(announced).map((prefix) =>
    line(['BGP4MP_ET', time, 'A', peer, prefix, fields]),
  )
  return [...withdrawals, ...announcements].join('')
}

function prefixesOf(prefixes: PackedPrefixes): readonly string[] {
  return unpackPrefixes(prefixes).map(formatPrefix)
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.join('|')}\n`
}

function extendedTime(at: Micros): string {
  return `${Math.floor(at / microsPerSecond)}.${String(at % microsPerSecond).padStart(6, '0')}`
}

function peerFields({ remoteAddress, session }: PeerConfiguration): string {
  return `${formatAddress(remoteAddress)}|${session.remoteAsn}`
}

/** What is absent reads 0 where it would be a number; the line ends in an empty field. */
function attributeFields(attributes: PathAttributes): string {
  const { aggregator } = attributes
  return [
    pathText(attributes.asPath),
    attributes.origin,
    formatAddress(attributes.nextHop),
    attributes.localPref ?? 0,
    attributes.multiExitDisc ?? 0,
    attributes.communities.map(communityText).join(' '),
    attributes.atomicAggregate ? 'AG' : 'NAG',
    aggregator === undefined ? '' : `${aggregator.asn} ${formatAddress(aggregator.address)}`,
    '',
  ].join('|')
}

/** Those of RFC 1997 have names there, one of them of its own, and later ones are numbers. */
const communityNames: ReadonlyMap<number, string> = new Map([
  [wellKnownCommunities['no-export'], 'no-export'],
  [wellKnownCommunities['no-advertise'], 'no-advertise'],
  [wellKnownCommunities['no-export-subconfed'], 'local-AS'],
])

function communityText(community: number): string {
  return communityNames.get(community) ?? `${community >>> 16}:${community & 0xffff}`
}

const brackets = {
  AS_SEQUENCE: ['', ' ', ''],
  AS_SET: ['{', ',', '}'],
  AS_CONFED_SEQUENCE: ['(', ' ', ')'],
  AS_CONFED_SET: ['[', ',', ']'],
} as const

function pathText(path: AsPath): string {
  return path
    .map(({ kind, asns }) => {
      const [open, between, close] = brackets[kind]
      return `${open}${asns.join(between)}${close}`
    })
    .join(' ')
}
