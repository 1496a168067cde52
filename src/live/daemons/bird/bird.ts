import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { profiles } from '../../../bgp/profiles.ts'
import type { PackedPrefixes } from '../../../net/packed-prefixes.ts'
import type { Daemon, Home, Past, RunningDaemon } from '../daemon.ts'
import { startDaemon, untilReady } from '../daemon-process.ts'
import { type PeerSetup, peerOf, type RouterSetup } from '../router-setup.ts'
import { everyAttribute, type RouterSnapshot, sortedPaths } from '../snapshot.ts'
import { birdCommands } from './control.ts'
import {
  readBirdDown,
  readBirdExported,
  readBirdImported,
  readBirdNotifications,
  readBirdPaths,
  readBirdSessions,
} from './read.ts'
import { birdConfiguration, unsupportedByBird } from './render.ts'

/**
 * BIRD 2. `deterministic med on` makes its choice independent of the order of arrival, as RFC 4271 §9.1.2.2 (c) has it. Of itself it
 * may keep a route that is not the best (docs/divergences.md), so it is on where there is a MED alone.
 */
export const bird: Daemon = {
  name: 'bird',
  programs: ['/usr/sbin/bird'],
  packages: ['bird2'],
  profile: profiles.bird,
  user: undefined,
  quietMilliseconds: 300,
  patienceMilliseconds: 25_000,
  pollMilliseconds: 40,
  comesBackLate: false,
  startsWhenTold: false,
  comparesInPairs: false,
  tellsZeroMed: true,
  showsReceived: everyAttribute,
  // Before the session itself changes what it sends.
  showsTold: ['asPath', 'origin', 'communities', 'largeCommunities', 'extendedCommunities'],
  restartsAfterLimit: true,
  mistakesReplacements: true,
  forgetsRemovalWhenShut: false,
  playsBfd: true,
  leavesOut: [],
  unsupported: unsupportedByBird,
  start,
}

async function start(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  home: Home,
  past: Past,
): Promise<RunningDaemon> {
  const [configFile, logFile, socket] = ['bird.conf', 'bird.log', 'bird.ctl'].map((name) =>
    join(home.path, name),
  )
  if (configFile === undefined || logFile === undefined || socket === undefined) throw new Error('no files')
  let present = { router, own }
  const configure = (down: readonly string[]): void =>
    writeFileSync(configFile, birdConfiguration(present.router, present.own, logFile, down))
  configure([])
  const recovery = past === 'graceful' ? ['-R'] : []
  const words = ['-f', '-c', configFile, '-s', socket, '-P', join(home.path, 'bird.pid'), ...recovery]
  const daemon = startDaemon(home, '/usr/sbin/bird', words)
  await untilReady(daemon, () => birdCommands(socket, ['show status']))
  const operate = async (command: string, session: string): Promise<void> => {
    await birdCommands(socket, [`${command} ${peerOf(router, session).label}`])
  }
  const reconfigure = async (): Promise<void> => {
    // Or it would start what an operator or a limit has taken down.
    const [protocols = ''] = await birdCommands(socket, ['show protocols'])
    configure(readBirdDown(protocols))
    await birdCommands(socket, ['configure'])
  }
  return {
    read: () => read(socket, router),
    notifications: () => readBirdNotifications(readFileSync(logFile, 'utf8'), router),
    shut: (session) => operate('disable', session),
    open: (session) => operate('enable', session),
    // A limit disables what it ends, and what is disabled is not restarted.
    clear: async (session) => {
      await operate('restart', session)
      await operate('enable', session)
    },
    refresh: (session) => operate('reload in', session),
    originate: async (prefixes) => {
      present = { ...present, own: prefixes }
      await reconfigure()
    },
    follow: async (changed) => {
      present = { ...present, router: changed }
      await reconfigure()
    },
    freeze: daemon.freeze,
    kill: daemon.kill,
  }
}

async function read(socket: string, router: RouterSetup): Promise<RouterSnapshot> {
  const kept = router.peers.filter(({ keepsReceived }) => keepsReceived)
  const [protocols = '', routes = '', watched = '', ...ofPeers] = await birdCommands(socket, [
    'show protocols all',
    'show route all',
    router.peers.some(({ bfd }) => bfd !== undefined) ? 'show bfd sessions' : 'show status',
    ...router.peers.map(({ label }) => `show route export ${label} all`),
    ...kept.map(({ label, carried: [family = 'ipv4'] }) => `show route import table ${label}.${family} all`),
  ])
  const paths = readBirdPaths(routes, router)
  const sessions = readBirdSessions({ protocols, watched }, router, paths)
  const isUp = ({ configuration: { name } }: PeerSetup): boolean => sessions.get(name)?.established === true
  const told = router.peers.map((peer, index) => {
    const text = ofPeers[index] ?? ''
    return [peer.configuration.name, isUp(peer) ? readBirdExported(text, peer) : []] as const
  })
  const received = kept.map((peer, index) => {
    const text = ofPeers[router.peers.length + index] ?? ''
    return [peer.configuration.name, isUp(peer) ? readBirdImported(text) : []] as const
  })
  return { sessions, paths: sortedPaths(paths), received: new Map(received), told: new Map(told) }
}
