/** RFC 1071: the ones' complement of the ones' complement sum of 16-bit words; an odd last octet is padded with zero. */
export function internetChecksum(...parts: readonly Uint8Array[]): number {
  let sum = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 2) sum += ((part[at] ?? 0) << 8) | (part[at + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}
