import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { feeder } from './feed.ts'

/** A program that listens for the feeder on a port of the loopback. */
export interface Receiver {
  readonly name: string
  /** What must be there, and the package that has it. */
  readonly program: string
  readonly package: string
  readonly start: (folder: string, port: number) => ChildProcess
  /** How many prefixes it has heard by now. */
  readonly count: (folder: string, child: ChildProcess) => number
}

const quiet: SpawnOptions = { stdio: 'ignore' }

const bird: Receiver = {
  name: 'BIRD',
  program: '/usr/sbin/bird',
  package: 'bird2',
  start: (folder, port) => {
    const [file, control] = [join(folder, 'bird.conf'), join(folder, 'bird.ctl')]
    writeFileSync(
      file,
      `router id 127.0.0.1;
protocol device { }
protocol bgp feed {
  local 127.0.0.1 port ${port} as 65000;
  neighbor ${feeder.address} as ${feeder.asn};
  multihop;
  passive;
  ipv4 { import all; export none; };
}
`,
    )
    return spawn('/usr/sbin/bird', ['-f', '-c', file, '-s', control], quiet)
  },
  count: (folder) => {
    const said = answer('birdc', ['-s', join(folder, 'bird.ctl'), 'show', 'route', 'count'])
    return Number(/(\d+) of \d+ routes for \d+ networks in table master4/.exec(said)?.[1] ?? 0)
  },
}

const frr: Receiver = {
  name: 'FRR bgpd',
  program: '/usr/lib/frr/bgpd',
  package: 'frr',
  start: (folder, port) => {
    const file = join(folder, 'bgpd.conf')
    writeFileSync(
      file,
      `router bgp 65000
 bgp router-id 127.0.0.1
 no bgp ebgp-requires-policy
 no bgp network import-check
 neighbor ${feeder.address} remote-as ${feeder.asn}
 neighbor ${feeder.address} passive
 neighbor ${feeder.address} ebgp-multihop
 neighbor ${feeder.address} disable-connected-check
`,
    )
    const id = (flag: string): number => Number(execFileSync('id', [flag, 'frr'], { encoding: 'utf8' }))
    chmodSync(folder, 0o755)
    chownSync(folder, id('-u'), id('-g'))
    const places = ['--vty_socket', folder, '-i', join(folder, 'bgpd.pid'), '-f', file]
    const at = ['-l', '127.0.0.1', '-p', String(port), '-P', '0']
    return spawn('/usr/lib/frr/bgpd', ['-Z', '-n', '-u', 'frr', '-g', 'frr', ...at, ...places], quiet)
  },
  count: (folder) => {
    const said = answer('vtysh', ['--vty_socket', folder, '-c', 'show bgp ipv4 unicast summary json'])
    return Number(/"pfxRcd":(\d+)/.exec(said)?.[1] ?? 0)
  },
}

const gobgp: Receiver = {
  name: 'GoBGP',
  program: '/usr/bin/gobgpd',
  package: 'gobgpd',
  start: (folder, port) => {
    const file = join(folder, 'gobgpd.toml')
    writeFileSync(
      file,
      `[global.config]
  as = 65000
  router-id = "127.0.0.1"
  port = ${port}
  local-address-list = ["127.0.0.1"]
[[neighbors]]
  [neighbors.config]
    neighbor-address = "${feeder.address}"
    peer-as = ${feeder.asn}
  [neighbors.transport.config]
    passive-mode = true
  [neighbors.ebgp-multihop.config]
    enabled = true
    multihop-ttl = 2
`,
    )
    const api = `unix://${join(folder, 'gobgpd.sock')}`
    return spawn('/usr/bin/gobgpd', ['-f', file, '-p', '--pprof-disable', '--api-hosts', api], quiet)
  },
  count: (folder) => {
    const api = `unix://${join(folder, 'gobgpd.sock')}`
    const said = answer('gobgp', ['--target', api, '-j', 'global', 'rib', 'summary'])
    return Number(/"num_path": ?(\d+)/.exec(said)?.[1] ?? 0)
  },
}

const openbgpd: Receiver = {
  name: 'OpenBGPD',
  program: '/usr/sbin/bgpd',
  package: 'openbgpd',
  start: (folder, port) => {
    const file = join(folder, 'bgpd.conf')
    writeFileSync(
      file,
      `AS 65000
router-id 127.0.0.1
listen on 127.0.0.1 port ${port}
socket "${join(folder, 'bgpd.sock')}"
fib-update no
neighbor ${feeder.address} {
  remote-as ${feeder.asn}
  passive
  multihop 2
}
allow from any
`,
      { mode: 0o600 },
    )
    // What it shuts itself into.
    mkdirSync('/run/openbgpd', { recursive: true })
    return spawn('/usr/sbin/bgpd', ['-d', '-f', file], quiet)
  },
  count: (folder) => {
    const asked = ['-j', '-s', join(folder, 'bgpd.sock'), 'show', 'neighbor', feeder.address]
    return Number(/"received":\s*(\d+)/.exec(answer('bgpctl', asked))?.[1] ?? 0)
  },
}

/** One that is busy with the table is asked again later. */
function answer(program: string, words: readonly string[]): string {
  return execFileSync(program, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 5000,
  })
}

const counts = new WeakMap<ChildProcess, number>()

const ours: Receiver = {
  name: 'vmsee live',
  program: process.execPath,
  package: 'vmsee',
  start: (_, port) => {
    const program = fileURLToPath(new URL('live-receiver.ts', import.meta.url))
    const child = spawn(process.execPath, ['--import=tsx', program, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const said = [...text.matchAll(/count (\d+)/g)].at(-1)?.[1]
      if (said !== undefined) counts.set(child, Number(said))
    })
    return child
  },
  count: (_, child) => counts.get(child) ?? 0,
}

const all: readonly Receiver[] = [ours, bird, frr, gobgp, openbgpd]

export function installedReceivers(): readonly Receiver[] {
  return all.filter(({ name, program, package: from }) => {
    const isThere = existsSync(program)
    if (!isThere) console.log(`skipped: ${name} is not installed (apt-get install ${from})`)
    return isThere
  })
}

/** What a process and those that it has started have used: seconds of all their threads on a CPU, and octets of memory. */
export function usage({ pid }: ChildProcess): Usage {
  return familyOf(pid ?? 0)
    .map(usageOf)
    .reduce((sum, own) => ({ cpuSeconds: sum.cpuSeconds + own.cpuSeconds, rss: sum.rss + own.rss }), {
      cpuSeconds: 0,
      rss: 0,
    })
}

interface Usage {
  readonly cpuSeconds: number
  readonly rss: number
}

function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))]
}

function usageOf(pid: number): Usage {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0
  return {
    cpuSeconds: nanoseconds.reduce((sum, own) => sum + own, 0) / 1e9,
    rss: Number(kibibytes) * 1024,
  }
}
