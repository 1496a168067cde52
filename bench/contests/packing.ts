import type { Contender, Contest } from '../../src/bench/contest.ts'
import { generatedTable } from '../../src/bench/generated-table.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import type { InternedAttributes } from '../../src/bgp/path-attributes.ts'
import { PrefixIds } from '../../src/bgp/rib/prefix-ids.ts'
import { localAttributes } from '../../src/bgp/update/export-route.ts'
import { announcementRoom } from '../../src/bgp/update/message-size.ts'
import { type Flush, packUpdates } from '../../src/bgp/update/pack.ts'
import { beforeOpen } from '../../src/bgp/wire/wire-session.ts'
import { emptyPrefixes, PrefixPacker, prefixOctets, prefixOffsets } from '../../src/net/packed-prefixes.ts'
import type { Scale } from '../scale.ts'

const seed = 4271

const session = { ...beforeOpen, fourOctetAs: true }

/** Turning what a peer has to be told into UPDATEs. */
export function packing(scale: Scale): readonly Contest[] {
  const sizes = scale === 'full' ? [4000, 20_000] : [300]
  return sizes.flatMap((size) => [1, 100].map((sets) => contestOf(size, sets)))
}

function contestOf(size: number, sets: number): Contest {
  const ids = new PrefixIds('ipv4')
  const { data } = generatedTable('ipv4', size, seed)
  const interner = new AttributeInterner()
  const announced = new Map<InternedAttributes, number[]>()
  for (let index = 0; index < size; index++) {
    const id = ids.assign(data, 2 * index)
    const attributes = interner.intern({ ...localAttributes(nextHop), multiExitDisc: index % sets })
    announced.set(attributes, [...(announced.get(attributes) ?? []), id])
  }
  const flush: Flush = { withdrawn: [], announced }
  return {
    name: `update packing, ${size} prefixes, ${sets} attribute ${sets === 1 ? 'set' : 'sets'}`,
    unit: 'prefixes',
    count: size,
    contenders: [
      contender('packUpdates', () => packUpdates(ids, flush, session)),
      contender('in order, next when full', () => packInOrder(ids, flush, Number.POSITIVE_INFINITY)),
      contender('one prefix an UPDATE (floor)', () => packInOrder(ids, flush, 1)),
    ],
  }
}

const nextHop = { family: 'ipv4', words: [0x0a000001] } as const

/** The contenders fill their messages differently; the sum over all of them must not differ. */
function contender(name: string, pack: () => readonly UpdateMessage[]): Contender {
  const run = (): number => pack().reduce((sum, message) => sum + sumOf(message), 0)
  return { name: `${name}: ${pack().length} UPDATEs`, run }
}

function sumOf({ announced, attributes }: UpdateMessage): number {
  const weight = 1 + (attributes?.multiExitDisc ?? 0)
  let sum = 0
  for (const offset of prefixOffsets(announced)) {
    sum += (((announced.data[offset] ?? 0) >>> 8) + (announced.data[offset + 1] ?? 0)) * weight
  }
  return sum
}

function packInOrder(ids: PrefixIds, flush: Flush, mostPrefixes: number): readonly UpdateMessage[] {
  const messages: UpdateMessage[] = []
  for (const [attributes, prefixes] of flush.announced) {
    const capacity = announcementRoom(attributes, 'ipv4', session)
    const packer = new PrefixPacker('ipv4')
    const send = (): void => {
      messages.push({
        kind: 'UPDATE',
        family: 'ipv4',
        withdrawn: emptyPrefixes('ipv4'),
        announced: packer.finish(),
        attributes,
      })
    }
    let room = capacity
    for (const id of prefixes) {
      const octets = prefixOctets('ipv4', ids.keys, ids.offset(id))
      if (octets > room || packer.count === mostPrefixes) {
        send()
        room = capacity
      }
      packer.append(ids.keys, ids.offset(id))
      room -= octets
    }
    if (packer.count > 0) send()
  }
  return messages
}
