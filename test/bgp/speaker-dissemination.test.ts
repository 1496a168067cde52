import test from 'ava'
import { formatCommunity, wellKnownCommunities } from '../../src/bgp/community.ts'
import { profiles } from '../../src/bgp/profiles.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { adjRibIn } from '../support/speaker-lab.ts'
import { acceptAll, term } from '../support/speaker-plan.ts'
import { announce, fromInternal, type Row, row, toInternal } from '../support/speaker-row.ts'

const prefix = '10.1.0.0/16'
const blackhole = wellKnownCommunities.blackhole
const gracefulShutdown = wellKnownCommunities['graceful-shutdown']
const noExport = wellKnownCommunities['no-export']
const noAdvertise = wellKnownCommunities['no-advertise']
const noExportSubconfed = wellKnownCommunities['no-export-subconfed']

const external = [65001, 65002, 65003] as const
const internal = [65002, 65002, 65002] as const

const dissemination: readonly { what: string; row: Row; heard: string | undefined }[] = [
  {
    what: 'an external route goes to an external peer with the own AS in front and the own address',
    row: { asns: external },
    heard: '65002 65001, via 10.254.1.1',
  },
  {
    what: 'an external route goes to an internal peer as it is, with LOCAL_PREF',
    row: { asns: toInternal },
    heard: '65001, via 10.254.0.1, localPref 100',
  },
  {
    what: 'next-hop-self puts the own address on an external route for an internal peer',
    row: { asns: toInternal, out: { nextHopSelf: true } },
    heard: '65001, via 10.254.1.1, localPref 100',
  },
  { what: 'an internal route never goes to an internal peer', row: { asns: internal }, heard: undefined },
  {
    what: 'next-hop-self does not make an internal route go to an internal peer',
    row: { asns: internal, out: { nextHopSelf: true } },
    heard: undefined,
  },
  {
    what: 'an internal route goes to an external peer',
    row: { asns: fromInternal },
    heard: '65002, via 10.254.1.1',
  },
  {
    what: 'LOCAL_PREF of an import policy goes to internal peers',
    row: { asns: toInternal, in: { import: [term({ localPref: 300 })] } },
    heard: '65001, via 10.254.0.1, localPref 300',
  },
  {
    what: 'LOCAL_PREF of an export policy goes to internal peers',
    row: { asns: toInternal, out: { export: [term({ localPref: 70 })] } },
    heard: '65001, via 10.254.0.1, localPref 70',
  },
  {
    what: 'LOCAL_PREF never goes to an external peer, whichever policy sets it',
    row: {
      asns: external,
      in: { import: [term({ localPref: 300 })] },
      out: { export: [term({ localPref: 70 })] },
    },
    heard: '65002 65001, via 10.254.1.1',
  },
  {
    what: 'MULTI_EXIT_DISC of one neighbour does not go to another',
    row: { asns: external, a: { export: [term({ multiExitDisc: 7 })] } },
    heard: '65002 65001, via 10.254.1.1',
  },
  {
    what: 'MULTI_EXIT_DISC of an import policy does not go to another neighbour either',
    row: { asns: external, in: { import: [term({ multiExitDisc: 7 })] } },
    heard: '65002 65001, via 10.254.1.1',
  },
  {
    what: 'MULTI_EXIT_DISC of a neighbour goes to internal peers',
    row: { asns: toInternal, a: { export: [term({ multiExitDisc: 7 })] } },
    heard: '65001, via 10.254.0.1, localPref 100, med 7',
  },
  {
    what: 'MULTI_EXIT_DISC heard from an internal peer does not leave the AS',
    row: { asns: fromInternal, a: { export: [term({ multiExitDisc: 7 })] } },
    heard: '65002, via 10.254.1.1',
  },
  {
    what: 'MULTI_EXIT_DISC of the export policy goes to the neighbour',
    row: {
      asns: external,
      a: { export: [term({ multiExitDisc: 7 })] },
      out: { export: [term({ multiExitDisc: 9 })] },
    },
    heard: '65002 65001, via 10.254.1.1, med 9',
  },
  {
    what: 'the own AS is prepended once, and as often again as policy says',
    row: { asns: external, out: { export: [term({ prepend: 2 })] } },
    heard: '65002 65002 65002 65001, via 10.254.1.1',
  },
  {
    what: 'policy prepends towards an internal peer, which adds nothing by itself',
    row: { asns: toInternal, out: { export: [term({ prepend: 1 })] } },
    heard: '65002 65001, via 10.254.0.1, localPref 100',
  },
  {
    what: 'a next hop of the export policy stays',
    row: { asns: external, out: { export: [term({ nextHop: parseAddress('10.254.1.3') })] } },
    heard: '65002 65001, via 10.254.1.3',
  },
  {
    what: 'private AS numbers are taken out before the own AS goes on',
    row: { asns: [65001, 12076, 65515], out: { removePrivateAsns: true } },
    heard: '12076, via 10.254.1.1',
  },
  {
    what: 'what policy prepends is not taken out as private',
    row: { asns: [65001, 65002, 65515], out: { removePrivateAsns: true, export: [term({ prepend: 1 })] } },
    heard: '65002 65002, via 10.254.1.1',
  },
  {
    what: 'private AS numbers stay towards an internal peer',
    row: { asns: toInternal, out: { removePrivateAsns: true } },
    heard: '65001, via 10.254.0.1, localPref 100',
  },
  {
    what: 'a route that the export policy rejects is not told',
    row: { asns: external, out: { export: [term('reject')] } },
    heard: undefined,
  },
  {
    what: 'a route that the import policy rejects is not told',
    row: { asns: external, in: { import: [term('reject')] } },
    heard: undefined,
  },
  {
    what: 'communities go on to an external peer',
    row: { asns: external, a: { export: [term({ addCommunities: [0xfde90001] })] } },
    heard: '65002 65001, via 10.254.1.1, 65001:1',
  },
  ...[noExport, noExportSubconfed, noAdvertise].map((community) => ({
    what: `${formatCommunity(community)} keeps nothing back where the profile does not heed it`,
    row: {
      asns: external,
      profile: profiles.gobgp,
      a: { export: [term({ addCommunities: [community] })] },
    },
    heard: `65002 65001, via 10.254.1.1, ${formatCommunity(community)}`,
  })),
  {
    what: 'NO_EXPORT keeps a route from external peers',
    row: { asns: external, a: { export: [term({ addCommunities: [noExport] })] } },
    heard: undefined,
  },
  {
    what: 'NO_EXPORT lets a route go to internal peers',
    row: { asns: toInternal, a: { export: [term({ addCommunities: [noExport] })] } },
    heard: '65001, via 10.254.0.1, localPref 100, no-export',
  },
  {
    what: 'NO_EXPORT_SUBCONFED keeps a route from external peers',
    row: { asns: external, a: { export: [term({ addCommunities: [noExportSubconfed] })] } },
    heard: undefined,
  },
  {
    what: 'NO_ADVERTISE keeps a route from external peers',
    row: { asns: external, a: { export: [term({ addCommunities: [noAdvertise] })] } },
    heard: undefined,
  },
  {
    what: 'NO_ADVERTISE keeps a route from internal peers',
    row: { asns: toInternal, a: { export: [term({ addCommunities: [noAdvertise] })] } },
    heard: undefined,
  },
  {
    what: 'RFC 7999: BLACKHOLE goes on to external peers where nobody heeds it',
    row: { asns: external, a: { export: [term({ addCommunities: [blackhole] })] } },
    heard: '65002 65001, via 10.254.1.1, blackhole',
  },
  {
    what: 'RFC 7999: BLACKHOLE keeps a route from external peers where the profile heeds it',
    row: { asns: external, profile: profiles.frr, a: { export: [term({ addCommunities: [blackhole] })] } },
    heard: undefined,
  },
  {
    what: 'RFC 7999: BLACKHOLE gets NO_EXPORT beside it, which internal peers hear',
    row: { asns: toInternal, profile: profiles.frr, a: { export: [term({ addCommunities: [blackhole] })] } },
    heard: '65001, via 10.254.0.1, localPref 100, blackhole, no-export',
  },
  {
    what: 'RFC 8326: GRACEFUL_SHUTDOWN alone leaves the preference as it is',
    row: { asns: toInternal, a: { export: [term({ addCommunities: [gracefulShutdown] })] } },
    heard: '65001, via 10.254.0.1, localPref 100, graceful-shutdown',
  },
  {
    what: 'RFC 8326: GRACEFUL_SHUTDOWN takes all preference, after policy, where the profile heeds it',
    row: {
      asns: toInternal,
      profile: profiles.frr,
      a: { export: [term({ addCommunities: [gracefulShutdown] })] },
      in: { import: [term({ localPref: 300 })] },
    },
    heard: '65001, via 10.254.0.1, localPref 0, graceful-shutdown',
  },
  {
    what: 'RFC 8326: an internal peer has heeded GRACEFUL_SHUTDOWN already',
    row: {
      asns: fromInternal,
      profile: profiles.frr,
      a: { export: [term({ addCommunities: [gracefulShutdown] })] },
    },
    heard: '65002, via 10.254.1.1, graceful-shutdown',
  },
  {
    what: 'NO_EXPORT set towards an external peer is told to it, since it is meant for that peer',
    row: { asns: external, out: { export: [term({ addCommunities: [noExport] })] } },
    heard: '65002 65001, via 10.254.1.1, no-export',
  },
  {
    what: 'RFC 8212: nothing is imported from an external peer without a policy',
    row: { asns: toInternal, profile: profiles.rfc },
    heard: undefined,
  },
  {
    what: 'RFC 8212: nothing is exported to an external peer without a policy',
    row: { asns: external, profile: profiles.rfc, in: { import: acceptAll } },
    heard: undefined,
  },
  {
    what: 'RFC 8212: policies on both sides let a route through',
    row: { asns: external, profile: profiles.rfc, in: { import: acceptAll }, out: { export: acceptAll } },
    heard: '65002 65001, via 10.254.1.1',
  },
  {
    what: 'RFC 8212 says nothing about internal peers',
    row: { asns: toInternal, profile: profiles.rfc, in: { import: acceptAll } },
    heard: '65001, via 10.254.0.1, localPref 100',
  },
]

for (const { what, row: plan, heard } of dissemination) {
  test(what, (t) => {
    const lab = row(plan)
    lab.originate('a', prefix)
    t.deepEqual(adjRibIn(lab, 'z', 'm-z'), heard === undefined ? {} : { [prefix]: heard })
  })
}

const own: readonly { what: string; row: Row; heard: string | undefined }[] = [
  { what: 'an external peer', row: {}, heard: '65002, via 10.254.1.1' },
  {
    what: 'an internal peer, with the own address without next-hop-self',
    row: { asns: toInternal },
    heard: 'via 10.254.1.1, localPref 100',
  },
  {
    what: 'an external peer, with the MULTI_EXIT_DISC of the export policy',
    row: { out: { export: [term({ multiExitDisc: 0 })] } },
    heard: '65002, via 10.254.1.1, med 0',
  },
  {
    what: 'an external peer with MULTI_EXIT_DISC 0 where the profile has it so',
    row: { profile: profiles.frr },
    heard: '65002, via 10.254.1.1, med 0',
  },
  { what: 'nobody where RFC 8212 asks for a policy', row: { profile: profiles.rfc }, heard: undefined },
]

for (const { what, row: plan, heard } of own) {
  test(`a route of one's own is told to ${what}`, (t) => {
    const lab = row(plan)
    lab.originate('m', prefix)
    t.deepEqual(adjRibIn(lab, 'z', 'm-z'), heard === undefined ? {} : { [prefix]: heard })
  })
}

const privates: readonly { profile: 'bird' | 'frr'; path: string }[] = [
  { profile: 'bird', path: '65002' },
  { profile: 'frr', path: '65002 65003' },
]

for (const { profile, path } of privates) {
  test(`where private AS numbers are removed, ${profile} tells a peer of AS 65003 the path ${path}`, (t) => {
    const lab = row({ profile: profiles[profile], out: { removePrivateAsns: true }, z: { allowOwnAsn: 1 } })
    announce(lab, { asns: [65001, 65003] }, prefix)
    t.deepEqual(adjRibIn(lab, 'z', 'm-z'), { [prefix]: `${path}, via 10.254.1.1` })
  })
}
