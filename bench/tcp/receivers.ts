import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
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
    const said = execFileSync('birdc', ['-s', join(folder, 'bird.ctl'), 'show', 'route', 'count'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
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
    const asked = ['--vty_socket', folder, '-c', 'show bgp ipv4 unicast summary json']
    const said = execFileSync('vtysh', asked, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return Number(/"pfxRcd":(\d+)/.exec(said)?.[1] ?? 0)
  },
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

const all: readonly Receiver[] = [ours, bird, frr]

export function installedReceivers(): readonly Receiver[] {
  return all.filter(({ name, program, package: from }) => {
    const isThere = existsSync(program)
    if (!isThere) console.log(`skipped: ${name} is not installed (apt-get install ${from})`)
    return isThere
  })
}

/** What a process has used: seconds of all its threads on a CPU, and octets of memory. */
export function usage({ pid }: ChildProcess): { readonly cpuSeconds: number; readonly rss: number } {
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
