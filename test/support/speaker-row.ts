import type { Profile } from '../../src/bgp/profile.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { emptyPrefixes } from '../../src/net/packed-prefixes.ts'
import { attributes, type Difference } from './bgp-routes.ts'
import { packed, SpeakerLab } from './speaker-lab.ts'
import type { EndDifference } from './speaker-plan.ts'

/** A row of routers a - m - z; `a` announces, `m` passes on, `z` hears. */
export interface Row {
  readonly asns?: readonly [number, number, number]
  readonly profile?: Profile
  /** How `a` and `m` are configured on the first session, `m` and `z` on the second. */
  readonly a?: EndDifference
  readonly in?: EndDifference
  readonly out?: EndDifference
  readonly z?: EndDifference
}

export function row({
  asns: [a, m, z] = [65001, 65002, 65003],
  profile = profiles.bird,
  ...ends
}: Row): SpeakerLab {
  return new SpeakerLab({
    routers: { a: { asn: a }, m: { asn: m, profile }, z: { asn: z } },
    sessions: [
      { between: ['a', 'm'], ends: { a: ends.a ?? {}, m: ends.in ?? {} } },
      { between: ['m', 'z'], ends: { m: ends.out ?? {}, z: ends.z ?? {} } },
    ],
  }).start()
}

/** An UPDATE that `a` might send. */
export function announce(lab: SpeakerLab, difference: Difference, ...prefixes: readonly string[]): void {
  lab.inject('m', 'a-m', {
    kind: 'UPDATE',
    family: 'ipv4',
    withdrawn: emptyPrefixes('ipv4'),
    announced: packed('ipv4', ...prefixes),
    attributes: lab.interner.intern(
      attributes({ asns: [65001], nextHop: parseAddress('10.254.0.1'), ...difference }),
    ),
  })
}

/** The AS numbers of a row whose `m` passes an external route on inside its AS, or an internal one outside. */
export const toInternal = [65001, 65002, 65002] as const
export const fromInternal = [65002, 65002, 65003] as const
