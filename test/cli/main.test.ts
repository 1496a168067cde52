import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'ava'

interface Ended {
  readonly code: number | undefined
  readonly out: string
  readonly talk: string
}

const flagship = 'sim-scenarios/failover/primary-silent-cut.yaml'

function vmsee(words: readonly string[], nodeOptions: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve) => {
    const argv = ['--import=tsx', ...nodeOptions, 'src/cli/main.ts', ...words]
    const child = execFile(process.execPath, argv, (_error, out, talk) => {
      resolve({ code: child.exitCode ?? undefined, out, talk })
    })
  })
}

test.serial('without words a short help goes to stderr, and the code is 2', async (t) => {
  const { code, out, talk } = await vmsee([])
  t.is(code, 2)
  t.is(out, '')
  t.regex(talk, /^Examples:\n {2}vmsee run /)
})

test.serial('--version prints the version of package.json', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  t.deepEqual(await vmsee(['--version']), { code: 0, out: `vmsee ${version}\n`, talk: '' })
})

test.serial('help of a command is its --help, and says that a time may go without its unit', async (t) => {
  const [help, option] = await Promise.all([vmsee(['help', 'run']), vmsee(['run', '--help'])])
  t.deepEqual(help, option)
  t.is(help.code, 0)
  t.regex(
    help.out.replace(/\s+/g, ' '),
    /--until <time> end the run at this instant \(30s, 10m; a number alone is seconds\)/,
  )
})

test.serial('--help leads with examples and has the table of exit codes', async (t) => {
  const { code, out } = await vmsee(['--help'])
  t.is(code, 0)
  t.regex(out, /^Examples:\n/)
  for (const known of ['0', '1', '2', '3', '70', '124', '130'])
    t.regex(out, new RegExp(`^ {2}${known} +-*\\w`, 'm'))
})

test.serial(
  'a word that is no command, and a file that is not there, exit with 2 and a suggestion',
  async (t) => {
    const [command, topic, file] = await Promise.all([
      vmsee(['rnu']),
      vmsee(['help', 'rnu']),
      vmsee(['run', 'sim-scenario']),
    ])
    t.like(command, { code: 2, out: '' })
    t.regex(command.talk, /Did you mean run\?/)
    t.deepEqual(topic, command)
    t.like(file, { code: 2, out: '' })
    t.is(file.talk, 'error: no such file: sim-scenario; did you mean "sim-scenarios"?\n')
  },
)

test.serial('a bug of ours exits with 70 and leaves a report', async (t) => {
  const bug = 'data:text/javascript,performance.now=()=>{throw new Error("planted")}'
  const { code, talk } = await vmsee(['run', flagship], [`--import=${bug}`])
  t.is(code, 70)
  t.regex(talk, /This is a bug of vmsee: Error: planted\n/)
  const [, path = ''] = /is in (.*)\n/.exec(talk) ?? []
  t.regex(readFileSync(path, 'utf8'), /^vmsee \d.*\nvmsee run .*\n\nError: planted\n +at /)
})

test.serial('a reader that has seen enough ends a trace quietly', async (t) => {
  const child = spawn(process.execPath, [
    '--import=tsx',
    'src/cli/main.ts',
    'trace',
    flagship,
    '--format',
    'jsonl',
  ])
  let talk = ''
  child.stderr.on('data', (chunk) => {
    talk += String(chunk)
  })
  child.stdout.once('data', () => child.stdout.destroy())
  const code = await new Promise((resolve) => child.on('close', resolve))
  t.deepEqual({ code, talk }, { code: 0, talk: '' })
})

test.serial('Ctrl-C while watching ends with 130', async (t) => {
  const child = spawn(process.execPath, ['--import=tsx', 'src/cli/main.ts', 'run', flagship, '--watch'])
  child.stderr.on('data', (chunk) => {
    if (String(chunk).includes('Watching')) child.kill('SIGINT')
  })
  t.is(await new Promise((resolve) => child.on('close', resolve)), 130)
})
