import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { profiles } from '../../../bgp/profiles.ts'
import type { Family } from '../../../net/address.ts'
import { families } from '../../../net/address.ts'
import { formatAddress } from '../../../net/address-text.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../../net/packed-prefixes.ts'
import { formatPrefix } from '../../../net/prefix-text.ts'
import type { Daemon, Home, RunningDaemon } from '../daemon.ts'
import { startDaemon, untilReady } from '../daemon-process.ts'
import { hostCommand } from '../host-command.ts'
import { addressOf, type PeerSetup, type RouterSetup } from '../router-setup.ts'
import {
  everyAttribute,
  type PathSnapshot,
  type RouterSnapshot,
  type RouteSnapshot,
  sortedPaths,
  sortedRoutes,
} from '../snapshot.ts'
import {
  gobgpProgress,
  readGobgpNotifications,
  readGobgpPaths,
  readGobgpRoutes,
  readGobgpSessions,
} from './read.ts'
import { gobgpConfiguration, unsupportedByGobgp } from './render.ts'

const [gobgpd, gobgp] = ['/usr/bin/gobgpd', '/usr/bin/gobgp']

/** GoBGP, whose past does not decide with `external-compare-router-id`. */
export const gobgpDaemon: Daemon = {
  name: 'gobgp',
  programs: [gobgpd, gobgp],
  packages: ['gobgpd'],
  profile: { ...profiles.gobgp, preferOldestExternal: false },
  user: undefined,
  quietMilliseconds: 1000,
  patienceMilliseconds: 75_000,
  // Each question is a process.
  pollMilliseconds: 500,
  comesBackLate: true,
  startsWhenTold: false,
  comparesInPairs: true,
  tellsZeroMed: true,
  showsReceived: everyAttribute,
  showsTold: everyAttribute,
  // What exceeded a limit waits for an operator.
  restartsAfterLimit: false,
  mistakesReplacements: false,
  forgetsRemovalWhenShut: true,
  playsBfd: false,
  leavesOut: ['weight'],
  unsupported: unsupportedByGobgp,
  start,
}

async function start(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  home: Home,
): Promise<RunningDaemon> {
  const [configFile, socket] = [join(home.path, 'gobgpd.toml'), join(home.path, 'gobgpd.sock')]
  writeFileSync(configFile, gobgpConfiguration(router))
  // One that was killed leaves it, and the next one would not listen there.
  rmSync(socket, { force: true })
  const words = ['-f', configFile, '-p', '--pprof-disable', '--api-hosts', `unix://${socket}`]
  const daemon = startDaemon(home, gobgpd, words)
  const control = (...asked: readonly string[]): Promise<string> =>
    hostCommand(gobgp, ['--target', `unix://${socket}`, '-j', ...asked])
  await untilReady(daemon, () => control('global'))
  const reader = new GobgpReader(control, router)
  const originate = originator(control)
  await originate(own)
  const operate = async (session: string, word: string): Promise<void> => {
    await control('neighbor', addressOf(router, session), word)
  }
  return {
    read: () => reader.read(),
    notifications: () => readGobgpNotifications(daemon.printed(), router),
    shut: (session) => operate(session, 'disable'),
    open: (session) => operate(session, 'enable'),
    // What a limit ended has to be enabled besides.
    clear: async (session) => {
      await operate(session, 'reset')
      await operate(session, 'enable')
    },
    refresh: (session) => operate(session, 'softresetin'),
    originate: async (prefixes) => {
      await originate(prefixes)
      reader.forget()
    },
    follow: async (changed) => {
      writeFileSync(configFile, gobgpConfiguration(changed))
      daemon.reload()
      await pause(reloadMilliseconds)
      for (const { configuration } of router.peers) await operate(configuration.name, 'softreset')
      reader.forget()
    },
    freeze: daemon.freeze,
    kill: daemon.kill,
  }
}

/** It answers while it reads its configuration, and says nowhere that it has. */
const reloadMilliseconds = 1000

type Control = (...asked: readonly string[]) => Promise<string>

/** Remembers what is there, and tells what is new or gone. */
function originator(control: Control): RunningDaemon['originate'] {
  let own: ReadonlyMap<string, Family> = new Map()
  return async (prefixes) => {
    const wanted = new Map(
      prefixes.flatMap((some) => unpackPrefixes(some).map((prefix) => [formatPrefix(prefix), some.family])),
    )
    const rib = ['global', 'rib']
    for (const [prefix, family] of own) {
      if (!wanted.has(prefix)) await control(...rib, '-a', family, 'del', prefix)
    }
    for (const [prefix, family] of wanted) {
      if (!own.has(prefix)) await control(...rib, '-a', family, 'add', prefix, 'origin', 'igp')
    }
    own = wanted
  }
}

/** Reads the tables anew where a session or the count of a peer's UPDATEs has changed, and once more after that. */
class GobgpReader {
  readonly #control: Control
  readonly #router: RouterSetup
  #progress = ''
  #repeated = 0
  #last: RouterSnapshot | undefined

  constructor(control: Control, router: RouterSetup) {
    this.#control = control
    this.#router = router
  }

  async read(): Promise<RouterSnapshot> {
    const neighbors = await this.#control('neighbor')
    const progress = gobgpProgress(neighbors)
    this.#repeated = progress === this.#progress ? this.#repeated + 1 : 0
    this.#progress = progress
    if (this.#last === undefined || this.#repeated < 2) this.#last = await this.#readAll(neighbors)
    return this.#last
  }

  /** Something was changed that no peer need have heard of. */
  forget(): void {
    this.#last = undefined
    this.#repeated = 0
  }

  async #readAll(neighbors: string): Promise<RouterSnapshot> {
    const sessions = readGobgpSessions(neighbors, this.#router)
    const paths: PathSnapshot[] = []
    for (const family of families) {
      paths.push(...readGobgpPaths(await this.#control('global', 'rib', '-a', family), this.#router))
    }
    const [received, told] = [
      new Map<string, readonly RouteSnapshot[]>(),
      new Map<string, readonly RouteSnapshot[]>(),
    ]
    for (const peer of this.#router.peers) {
      const { name } = peer.configuration
      const isUp = sessions.get(name)?.established === true
      received.set(name, isUp ? await adjacent(this.#control, peer, 'adj-in') : [])
      told.set(name, isUp ? await adjacent(this.#control, peer, 'adj-out') : [])
    }
    return { sessions, paths: sortedPaths(paths), received, told }
  }
}

async function adjacent(
  control: Control,
  { configuration }: PeerSetup,
  table: 'adj-in' | 'adj-out',
): Promise<readonly RouteSnapshot[]> {
  const address = formatAddress(configuration.remoteAddress)
  const routes: RouteSnapshot[] = []
  for (const family of configuration.session.families) {
    // A session that falls while it is read has no tables any more, and says so.
    const text = await control('neighbor', address, table, '-a', family).catch(() => '{}')
    routes.push(...readGobgpRoutes(text))
  }
  return sortedRoutes(routes)
}
