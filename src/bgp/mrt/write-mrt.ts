import { type Address, addressBits } from '../../net/address.ts'
import type { Prefix } from '../../net/prefix.ts'
import {
  type MrtDetail,
  type MrtPeer,
  type MrtRecord,
  type MrtRibEntry,
  type MrtSession,
  type MrtTableDump,
  type MrtTime,
  messageForms,
  mrtHeaderOctets,
  mrtTypes,
  peerIndexTableSubtype,
  ribForms,
  stateChangeSubtypes,
} from './record.ts'

/** What is written: the older form of a table is only read. */
export type WritableRecord = MrtTime & Exclude<MrtDetail, MrtTableDump>

/** The record in octets, its header included (RFC 6396 §2 and §3). */
export function writeMrt(record: WritableRecord): Uint8Array {
  const { type, subtype, body } = parts(record)
  const micros = record.micros === undefined ? [] : four(record.micros)
  const octets = new Uint8Array(mrtHeaderOctets + micros.length + body.length)
  const length = micros.length + body.length
  octets.set([...four(record.seconds), ...two(type), ...two(subtype), ...four(length), ...micros])
  octets.set(body, mrtHeaderOctets + micros.length)
  return octets
}

interface Parts {
  readonly type: number
  readonly subtype: number
  readonly body: ArrayLike<number>
}

function parts(record: WritableRecord): Parts {
  switch (record.kind) {
    case 'message': {
      const { asnOctets, sentBy, addPath } = record
      const form = { asnOctets, sentBy, addPath }
      const body = [...session(record), ...record.octets]
      return { type: bgp4mp(record), subtype: subtypeWith(messageForms, form), body }
    }
    case 'state-change': {
      const subtype = subtypeWith(stateChangeSubtypes, record.asnOctets)
      const body = [...session(record), ...two(record.oldState), ...two(record.newState)]
      return { type: bgp4mp(record), subtype, body }
    }
    case 'peer-index-table': {
      const name = new TextEncoder().encode(record.viewName)
      const head = [...four(record.collector), ...two(name.length), ...name, ...two(record.peers.length)]
      const body = [...head, ...record.peers.flatMap(peer)]
      return { type: mrtTypes.tableDumpV2, subtype: peerIndexTableSubtype, body }
    }
    case 'rib': {
      const { prefix, multicast, addPath, entries } = record
      const form = { family: prefix.family, multicast, addPath }
      const head = [...four(record.sequence), ...nlri(prefix), ...two(entries.length)]
      const body = [...head, ...entries.flatMap(entry)]
      return { type: mrtTypes.tableDumpV2, subtype: subtypeWith(ribForms, form), body }
    }
    case 'other':
      return { type: record.type, subtype: record.subtype, body: record.octets }
    default:
      throw new Error(`no octets for ${record satisfies never}`)
  }
}

function bgp4mp({ micros }: MrtRecord): number {
  return micros === undefined ? mrtTypes.bgp4mp : mrtTypes.bgp4mpExtended
}

/** The tables are read both ways: the number whose form is this one. */
function subtypeWith<Form>(forms: ReadonlyMap<number, Form>, wanted: Form): number {
  const text = JSON.stringify(wanted)
  for (const [subtype, form] of forms) if (JSON.stringify(form) === text) return subtype
  throw new Error(`no subtype of a record is ${text}`)
}

function session({
  asnOctets,
  peerAsn,
  localAsn,
  interfaceIndex,
  peer,
  local,
}: MrtSession): readonly number[] {
  const asn = asnOctets === 2 ? two : four
  const afi = peer.family === 'ipv4' ? 1 : 2
  return [
    ...asn(peerAsn),
    ...asn(localAsn),
    ...two(interfaceIndex),
    ...two(afi),
    ...addressOctets(peer),
    ...addressOctets(local),
  ]
}

function peer({ bgpIdentifier, address, asn, asnOctets }: MrtPeer): readonly number[] {
  const type = (address.family === 'ipv6' ? 1 : 0) | (asnOctets === 4 ? 2 : 0)
  const asnField = asnOctets === 2 ? two(asn) : four(asn)
  return [type, ...four(bgpIdentifier), ...addressOctets(address), ...asnField]
}

function nlri({ family, words, length }: Prefix): readonly number[] {
  return [length, ...addressOctets({ family, words }).slice(0, Math.ceil(length / 8))]
}

function entry({ peerIndex, originatedSeconds, pathIdentifier, attributes }: MrtRibEntry): readonly number[] {
  const path = pathIdentifier === undefined ? [] : four(pathIdentifier)
  return [...two(peerIndex), ...four(originatedSeconds), ...path, ...two(attributes.length), ...attributes]
}

function addressOctets({ family, words }: Address): readonly number[] {
  return words.flatMap(four).slice(0, addressBits[family] / 8)
}

function two(value: number): readonly number[] {
  return [(value >>> 8) & 0xff, value & 0xff]
}

function four(value: number): readonly number[] {
  return [...two(value >>> 16), ...two(value)]
}
