import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunFolder, removeLeftovers } from '../../src/live/daemons/run-folder.ts'
import { exportConfiguration } from '../../src/report/router-config/export-configuration.ts'
import { exportedRouter } from '../../src/report/router-config/exported-router.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { buildTopology } from '../../src/scenario/topology.ts'

// The page "peer your router with a virtual MSEE", done: its namespaces, its scenario and its configurations as they
// stand in docs/live.md. Each daemon must establish, exchange routes of both families, exceed the limit and hear Cease/1,
// and tshark must find nothing malformed. Linux, root; what is not installed is named and left out. Where it is killed, its
// next start removes the namespaces and processes that it left.

interface Page {
  readonly name: string
  /** The program, and the package that has it. */
  readonly program: string
  readonly package: string
  readonly configuration: string
  readonly start: (folder: string) => readonly string[]
  /** What the page asks the daemon for its routes. */
  readonly routes: (folder: string) => string
  /** Makes it announce 4,000 prefixes more. */
  readonly leak: (folder: string) => void
  /** Its configuration is what `vmsee export` writes of the page's scenario. */
  readonly isExported?: boolean
  /** What makes its IPv4 session have a password, where the MSEE's socket shall have one. */
  readonly withPassword?: (configuration: string) => string
  /** What it writes into its log of the NOTIFICATION that it heard; what it shows is gone as soon as it calls again. */
  readonly hearsCease: RegExp
}

/** RFC 4271 §4.1: what two sessions take that open, tell of a route each way, and of which one is told Cease. */
const captured = [
  { name: 'OPEN', type: 1, least: 4 },
  { name: 'UPDATE', type: 2, least: 4 },
  { name: 'NOTIFICATION', type: 3, least: 1 },
  { name: 'KEEPALIVE', type: 4, least: 4 },
]

const page = readFileSync('docs/live.md', 'utf8')
const leaked = Array.from({ length: 4000 }, (_, index) => `10.${64 + (index >> 8)}.${index & 255}.0/24`)

const bird: Page = {
  name: 'BIRD',
  program: '/usr/sbin/bird',
  package: 'bird2',
  configuration: 'bird.conf',
  start: (folder) => [
    '/usr/sbin/bird',
    '-f',
    '-c',
    join(folder, 'bird.conf'),
    '-s',
    join(folder, 'bird.ctl'),
    '-D',
    join(folder, 'log.txt'),
  ],
  routes: (folder) => birdc(folder, 'show', 'route', 'all'),
  leak: (folder) => {
    const routes = leaked.map((prefix) => `route ${prefix} blackhole;`).join(' ')
    const more = `\nprotocol static leak { ipv4; ${routes} }\n`
    writeFileSync(join(folder, 'bird.conf'), readFileSync(join(folder, 'bird.conf'), 'utf8') + more)
    birdc(folder, 'configure')
  },
  hearsCease: /Received: Maximum number of prefixes reached/,
}

const birdWithPassword: Page = {
  ...bird,
  name: 'BIRD with a password',
  withPassword: (configuration) =>
    configuration.replace('neighbor 172.16.0.2 as 12076;', '$&\n  password "s3cret";'),
}

const birdAsExported: Page = {
  ...bird,
  name: 'BIRD as exported',
  isExported: true,
}

const frr: Page = {
  name: 'FRR',
  program: '/usr/lib/frr/bgpd',
  package: 'frr',
  configuration: 'bgpd.conf',
  start: (folder) => {
    const places = ['--vty_socket', folder, '-i', join(folder, 'bgpd.pid'), '-f', join(folder, 'bgpd.conf')]
    const log = ['--log', `file:${join(folder, 'log.txt')}`, '--log-level', 'informational']
    return ['/usr/lib/frr/bgpd', '-Z', '-n', '-u', 'frr', '-g', 'frr', '-P', '0', ...places, ...log]
  },
  routes: (folder) => vtysh(folder, 'show bgp ipv4 unicast') + vtysh(folder, 'show bgp ipv6 unicast'),
  leak: (folder) => {
    const lines = [
      'router bgp 65010',
      'address-family ipv4 unicast',
      ...leaked.map((prefix) => `network ${prefix}`),
    ]
    writeFileSync(join(folder, 'more.conf'), `${lines.join('\n')}\n`)
    execFileSync('vtysh', ['--vty_socket', folder, '-f', join(folder, 'more.conf')], { stdio: 'pipe' })
  },
  hearsCease:
    /NOTIFICATION: received from neighbor 172\.16\.0\.2 6\/1 \(Cease\/Maximum Number of Prefixes Reached\)/,
}

const total = { pass: 0, skip: 0 }
if (process.getuid?.() !== 0) {
  tell('skip', 'network namespaces need root')
} else {
  await removeLeftovers()
  await Promise.all([bird, frr, birdWithPassword, birdAsExported].map(playOrSkip))
}
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)

async function playOrSkip(one: Page): Promise<void> {
  if (one.withPassword !== undefined && !hasPython())
    tell('skip', `${one.name}, since python3 is not installed`)
  else if (existsSync(one.program)) await play(one)
  else tell('skip', `${one.name} is not installed (apt-get install ${one.package})`)
}

function tell(word: keyof typeof total, what: string): void {
  total[word]++
  console.log(`${{ pass: 'ok', skip: 'skip' }[word]} - the page: ${what}`)
}

async function play(one: Page): Promise<void> {
  const run = new RunFolder()
  const folder = join(run.path, 'page')
  mkdirSync(folder)
  const names = { msee: `msee-${run.id}`, edge: `edge-${run.id}` }
  for (const name of Object.values(names)) run.noteNamespace(name)
  const children: ChildProcess[] = []
  const begin = (namespace: string, ...words: readonly string[]): ChildProcess => {
    const child = spawn('ip', ['netns', 'exec', namespace, ...words], { stdio: 'ignore' })
    children.push(child)
    if (child.pid !== undefined) run.noteProcess(child.pid)
    return child
  }
  try {
    prepare(folder, names)
    for (const file of ['lab.yaml', 'listen-md5.py']) writeFileSync(join(folder, file), block(file))
    writeFileSync(join(folder, one.configuration), configurationOf(one))
    const trace = (): string => readIfThere(join(folder, 'trace.txt'))
    const log = (): string => readIfThere(join(folder, 'log.txt'))
    // dumpcap, with which tshark captures, keeps no right of root to write where FRR may.
    const capture = join(run.path, 'page.pcapng')
    const dumpcap = existsSync('/usr/bin/dumpcap')
      ? begin(names.msee, 'dumpcap', '-q', '-i', 'er1', '-w', capture)
      : undefined
    // It writes the head of the file once it captures; what is said before is in no capture.
    if (dumpcap !== undefined) await until('dumpcap captures', () => readIfThere(capture) !== '')
    const hasPassword = one.withPassword !== undefined
    const listen = [
      '--listen',
      hasPassword ? 'fd:3' : '172.16.0.2:179',
      '--listen',
      '[fd00:16::2]:179',
      '--trace',
      join(folder, 'trace.txt'),
    ]
    const argv = [
      '--import=tsx',
      'src/cli/main.ts',
      'live',
      join(folder, 'lab.yaml'),
      '--router',
      'er1.msee1',
    ]
    const parent = ['python3', join(folder, 'listen-md5.py'), '172.16.0.2', '179', '172.16.0.1', 's3cret']
    const live = begin(names.msee, ...(hasPassword ? parent : []), ...[process.execPath, ...argv, ...listen])
    // Who calls before it listens may wait for a minute until he calls again.
    await until('the MSEE is there', () => trace() !== '')
    begin(names.edge, ...one.start(folder))
    await until(
      'both sessions stand',
      () => times(trace(), 'ce1-er1.msee1', 'OpenConfirm > Established') === 2,
    )
    await until('the MSEE hears both families', () =>
      ['10.1.0.0/16', 'fd00:1::/48'].every((prefix) => trace().includes(`best ${prefix}: 65010 via`)),
    )
    await until('the router hears both families', () =>
      ['10.200.0.0/16', 'fd00:200::/48'].every((prefix) => one.routes(folder).includes(prefix)),
    )
    one.leak(folder)
    await until('the MSEE says Cease/1', () => trace().includes('sends NOTIFICATION 6/1'))
    await until(
      'the router hears it',
      () => one.hearsCease.test(log()),
      () => `${one.name} says:\n${log()}`,
    )
    live.kill('SIGINT')
    await until('the run ends', () => live.exitCode === 130)
    // What is still in its buffers when it ends would be in no capture.
    const lacking = (): string => (dumpcap === undefined ? '' : missing(capture))
    await until('every kind of message is captured', () => lacking() === '', lacking)
    dumpcap?.kill('SIGINT')
    await until('dumpcap has written all', () => dumpcap === undefined || dumpcap.exitCode !== null)
    tell('pass', `${one.name}: sessions, routes of both families, Cease/1${malformed(capture)}`)
  } finally {
    for (const child of children) child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await run.remove()
  }
}

function configurationOf({ configuration, isExported, withPassword = (text) => text }: Page): string {
  return isExported === true ? exported() : withPassword(block(configuration))
}

/** The page's router, with the prefixes that its own configurations of it announce. */
function exported(): string {
  const end = 'path: primary }'
  const scenario = parseScenario(
    block('lab.yaml').replace(end, `${end}, advertise: [10.1.0.0/16, "fd00:1::/48"]`),
  )
  return exportConfiguration(exportedRouter(scenario, buildTopology(scenario), 'ce1'), 'bird').text
}

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).error === undefined
}

/** The namespaces of the page under names that nobody else has, and a folder that FRR may use. */
function prepare(folder: string, names: Readonly<Record<'msee' | 'edge', string>>): void {
  const commands = block('namespaces').replace(/\b(msee|edge)\b/g, (_, name) =>
    name === 'msee' ? names.msee : names.edge,
  )
  execFileSync('sh', ['-ec', commands], { stdio: 'inherit' })
  if (!existsSync('/usr/lib/frr/bgpd')) return
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'frr'], { encoding: 'utf8' }))
  chownSync(folder, id('-u'), id('-g'))
}

/** The block of the page whose first line names it. */
function block(name: string): string {
  const [, found] = new RegExp(`\`\`\`\\w+ ${name.replace('.', '\\.')}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? []
  if (found === undefined) throw new Error(`docs/live.md has no block ${name}`)
  return found
}

function birdc(folder: string, ...words: readonly string[]): string {
  return execFileSync('birdc', ['-s', join(folder, 'bird.ctl'), ...words], { encoding: 'utf8' })
}

function vtysh(folder: string, command: string): string {
  return execFileSync('vtysh', ['--vty_socket', folder, '-c', command], { encoding: 'utf8', stdio: 'pipe' })
}

/** How many lines have all of the words. */
function times(text: string, ...words: readonly string[]): number {
  return text.split('\n').filter((line) => words.every((word) => line.includes(word))).length
}

function tshark(capture: string, filter: string, ...form: readonly string[]): string {
  return execFileSync('tshark', ['-r', capture, '-Y', filter, ...form], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** The types of all messages. One packet may carry several. */
function typesIn(capture: string): readonly number[] {
  return tshark(capture, 'bgp', '-T', 'fields', '-e', 'bgp.type')
    .split(/[\s,]+/)
    .map(Number)
}

/** What a capture has too few of, in words. */
function missing(capture: string): string {
  const types = typesIn(capture)
  return captured
    .map(({ name, type, least }) => ({ name, least, found: types.filter((one) => one === type).length }))
    .filter(({ least, found }) => found < least)
    .map(({ name, least, found }) => `${found} messages of kind ${name} were captured, and not ${least}`)
    .join('; ')
}

function malformed(capture: string): string {
  if (!existsSync(capture)) return '; tshark is not installed, so no capture was judged'
  const bad = tshark(capture, '_ws.malformed || (bgp && _ws.expert.severity == "error")')
  if (bad !== '') throw new Error(`malformed:\n${bad}`)
  const types = typesIn(capture)
  return `; tshark finds nothing malformed in ${types.filter((type) => type > 0).length} messages`
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Waits a minute for it; what is `seen` instead is told with the error. */
async function until(what: string, isSo: () => boolean, seen = (): string => ''): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    try {
      if (isSo()) return
    } catch (error) {
      // A daemon that has just been started does not answer yet.
      if (performance.now() > deadline) throw error
    }
    if (performance.now() > deadline) throw new Error(`in a minute it did not come that ${what}\n${seen()}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
