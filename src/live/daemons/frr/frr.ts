import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { profiles } from '../../../bgp/profiles.ts'
import type { PeerConfiguration } from '../../../bgp/speaker-configuration.ts'
import { type Family, families } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PackedPrefixes } from '../../../net/packed-prefixes.ts'
import { frrBfdLines } from '../../../report/router-config/frr-bfd.ts'
import { routeMap, routeMapName, unsupportedInRouteMap } from '../../../report/router-config/route-map.ts'
import { frrDialect } from '../../../report/router-config/route-map-dialect.ts'
import type { Daemon, Home, Past, RunningDaemon } from '../daemon.ts'
import { type DaemonProcess, startDaemon, untilReady } from '../daemon-process.ts'
import { hostCommand } from '../host-command.ts'
import { addressOf, type PeerSetup, type RouterSetup } from '../router-setup.ts'
import { type RouterSnapshot, sortedPaths } from '../snapshot.ts'
import { isAloneWithRoot } from '../user-namespace.ts'
import { frrCommands } from './control.ts'
import {
  readFrrAdvertised,
  readFrrNotifications,
  readFrrPaths,
  readFrrReceived,
  readFrrSessions,
  readFrrStale,
} from './read.ts'
import {
  asItCame,
  bfddConfiguration,
  changedLimitLines,
  frrConfiguration,
  networkLines,
  zebraConfiguration,
} from './render.ts'

const [zebra, bgpd, bfdd] = ['/usr/lib/frr/zebra', '/usr/lib/frr/bgpd', '/usr/lib/frr/bfdd']

/**
 * FRR. As configured here the past does not decide: `bgp bestpath compare-routerid` and `bgp deterministic-med`.
 */
export const frr: Daemon = {
  name: 'frr',
  programs: [zebra, bgpd, bfdd],
  packages: ['frr'],
  profile: { ...profiles.frr, preferOldestExternal: false },
  user: undefined,
  quietMilliseconds: 700,
  patienceMilliseconds: 25_000,
  pollMilliseconds: 40,
  comesBackLate: false,
  startsWhenTold: false,
  comparesInPairs: false,
  tellsZeroMed: true,
  showsReceived: ['nextHop', 'asPath', 'origin', 'localPref', 'med'],
  showsTold: ['nextHop', 'asPath', 'origin', 'localPref', 'med'],
  // It counts the pause in minutes.
  restartsAfterLimit: false,
  mistakesReplacements: false,
  forgetsRemovalWhenShut: false,
  playsBfd: true,
  leavesOut: [],
  unsupported: ({ peers }) =>
    peers.flatMap(({ configuration }) => [
      ...[...configuration.import, ...configuration.export].flatMap((term) => {
        const { match, set } = unsupportedInRouteMap(term, frrDialect)
        return [...match, ...set]
      }),
      ...unsupportedSession(configuration),
    ]),
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
  const user = isAloneWithRoot() ? 'root' : 'frr'
  await hostCommand('chown', ['-R', `${user}:${user}`, home.path])
  const shared = ['-u', user, '-g', user, '--vty_socket', home.path, '-z', zserv, '-P', '0']
  const below = startDaemon(home, zebra, [...shared, '-i', at('zebra.pid'), '-f', at('zebra.conf')])
  await untilReady(below, async () => {
    if (!existsSync(zserv)) throw new Error('zebra does not listen yet')
  })
  const watches = router.peers.some(({ bfd }) => bfd !== undefined)
  const watchdog = watches ? await startWatchdog(home, router, shared) : undefined
  // It would install its routes and then resolve next hops over them, so it keeps them to itself.
  const daemon = startDaemon(home, bgpd, [...shared, '-n', '-i', at('bgpd.pid'), '-f', at('bgpd.conf')])
  await untilReady(daemon, async () => {
    await frrCommands(socket, ['show bgp summary'])
    if (!knowsInterfaces(readFileSync(logFile, 'utf8').slice(known), router))
      throw new Error('not told of its interfaces yet')
  })
  const control = operations(socket, router, own)
  const watch = watcher(socket, router)
  for (const { configuration } of router.peers) await control.open(configuration.name)
  return {
    ...control,
    read: async () => {
      const snapshot = await read(socket, router)
      await watch(snapshot)
      return snapshot
    },
    notifications: () => readFrrNotifications(readFileSync(logFile, 'utf8'), router),
    freeze: () => {
      for (const one of [daemon, watchdog, below]) one?.freeze()
    },
    kill: () => {
      daemon.kill()
      watchdog?.kill()
      below.kill()
    },
  }
}

/** bfdd, which bgpd asks by way of zebra. */
async function startWatchdog(
  home: Home,
  router: RouterSetup,
  shared: readonly string[],
): Promise<DaemonProcess> {
  const at = (name: string): string => join(home.path, name)
  writeFileSync(at('bfdd.conf'), bfddConfiguration(router))
  rmSync(at('bfdd.sock'), { force: true })
  const own = ['--bfdctl', at('bfdd.sock'), '-i', at('bfdd.pid'), '-f', at('bfdd.conf')]
  const watchdog = startDaemon(home, bfdd, [...shared, ...own])
  await untilReady(watchdog, () => frrCommands(at('bfdd.vty'), ['show bfd peers']))
  return watchdog
}

/**
 * Begins to watch a session when it stands for the first time. Before that bgpd does not know over which interface, and bfdd begins
 * anew when it does, which the far end takes for a loss.
 */
function watcher(
  socket: string,
  { speaker, peers }: RouterSetup,
): (snapshot: RouterSnapshot) => Promise<void> {
  const begun = new Set<PeerSetup>()
  return async ({ sessions }) => {
    const due = peers.filter(
      (peer) =>
        peer.bfd !== undefined &&
        !begun.has(peer) &&
        sessions.get(peer.configuration.name)?.established === true,
    )
    if (due.length === 0) return
    for (const peer of due) begun.add(peer)
    const lines = due.flatMap(frrBfdLines)
    await frrCommands(socket, ['configure terminal', `router bgp ${speaker.asn}`, ...lines])
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
): Pick<RunningDaemon, 'shut' | 'open' | 'clear' | 'refresh' | 'originate' | 'follow'> {
  let own = first
  let present = router
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
    follow: async (changed) => {
      const before = new Set(mapsOf(present).map(textOf))
      const fresh = mapsOf(changed).filter((map) => !before.has(textOf(map)))
      const limits = changedLimitLines(present, changed)
      present = changed
      // A route-map keeps the clauses that it is not told of anew. That it is another one bgpd sees by itself, after its delay:
      // asked by `clear soft` besides, 8.4 was seen to crash in bgp_soft_reconfig_table_task.
      const lines = fresh.flatMap(({ name, lines: clauses }) => [`no route-map ${name}`, ...clauses])
      await frrCommands(socket, ['configure terminal', ...lines])
      if (limits.length > 0) await configure(limits)
    },
  }
}

interface RouteMap {
  readonly name: string
  readonly lines: readonly string[]
}

function mapsOf(router: RouterSetup): readonly RouteMap[] {
  return router.peers.flatMap((peer) =>
    (['in', 'out'] as const).map((direction) => ({
      name: routeMapName(direction, peer),
      lines: routeMap(router, peer, direction, frrDialect),
    })),
  )
}

function textOf({ lines }: RouteMap): string {
  return lines.join('\n')
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
  const kept = router.peers.filter(({ keepsReceived }) => keepsReceived)
  const [neighbors = '{}', ipv4 = '{}', ipv6 = '{}', ...ofPeers] = await frrCommands(socket, [
    'show bgp neighbors json',
    ...families.map((family) => `show bgp ${family} unicast json detail`),
    ...router.peers.map((peer) => routesOf(peer, 'advertised-routes')),
    ...kept.map((peer) => routesOf(peer, 'received-routes')),
  ])
  const stale = [ipv4, ipv6].flatMap((text) => readFrrStale(text, router))
  const sessions = readFrrSessions(neighbors, router, stale)
  const isUp = ({ configuration: { name } }: PeerSetup): boolean => sessions.get(name)?.established === true
  const told = router.peers.map((peer, index) => {
    const text = ofPeers[index] ?? '{}'
    return [peer.configuration.name, isUp(peer) ? readFrrAdvertised(text, peer) : []] as const
  })
  const received = kept.map((peer, index) => {
    const text = ofPeers[router.peers.length + index] ?? '{}'
    return [peer.configuration.name, isUp(peer) ? readFrrReceived(text) : []] as const
  })
  const paths = [ipv4, ipv6].flatMap((text) => readFrrPaths(text, router))
  return { sessions, paths: sortedPaths(paths), received: new Map(received), told: new Map(told) }
}

function routesOf(
  { configuration, carried }: PeerSetup,
  which: 'advertised-routes' | 'received-routes',
): string {
  const family = carried[0] ?? configuration.session.families[0] ?? 'ipv4'
  const address = formatAddress(configuration.remoteAddress)
  // It would show what came as the import policy makes it, if it were not told of another one.
  const words = which === 'received-routes' ? `${which} route-map ${asItCame}` : which
  return `show bgp ${family} unicast neighbors ${address} ${words} json`
}

function unsupportedSession({ session }: PeerConfiguration): readonly string[] {
  return [
    ...(session.routeRefresh ? [] : ['a session without route refresh: it always offers it']),
    ...(session.fourOctetAs ? [] : ['AS numbers of two octets alone: it always offers four']),
  ]
}
