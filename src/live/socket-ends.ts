import type { Socket } from 'node:net'
import type { Address } from '../net/address.ts'
import { readAddress } from '../net/address-text.ts'

/** The two addresses of a connection, seen from this side. */
export interface Ends {
  readonly local: Address
  readonly remote: Address
}

/** The ends of a socket; `undefined` where it is closed again already. */
export function endsOf({ localAddress, remoteAddress }: Socket): Ends | undefined {
  const local = addressIn(localAddress)
  const remote = addressIn(remoteAddress)
  return local === undefined || remote === undefined ? undefined : { local, remote }
}

// A zone names an interface of this host; the address is the same without it.
function addressIn(text: string | undefined): Address | undefined {
  return text === undefined ? undefined : readAddress(text.replace(/%.*/, '')).value
}
