import { formatAddress } from '../net/address-text.ts'

/** A BGP Identifier as routers print it: four octets, dotted (RFC 6286 §2.1). */
export function formatBgpIdentifier(identifier: number): string {
  return formatAddress({ family: 'ipv4', words: [identifier] })
}
