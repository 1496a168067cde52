import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { profiles } from '../../../bgp/profiles.ts'
import { type Family, families } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PackedPrefixes } from '../../../net/packed-prefixes.ts'
import { unsupportedInRouteMap } from '../../../report/router-config/route-map.ts'
import { frrDialect } from '../../../report/router-config/route-map-dialect.ts'
import type { Daemon, Home, Past, RunningDaemon } from '../daemon.ts'
import { startDaemon, untilReady } from '../daemon-process.ts'
import { hostCommand } from '../host-command.ts'
import { addressOf, type PeerSetup, type RouterSetup } from '../router-setup.ts'
import { type RouterSnapshot, sortedPaths } from '../snapshot.ts'
import { frrCommands } from './control.ts'
import {
  readFrrAdvertised,
  readFrrNotifications,
  readFrrPaths,
  readFrrSessions,
  readFrrStale,
} from './read.ts'
import { frrConfiguration, networkLines, zebraConfiguration } from './render.ts'

const [zebra, bgpd] = ['/usr/lib/frr/zebra', '/usr/lib/frr/bgpd']

/**
 * FRR. As configured here the past does not decide: `bgp bestpath compare-routerid` and `bgp deterministic-med`.
 */
export const frr: Daemon = {
  name: 'frr',
  programs: [zebra, bgpd],
  packages: ['frr'],
  profile: { ...profiles.frr, preferOldestExternal: false },
  quietMilliseconds: 700,
  patienceMilliseconds: 25_000,
  pollMilliseconds: 40,
  comesBackLate: false,
  startsWhenTold: false,
  comparesInPairs: false,
  tellsZeroMed: true,
  // It counts the pause in minutes.
  restartsAfterLimit: false,
  mistakesReplacements: false,
  unsupported: ({ peers }) =>
    peers.flatMap(({ configuration }) =>
      [...configuration.import, ...configuration.export].flatMap((term) => {
        const { match, set } = unsupportedInRouteMap(term, frrDialect)
        return [...match, ...set]
      }),
    ),
  start,
}

async function start(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  home: Home,
  past: Past,
): Promise<RunningDaemon> {
  const at = (name: string): string => join(home.path, name)
  const [logFile, socket, zserv] = [at('bgpd.log'), at('bgpd.vty'), at('zserv.api')]
  writeFileSync(at('zebra.conf'), zebraConfiguration())
  writeFileSync(at('bgpd.conf'), frrConfiguration(router, own, logFile, past))
  writeFileSync(logFile, '', { flag: 'a' })
  const known = readFileSync(logFile, 'utf8').length
  rmSync(zserv, { force: true })
  chmodSync(at('bgpd.conf'), 0o644)
  // They give up root, and make their sockets as this user.
  await hostCommand('chown', ['-R', 'frr:frr', home.path])
  const shared = ['-u', 'frr', '-g', 'frr', '--vty_socket', home.path, '-z', zserv, '-P', '0']
  const below = startDaemon(home, zebra, [...shared, '-i', at('zebra.pid'), '-f', at('zebra.conf')])
  await untilReady(below, async () => {
    if (!existsSync(zserv)) throw new Error('zebra does not listen yet')
  })
  // It would install its routes and then resolve next hops over them, so it keeps them to itself.
  const daemon = startDaemon(home, bgpd, [...shared, '-n', '-i', at('bgpd.pid'), '-f', at('bgpd.conf')])
  await untilReady(daemon, async () => {
    await frrCommands(socket, ['show bgp summary'])
    if (!knowsInterfaces(readFileSync(logFile, 'utf8').slice(known), router))
      throw new Error('not told of its interfaces yet')
  })
  const control = operations(socket, router, own)
  for (const { configuration } of router.peers) await control.open(configuration.name)
  return {
    ...control,
    read: () => read(socket, router),
    notifications: () => readFrrNotifications(readFileSync(logFile, 'utf8'), router),
    kill: () => {
      daemon.kill()
      below.kill()
    },
  }
}

/** Its log says what zebra told it. */
function knowsInterfaces(log: string, { ports }: RouterSetup): boolean {
  return ports.every(({ device, addresses }) =>
    addresses.every(({ address, length }) =>
      log.includes(`Intf address add VRF 0 IF ${device} addr ${formatAddress(address)}/${length}`),
    ),
  )
}

function operations(
  socket: string,
  router: RouterSetup,
  first: readonly PackedPrefixes[],
): Pick<RunningDaemon, 'shut' | 'open' | 'clear' | 'refresh' | 'originate'> {
  let own = first
  const configure = async (lines: readonly string[]): Promise<void> => {
    await frrCommands(socket, ['configure terminal', `router bgp ${router.speaker.asn}`, ...lines])
  }
  return {
    shut: (session) => configure([`neighbor ${addressOf(router, session)} shutdown`]),
    open: (session) => configure([`no neighbor ${addressOf(router, session)} shutdown`]),
    clear: async (session) => {
      await frrCommands(socket, [`clear bgp ${addressOf(router, session)}`])
    },
    refresh: async (session) => {
      await frrCommands(socket, [`clear bgp ${addressOf(router, session)} soft in`])
    },
    originate: async (prefixes) => {
      for (const family of families) await configure(originationLines(family, own, prefixes))
      own = prefixes
    },
  }
}

function originationLines(
  family: Family,
  before: readonly PackedPrefixes[],
  after: readonly PackedPrefixes[],
): readonly string[] {
  const [old, fresh] = [networkLines(before, family), networkLines(after, family)]
  return [
    `address-family ${family} unicast`,
    ...old.filter((line) => !fresh.includes(line)).map((line) => `no ${line}`),
    ...fresh.filter((line) => !old.includes(line)),
  ]
}

async function read(socket: string, router: RouterSetup): Promise<RouterSnapshot> {
  const [neighbors = '{}', ipv4 = '{}', ipv6 = '{}', ...advertised] = await frrCommands(socket, [
    'show bgp neighbors json',
    ...families.map((family) => `show bgp ${family} unicast json detail`),
    ...router.peers.map(
      (peer) =>
        `show bgp ${familyOf(peer)} unicast neighbors ${formatAddress(peer.configuration.remoteAddress)} advertised-routes json`,
    ),
  ])
  const stale = [ipv4, ipv6].flatMap((text) => readFrrStale(text, router))
  const sessions = readFrrSessions(neighbors, router, stale)
  const told = router.peers.map(({ configuration: { name } }, index) => {
    const isUp = sessions.get(name)?.established === true
    return [name, isUp ? readFrrAdvertised(advertised[index] ?? '{}') : []] as const
  })
  const paths = [ipv4, ipv6].flatMap((text) => readFrrPaths(text, router))
  return { sessions, paths: sortedPaths(paths), told: new Map(told) }
}

function familyOf({ configuration }: PeerSetup): Family {
  return configuration.session.families[0] ?? 'ipv4'
}
