import { addressBits, type Family } from '../../net/address.ts'
import { networkOf, type Prefix } from '../../net/prefix.ts'
import { FieldReader } from './field-reader.ts'
import {
  type MrtDetail,
  type MrtPeer,
  type MrtRecord,
  type MrtRibEntry,
  type MrtSession,
  messageForms,
  mrtHeaderOctets,
  mrtTypes,
  peerIndexTableSubtype,
  type RibForm,
  ribForms,
  stateChangeSubtypes,
} from './record.ts'

/** A record and where it begins, or what is wrong with what begins there. */
export type MrtReading = { readonly offset: number } & (
  | { readonly record: MrtRecord; readonly problem: undefined }
  | { readonly record: undefined; readonly problem: string }
)

/**
 * Reads a capture file record by record. A record that contradicts itself is told of and passed over, since its
 * length says where the next begins; a file that ends inside a record is told of and ends there.
 */
export function* readMrt(file: Uint8Array): Iterable<MrtReading> {
  let offset = 0
  while (offset < file.length) {
    const header = new FieldReader(file.subarray(offset, offset + mrtHeaderOctets))
    const [seconds, type, subtype, length] = [
      header.fourOctets(),
      header.twoOctets(),
      header.twoOctets(),
      header.fourOctets(),
    ]
    const start = offset + mrtHeaderOctets
    if (header.overran || start + length > file.length) {
      yield { offset, record: undefined, problem: 'the file ends inside a record' }
      return
    }
    yield readRecord(offset, {
      seconds,
      type,
      subtype,
      body: new FieldReader(file.subarray(start, start + length)),
    })
    offset = start + length
  }
}

interface RawRecord {
  readonly seconds: number
  readonly type: number
  readonly subtype: number
  readonly body: FieldReader
}

function readRecord(offset: number, { seconds, type, subtype, body }: RawRecord): MrtReading {
  const micros = type === mrtTypes.bgp4mpExtended ? body.fourOctets() : undefined
  const detail = readDetail(type, subtype, body)
  if (typeof detail === 'string') return { offset, record: undefined, problem: detail }
  if (body.overran) return { offset, record: undefined, problem: 'a record ends inside a field' }
  if (body.left > 0) {
    return { offset, record: undefined, problem: `${body.left} octets follow the last field of a record` }
  }
  return { offset, record: { seconds, micros, ...detail }, problem: undefined }
}

/** A record, or in words why it is none. */
type Readable = MrtDetail | string

function readDetail(type: number, subtype: number, body: FieldReader): Readable {
  switch (type) {
    case mrtTypes.bgp4mp:
    case mrtTypes.bgp4mpExtended:
      return readBgp4mp(subtype, body) ?? { kind: 'other', type, subtype, octets: body.rest() }
    case mrtTypes.tableDumpV2:
      return readTableDumpV2(subtype, body) ?? { kind: 'other', type, subtype, octets: body.rest() }
    case mrtTypes.tableDump:
      return readTableDump(subtype, body)
    default:
      return { kind: 'other', type, subtype, octets: body.rest() }
  }
}

function readBgp4mp(subtype: number, body: FieldReader): Readable | undefined {
  const form = messageForms.get(subtype)
  const asnOctets = form?.asnOctets ?? stateChangeSubtypes.get(subtype)
  if (asnOctets === undefined) return undefined
  const session = readSession(asnOctets, body)
  if (typeof session === 'string') return session
  if (form !== undefined) return { kind: 'message', ...session, ...form, octets: body.rest() }
  return { kind: 'state-change', ...session, oldState: body.twoOctets(), newState: body.twoOctets() }
}

function readSession(asnOctets: 2 | 4, body: FieldReader): MrtSession | string {
  const peerAsn = body.asn(asnOctets)
  const localAsn = body.asn(asnOctets)
  const interfaceIndex = body.twoOctets()
  const afi = body.twoOctets()
  const family = familyOfAfi(afi)
  if (family === undefined) return `addresses of an unknown family (AFI ${afi})`
  const [peer, local] = [body.address(family), body.address(family)]
  return { asnOctets, peerAsn, localAsn, interfaceIndex, peer, local }
}

function familyOfAfi(afi: number): Family | undefined {
  if (afi === 1) return 'ipv4'
  return afi === 2 ? 'ipv6' : undefined
}

function readTableDumpV2(subtype: number, body: FieldReader): Readable | undefined {
  if (subtype === peerIndexTableSubtype) return readPeerIndexTable(body)
  const form = ribForms.get(subtype)
  return form === undefined ? undefined : readRib(form, body)
}

function readPeerIndexTable(body: FieldReader): MrtDetail {
  const collector = body.fourOctets()
  const viewName = new TextDecoder().decode(body.octets(body.twoOctets()))
  return { kind: 'peer-index-table', collector, viewName, peers: list(body, () => readPeer(body)) }
}

/** RFC 6396 §4.3.1: bit 7 of the type says IPv6, and bit 6 four octets of AS number, counted from the left. */
function readPeer(body: FieldReader): MrtPeer {
  const type = body.octet()
  const asnOctets = (type & 2) === 0 ? 2 : 4
  const bgpIdentifier = body.fourOctets()
  const address = body.address((type & 1) === 0 ? 'ipv4' : 'ipv6')
  return { bgpIdentifier, address, asn: body.asn(asnOctets), asnOctets }
}

function readRib({ family, multicast, addPath }: RibForm, body: FieldReader): Readable {
  const sequence = body.fourOctets()
  const prefix = readPrefix(family, body)
  if (typeof prefix === 'string') return prefix
  const entries = list(body, () => readEntry(addPath, body))
  return { kind: 'rib', multicast, addPath, sequence, prefix, entries }
}

function readPrefix(family: Family, body: FieldReader): Prefix | string {
  const length = body.octet()
  if (length > addressBits[family]) return `an ${family} prefix of ${length} bits`
  const padded = new Uint8Array(addressBits[family] / 8)
  padded.set(body.octets(Math.ceil(length / 8)))
  return networkOf(new FieldReader(padded).address(family), length)
}

function readEntry(addPath: boolean, body: FieldReader): MrtRibEntry {
  const peerIndex = body.twoOctets()
  const originatedSeconds = body.fourOctets()
  const pathIdentifier = addPath ? body.fourOctets() : undefined
  return { peerIndex, originatedSeconds, pathIdentifier, attributes: body.octets(body.twoOctets()) }
}

/** As many as the count before them says, or as there are. */
function list<Item>(body: FieldReader, readItem: () => Item): readonly Item[] {
  const items: Item[] = []
  for (let left = body.twoOctets(); left > 0 && !body.overran; left--) items.push(readItem())
  return items
}

/** The subtype is the family of the prefix and the peer alike. */
function readTableDump(afi: number, body: FieldReader): Readable {
  const family = familyOfAfi(afi)
  if (family === undefined)
    return { kind: 'other', type: mrtTypes.tableDump, subtype: afi, octets: body.rest() }
  const [view, sequence] = [body.twoOctets(), body.twoOctets()]
  const address = body.address(family)
  const length = body.octet()
  if (length > addressBits[family]) return `an ${family} prefix of ${length} bits`
  // RFC 6396 §4.2: the status octet is not used.
  body.octet()
  const originatedSeconds = body.fourOctets()
  const [peer, peerAsn] = [body.address(family), body.twoOctets()]
  const attributes = body.octets(body.twoOctets())
  const prefix = networkOf(address, length)
  return { kind: 'table-dump', view, sequence, prefix, originatedSeconds, peer, peerAsn, attributes }
}
