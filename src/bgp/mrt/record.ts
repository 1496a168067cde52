import type { Address, Family } from '../../net/address.ts'
import type { Prefix } from '../../net/prefix.ts'

/** RFC 6396: one record of a capture file. What it holds of BGP stays in octets. */
export type MrtRecord = MrtTime & MrtDetail

export interface MrtTime {
  readonly seconds: number
  /** RFC 6396 §3: only records with an extended timestamp have it. */
  readonly micros: number | undefined
}

export type MrtDetail =
  | MrtMessage
  | MrtStateChange
  | MrtPeerIndexTable
  | MrtRib
  | MrtTableDump
  | { readonly kind: 'other'; readonly type: number; readonly subtype: number; readonly octets: Uint8Array }

/** RFC 6396 §4.4: between whom. AS_PATH in the message has AS numbers of `asnOctets` too. */
export interface MrtSession {
  readonly asnOctets: 2 | 4
  readonly peerAsn: number
  readonly localAsn: number
  readonly interfaceIndex: number
  /** Of one family. */
  readonly peer: Address
  readonly local: Address
}

/** RFC 6396 §4.4.2 and §4.4.3, RFC 8050 §3: a message, its header included. */
export interface MrtMessage extends MrtSession {
  readonly kind: 'message'
  readonly sentBy: 'peer' | 'local'
  /** NLRI have a Path Identifier. */
  readonly addPath: boolean
  readonly octets: Uint8Array
}

/** RFC 6396 §4.4.1: states as the RFC numbers them, from 1 for Idle to 6 for Established. */
export interface MrtStateChange extends MrtSession {
  readonly kind: 'state-change'
  readonly oldState: number
  readonly newState: number
}

/** RFC 6396 §4.3.1: whom the indices of the RIB entries after it mean. */
export interface MrtPeerIndexTable {
  readonly kind: 'peer-index-table'
  readonly collector: number
  readonly viewName: string
  readonly peers: readonly MrtPeer[]
}

export interface MrtPeer {
  readonly bgpIdentifier: number
  readonly address: Address
  readonly asn: number
  readonly asnOctets: 2 | 4
}

/** RFC 6396 §4.3.2, RFC 8050 §4: every path of one prefix. */
export interface MrtRib {
  readonly kind: 'rib'
  readonly multicast: boolean
  readonly addPath: boolean
  readonly sequence: number
  readonly prefix: Prefix
  readonly entries: readonly MrtRibEntry[]
}

/** RFC 6396 §4.3.4: AS numbers have four octets, and MP_REACH_NLRI is the next hop alone. */
export interface MrtRibEntry {
  readonly peerIndex: number
  readonly originatedSeconds: number
  readonly pathIdentifier: number | undefined
  readonly attributes: Uint8Array
}

/** RFC 6396 §4.2: the older form of a table, a path a record. */
export interface MrtTableDump {
  readonly kind: 'table-dump'
  readonly view: number
  readonly sequence: number
  readonly prefix: Prefix
  readonly originatedSeconds: number
  readonly peer: Address
  readonly peerAsn: number
  readonly attributes: Uint8Array
}

/** RFC 6396 §4, as IANA numbers them. */
export const mrtTypes = { tableDump: 12, tableDumpV2: 13, bgp4mp: 16, bgp4mpExtended: 17 } as const

/** Type, subtype and length besides the timestamp (RFC 6396 §2). */
export const mrtHeaderOctets = 12

export const peerIndexTableSubtype = 1

/** RFC 6396 §4.3 and RFC 8050 §4: what the subtypes of a RIB say of its routes. */
export interface RibForm {
  readonly family: Family
  readonly multicast: boolean
  readonly addPath: boolean
}

export const ribForms: ReadonlyMap<number, RibForm> = new Map([
  [2, { family: 'ipv4', multicast: false, addPath: false }],
  [3, { family: 'ipv4', multicast: true, addPath: false }],
  [4, { family: 'ipv6', multicast: false, addPath: false }],
  [5, { family: 'ipv6', multicast: true, addPath: false }],
  [8, { family: 'ipv4', multicast: false, addPath: true }],
  [9, { family: 'ipv4', multicast: true, addPath: true }],
  [10, { family: 'ipv6', multicast: false, addPath: true }],
  [11, { family: 'ipv6', multicast: true, addPath: true }],
])

/** RFC 6396 §4.4: STATE_CHANGE and STATE_CHANGE_AS4. */
export const stateChangeSubtypes: ReadonlyMap<number, 2 | 4> = new Map([
  [0, 2],
  [5, 4],
])

/** RFC 6396 §4.4 and RFC 8050 §3: what the subtypes of a message say of it. */
export type MessageForm = Pick<MrtMessage, 'asnOctets' | 'sentBy' | 'addPath'>

export const messageForms: ReadonlyMap<number, MessageForm> = new Map([
  [1, { asnOctets: 2, sentBy: 'peer', addPath: false }],
  [4, { asnOctets: 4, sentBy: 'peer', addPath: false }],
  [6, { asnOctets: 2, sentBy: 'local', addPath: false }],
  [7, { asnOctets: 4, sentBy: 'local', addPath: false }],
  [8, { asnOctets: 2, sentBy: 'peer', addPath: true }],
  [9, { asnOctets: 4, sentBy: 'peer', addPath: true }],
  [10, { asnOctets: 2, sentBy: 'local', addPath: true }],
  [11, { asnOctets: 4, sentBy: 'local', addPath: true }],
])
