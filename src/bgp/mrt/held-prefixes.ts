import { type Address, type Family, families } from '../../net/address.ts'
import { formatAddress } from '../../net/address-text.ts'
import { type PackedPrefixes, PrefixPacker, packPrefixes, prefixOffsets } from '../../net/packed-prefixes.ts'
import type { Prefix } from '../../net/prefix.ts'
import { TreeBitmap } from '../../net/trie/tree-bitmap.ts'
import { AttributeInterner } from '../attribute-interner.ts'
import { describeNotification } from '../notification.ts'
import { decodeMessage } from '../wire/decode.ts'
import { beforeOpen, type WireSession } from '../wire/wire-session.ts'
import { readMrt } from './read-mrt.ts'
import type { MrtMessage, MrtPeer, MrtRecord } from './record.ts'

/** Who told a capture something. */
export interface CapturePeer {
  readonly address: string
  readonly asn: number
}

export interface HeldPrefixes {
  /** In address order. */
  readonly tables: Readonly<Record<Family, PackedPrefixes>>
  /** Everybody who told something, in the order in which they did. */
  readonly peers: readonly CapturePeer[]
  readonly issues: readonly { readonly offset: number; readonly problem: string }[]
}

/**
 * The unicast prefixes that the wanted peers have told and not withdrawn by the end of a capture file, in its tables
 * and its messages. Of a prefix with several Path Identifiers (RFC 7911) the first withdrawal is the end.
 */
export function heldPrefixes(file: Uint8Array, isWanted: (peer: CapturePeer) => boolean): HeldPrefixes {
  const holder = new PrefixHolder(isWanted)
  const issues: { offset: number; problem: string }[] = []
  for (const { offset, record, problem } of readMrt(file)) {
    const found = record === undefined ? problem : holder.note(record)
    if (found !== undefined) issues.push({ offset, problem: found })
  }
  return { tables: holder.tables(), peers: holder.peers, issues }
}

/** What one peer holds. */
type Held = Readonly<Record<Family, TreeBitmap>>

class PrefixHolder {
  readonly #isWanted: (peer: CapturePeer) => boolean
  readonly #interner = new AttributeInterner()
  readonly #peers = new Map<string, CapturePeer>()
  readonly #held = new Map<CapturePeer, Held>()
  #index: readonly MrtPeer[] = []

  constructor(isWanted: (peer: CapturePeer) => boolean) {
    this.#isWanted = isWanted
  }

  get peers(): readonly CapturePeer[] {
    return [...this.#peers.values()]
  }

  /** In words, what is wrong with it. */
  note(record: MrtRecord): string | undefined {
    switch (record.kind) {
      case 'peer-index-table':
        this.#index = record.peers
        return undefined
      case 'rib':
        return record.multicast ? undefined : this.#noteRib(record)
      case 'table-dump':
        this.#add(this.#peer(record.peer, record.peerAsn), record.prefix)
        return undefined
      case 'message':
        return record.sentBy === 'local' ? undefined : this.#noteMessage(record)
      case 'state-change':
      case 'other':
        return undefined
      default:
        throw new Error(`nothing is held of ${record satisfies never}`)
    }
  }

  #noteRib({ prefix, entries }: MrtRecord & { kind: 'rib' }): string | undefined {
    for (const { peerIndex } of entries) {
      const peer = this.#index[peerIndex]
      if (peer === undefined) return `a path from peer ${peerIndex}, which the peer index table does not have`
      this.#add(this.#peer(peer.address, peer.asn), prefix)
    }
    return undefined
  }

  #noteMessage(record: MrtMessage): string | undefined {
    const decoded = decodeMessage(record.octets, sessionOf(record), this.#interner)
    if (decoded.kind === 'error') return `a message with a ${describeNotification(decoded.notification)}`
    const held = this.#heldBy(this.#peer(record.peer, record.peerAsn))
    if (held === undefined) return undefined
    for (const message of decoded.messages) {
      if (message.kind !== 'UPDATE') continue
      const { family, withdrawn, announced } = message
      for (const offset of prefixOffsets(withdrawn)) held[family].delete(withdrawn.data, offset)
      for (const offset of prefixOffsets(announced)) held[family].set(announced.data, offset, 0)
    }
    return undefined
  }

  #add(peer: CapturePeer, prefix: Prefix): void {
    this.#heldBy(peer)?.[prefix.family].set(packPrefixes(prefix.family, [prefix]).data, 0, 0)
  }

  #peer(address: Address, asn: number): CapturePeer {
    const peer = { address: formatAddress(address), asn }
    const key = `${peer.address} ${asn}`
    const known = this.#peers.get(key) ?? peer
    this.#peers.set(key, known)
    return known
  }

  #heldBy(peer: CapturePeer): Held | undefined {
    if (!this.#isWanted(peer)) return undefined
    const held = this.#held.get(peer) ?? { ipv4: new TreeBitmap('ipv4'), ipv6: new TreeBitmap('ipv6') }
    this.#held.set(peer, held)
    return held
  }

  tables(): HeldPrefixes['tables'] {
    return { ipv4: this.#union('ipv4'), ipv6: this.#union('ipv6') }
  }

  #union(family: Family): PackedPrefixes {
    const all = new TreeBitmap(family)
    for (const held of this.#held.values()) for (const { key } of held[family].entries()) all.set(key, 0, 0)
    const packer = new PrefixPacker(family)
    for (const { key } of all.entries()) packer.append(key, 0)
    return packer.finish()
  }
}

function sessionOf({ asnOctets, addPath, peerAsn, localAsn }: MrtMessage): WireSession {
  return {
    ...beforeOpen,
    peering: peerAsn === localAsn ? 'internal' : 'external',
    fourOctetAs: asnOctets === 4,
    extendedMessage: true,
    addPath: { send: [], receive: addPath ? families : [] },
    extendedNextHop: families,
  }
}
