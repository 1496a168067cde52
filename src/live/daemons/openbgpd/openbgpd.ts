import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { profiles } from '../../../bgp/profiles.ts'
import { formatAddress } from '../../../net/address-text.ts'
import type { PackedPrefixes } from '../../../net/packed-prefixes.ts'
import type { Daemon, Home, RunningDaemon } from '../daemon.ts'
import { startDaemon, untilReady } from '../daemon-process.ts'
import { hostCommand } from '../host-command.ts'
import { addressOf, type RouterSetup } from '../router-setup.ts'
import { type RouterSnapshot, sortedPaths } from '../snapshot.ts'
import {
  readOpenbgpdAdvertised,
  readOpenbgpdNotifications,
  readOpenbgpdPaths,
  readOpenbgpdSessions,
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
  quietMilliseconds: 500,
  patienceMilliseconds: 25_000,
  pollMilliseconds: 40,
  comesBackLate: true,
  startsWhenTold: true,
  comparesInPairs: false,
  tellsZeroMed: false,
  // It counts the pause in minutes.
  restartsAfterLimit: false,
  mistakesReplacements: false,
  unsupported: unsupportedByOpenbgpd,
  start,
}

async function start(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  home: Home,
): Promise<RunningDaemon> {
  const [configFile, socket] = [join(home.path, 'bgpd.conf'), join(home.path, 'bgpd.sock')]
  const configure = (prefixes: readonly PackedPrefixes[]): void =>
    writeFileSync(configFile, openbgpdConfiguration(router, prefixes, socket), { mode: 0o600 })
  configure(own)
  mkdirSync(jail, { recursive: true })
  const daemon = startDaemon(home, bgpd, ['-d', '-v', '-f', configFile])
  await untilReady(daemon, () => control(socket, ['show', 'summary']))
  const operate = async (session: string, word: string): Promise<void> => {
    await control(socket, ['neighbor', addressOf(router, session), word])
  }
  return {
    read: () => read(socket, router),
    notifications: () => readOpenbgpdNotifications(daemon.printed(), router),
    shut: (session) => operate(session, 'down'),
    open: (session) => operate(session, 'up'),
    clear: (session) => operate(session, 'clear'),
    refresh: (session) => operate(session, 'refresh'),
    originate: async (prefixes) => {
      configure(prefixes)
      await control(socket, ['reload'])
    },
    kill: daemon.kill,
  }
}

async function control(socket: string, words: readonly string[]): Promise<string> {
  return await hostCommand(bgpctl, ['-j', '-s', socket, ...words])
}

async function read(socket: string, router: RouterSetup): Promise<RouterSnapshot> {
  const sessions = readOpenbgpdSessions(await control(socket, ['show', 'neighbor']), router)
  const paths = readOpenbgpdPaths(await control(socket, ['show', 'rib', 'detail']), router)
  const told = new Map<string, readonly string[]>()
  for (const { configuration } of router.peers) {
    const { name, remoteAddress } = configuration
    const words = ['show', 'rib', 'out', 'neighbor', formatAddress(remoteAddress)]
    const isUp = sessions.get(name)?.established === true
    told.set(name, isUp ? readOpenbgpdAdvertised(await control(socket, words)) : [])
  }
  return { sessions, paths: sortedPaths(paths), told }
}
