import type { Profile } from './profile.ts'
import { bird } from './profiles/bird.ts'
import { frr } from './profiles/frr.ts'
import { gobgp } from './profiles/gobgp.ts'
import { ios } from './profiles/ios.ts'
import { msee } from './profiles/msee.ts'
import { openbgpd } from './profiles/openbgpd.ts'
import { rfc } from './profiles/rfc.ts'

export const profiles: Readonly<Record<Profile['name'], Profile>> = {
  rfc,
  frr,
  bird,
  gobgp,
  openbgpd,
  ios,
  msee,
}

/** For a router that says nothing: it keeps every tie-break of RFC 4271 and sends no route back to its sender. */
export const defaultProfile: Profile['name'] = 'bird'
