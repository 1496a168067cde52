import { type Address, wordAt } from '../../net/address.ts'

/**
 * Link-local addresses, which scenarios have between a customer's own routers, mean something on one port only, and
 * daemons treat them apart: in their place come those of RFC 2544 and of a ULA, in the same order.
 */
export function labAddress(address: Address): Address {
  const first = wordAt(address.words, 0)
  if (address.family === 'ipv4') {
    return first >>> 16 === 0xa9fe ? { family: 'ipv4', words: [0xc6120000 + (first & 0xffff)] } : address
  }
  return first === 0xfe800000 ? { family: 'ipv6', words: [0xfd00c612, ...address.words.slice(1)] } : address
}
