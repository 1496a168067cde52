import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { profiles } from '../../../bgp/profiles.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PackedPrefixes } from '../../../net/packed-prefixes.ts'
import type { Daemon, Home, RunningDaemon } from '../daemon.ts'
import { startDaemon, untilReady } from '../daemon-process.ts'
import { hostCommand } from '../host-command.ts'
import { addressOf, type RouterSetup } from '../router-setup.ts'
import { everyAttribute, type RouterSnapshot, type RouteSnapshot, sortedPaths } from '../snapshot.ts'
import {
  readOpenbgpdNotifications,
  readOpenbgpdPaths,
  readOpenbgpdReceived,
  readOpenbgpdSessions,
  readOpenbgpdTold,
} from './read.ts'
import { openbgpdConfiguration, unsupportedByOpenbgpd } from './render.ts'

const [bgpd, bgpctl] = ['/usr/sbin/bgpd', '/usr/sbin/bgpctl']

/** The folder that it shuts itself into. */
const jail = '/run/openbgpd'

/** OpenBGPD. Here a rule allows what nobody refuses, so that RFC 8212 asks for no more. */
export const openbgpd: Daemon = {
  name: 'openbgpd',
  programs: [bgpd, bgpctl],
  packages: ['openbgpd'],
  profile: { ...profiles.openbgpd, externalNeedsPolicy: false },
  user: '_bgpd',
  quietMilliseconds: 500,
  patienceMilliseconds: 25_000,
  pollMilliseconds: 40,
  comesBackLate: true,
  startsWhenTold: true,
  comparesInPairs: false,
  tellsZeroMed: false,
  showsReceived: everyAttribute,
  // The other two as the table has them, whether they go to an external peer or not.
  showsTold: everyAttribute.filter((name) => name !== 'med' && name !== 'localPref'),
  // It counts the pause in minutes.
  restartsAfterLimit: false,
  mistakesReplacements: false,
  forgetsRemovalWhenShut: false,
  playsBfd: false,
  leavesOut: ['weight', 'allowOwnAsn', 'removePrivateAsns'],
  unsupported: unsupportedByOpenbgpd,
  start,
}

async function start(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  home: Home,
): Promise<RunningDaemon> {
  const [configFile, socket] = [join(home.path, 'bgpd.conf'), join(home.path, 'bgpd.sock')]
  let present = { router, own }
  const configure = (): void => {
    const text = openbgpdConfiguration(present.router, present.own, socket)
    writeFileSync(configFile, text, { mode: 0o600 })
  }
  configure()
  mkdirSync(jail, { recursive: true })
  const daemon = startDaemon(home, bgpd, ['-d', '-v', '-f', configFile])
  await untilReady(daemon, () => control(socket, ['show', 'summary']))
  const operate = async (session: string, word: string): Promise<void> => {
    await control(socket, ['neighbor', addressOf(router, session), word])
  }
  const reconfigure = async (changed: typeof present): Promise<void> => {
    present = changed
    configure()
    await control(socket, ['reload'])
  }
  return {
    read: () => read(socket, router),
    notifications: () => readOpenbgpdNotifications(daemon.printed(), router),
    shut: (session) => operate(session, 'down'),
    open: (session) => operate(session, 'up'),
    clear: (session) => operate(session, 'clear'),
    refresh: (session) => operate(session, 'refresh'),
    originate: (prefixes) => reconfigure({ ...present, own: prefixes }),
    follow: (changed) => reconfigure({ ...present, router: changed }),
    freeze: daemon.freeze,
    kill: daemon.kill,
  }
}

async function control(socket: string, words: readonly string[]): Promise<string> {
  return await hostCommand(bgpctl, ['-j', '-s', socket, ...words])
}

async function read(socket: string, router: RouterSetup): Promise<RouterSnapshot> {
  const sessions = readOpenbgpdSessions(await control(socket, ['show', 'neighbor']), router)
  const rib = await control(socket, ['show', 'rib', 'detail'])
  const paths = readOpenbgpdPaths(rib, router)
  const [received, told] = [
    new Map<string, readonly RouteSnapshot[]>(),
    new Map<string, readonly RouteSnapshot[]>(),
  ]
  for (const peer of router.peers) {
    const { name, remoteAddress } = peer.configuration
    const isUp = sessions.get(name)?.established === true
    const adjacent = (way: 'in' | 'out'): Promise<string> =>
      control(socket, ['show', 'rib', way, 'neighbor', formatAddress(remoteAddress), 'detail'])
    received.set(name, isUp ? readOpenbgpdReceived(await adjacent('in'), rib, router) : [])
    told.set(name, isUp ? readOpenbgpdTold(await adjacent('out'), peer) : [])
  }
  return { sessions, paths: sortedPaths(paths), received, told }
}
