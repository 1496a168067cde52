import type { Family } from '../net/address.ts'

/** The link between two routers of the customer, named in the order of the file. */
export function customerLinkName([a, b]: readonly [string, string]): string {
  return `${a}-${b}`
}

/** The session over it, one for each family, as towards Microsoft: `ce1-ce2 ipv4`. */
export function customerSessionName(link: string, family: Family): string {
  return `${link} ${family}`
}
