import { readAddress } from '../../net/address-text.ts'
import { hostPrefix, type Prefix } from '../../net/prefix.ts'
import { readPrefix } from '../../net/prefix-text.ts'
import { type Read, read } from '../../net/read.ts'

/** Where packets are to go: a prefix, or one address. */
export function readDestination(text: string): Read<Prefix> {
  if (text.includes('/')) return readPrefix(text)
  const address = readAddress(text)
  return address.problem === undefined ? read(hostPrefix(address.value)) : address
}
