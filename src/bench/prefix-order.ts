import { type PackedPrefixes, prefixStride } from '../net/packed-prefixes.ts'

/** The indexes of packed prefixes in address order, a shorter one before the longer ones it covers. */
export function sortedOrder({ family, count, data }: PackedPrefixes): Uint32Array {
  const stride = prefixStride[family]
  return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => {
    for (let word = 0; word < stride; word++) {
      const difference = (data[a * stride + word] ?? 0) - (data[b * stride + word] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  })
}

/** These of the prefixes, in this order. */
export function inOrder({ family, data }: PackedPrefixes, order: Uint32Array): PackedPrefixes {
  const stride = prefixStride[family]
  const ordered = new Uint32Array(order.length * stride)
  for (const [to, from] of order.entries()) {
    for (let word = 0; word < stride; word++) ordered[to * stride + word] = data[from * stride + word] ?? 0
  }
  return { family, count: order.length, data: ordered }
}
