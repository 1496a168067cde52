import { md5 } from '@noble/hashes/legacy'
import { utf8ToBytes } from '@noble/hashes/utils'

/** The option and two No-Operations after it, which fill the last word of the header. */
export const md5OptionOctets = 20

/** RFC 2385 §2: the digest of the pseudo-header, the header without options and with no checksum, the data, and the key. */
export function md5Option(signed: readonly Uint8Array[], key: string): readonly number[] {
  const digest = md5.create()
  for (const part of signed) digest.update(part)
  return [19, 18, ...digest.update(utf8ToBytes(key)).digest(), 1, 1]
}
