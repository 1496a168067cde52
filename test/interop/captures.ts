/**
 * `npm run interop:captures [FILE...]`: what tshark and bgpdump, where they are installed, make of the captures of scenarios; all that
 * come with the program where none is named. It ends with counts in TAP's words.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scenarioFiles } from '../../src/cli/scenario-files.ts'
import { countCapturedMessages } from '../support/captured-messages.ts'
import { readCapture } from '../support/pcap-reader.ts'

const given = process.argv.slice(2)
const files = scenarioFiles(given.length > 0 ? given : ['sim-scenarios'])
const folder = mkdtempSync(join(tmpdir(), 'vmsee-captures-'))
const total = { pass: 0, fail: 0, skip: 0 }

/** What a tool complained of; nothing where it is content. */
type Complaints = readonly string[]

const contests: readonly { tool: string; package: string; of: (file: string) => Complaints }[] = [
  { tool: 'tshark', package: 'tshark', of: tsharkComplaints },
  { tool: 'bgpdump', package: 'bgpdump', of: bgpdumpComplaints },
]

for (const { tool, package: name, of } of contests) {
  const isInstalled = spawnSync(tool, ['--version']).error === undefined
  for (const file of files) {
    if (!isInstalled) {
      tell('skip', `${tool} ${file}: not installed; apt-get install ${name}`)
      continue
    }
    const complaints = of(file)
    tell(complaints.length === 0 ? 'pass' : 'fail', `${tool} ${file}`)
    for (const complaint of complaints.slice(0, 10)) console.log(`#   ${complaint}`)
  }
}
rmSync(folder, { recursive: true })
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : 0

function tell(word: keyof typeof total, what: string): void {
  total[word]++
  console.log(`${{ pass: 'ok', fail: 'not ok', skip: 'skip' }[word]} - ${what}`)
}

/** Malformed messages, wrong checksums, warnings of the experts, and messages that tshark did not find. */
function tsharkComplaints(file: string): Complaints {
  const capture = traced(file, 'pcap')
  const path = join(folder, 'run.pcap')
  writeFileSync(path, capture)
  const checking = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-r', path]
  const wrong = lines('tshark', [
    ...checking,
    '-Y',
    '_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0',
  ])
  const warnings = lines('tshark', [...checking, '-q', '-z', 'expert,warn']).filter(
    (line) => /^ +\d/.test(line) && !isOfTheScenario(line),
  )
  const found: Record<string, number> = {}
  for (const line of lines('tshark', ['-r', path, '-Y', 'bgp', '-T', 'fields', '-e', 'bgp.type'])) {
    for (const type of line.split(',')) found[type] = (found[type] ?? 0) + 1
  }
  const expected = countCapturedMessages(readCapture(capture))
  const counts = [JSON.stringify(found), JSON.stringify(expected)]
  return [
    ...wrong,
    ...warnings,
    ...(counts[0] === counts[1] ? [] : [`types ${counts[0]} instead of ${counts[1]}`]),
  ]
}

/** A connection that a crashed router does not know any more, or a closed port refuses, is reset: that is no fault of the file. */
function isOfTheScenario(line: string): boolean {
  return line.endsWith('Connection reset (RST)')
}

/** Both kinds of MRT read, and say the same as our own lines. */
function bgpdumpComplaints(file: string): Complaints {
  return [[], ['--rib']].flatMap((more) => {
    const path = join(folder, 'run.mrt')
    writeFileSync(path, traced(file, 'mrt', ...more))
    const { stdout, stderr } = run('bgpdump', ['-v', '-m', path])
    const said = stderr
      .toString()
      .split('\n')
      .filter((line) => line !== '' && !line.includes('logging to'))
    const ours = traced(file, 'bgpdump', ...more)
      .toString()
      .split('\n')
    const theirs = stdout.toString().split('\n')
    const at = theirs.findIndex((line, index) => line !== ours[index])
    if (at === -1 && theirs.length === ours.length) return said
    return [...said, `line ${at + 1} reads ${theirs[at]} and not ${ours[at]}`]
  })
}

function traced(file: string, format: string, ...more: readonly string[]): Buffer {
  const program = ['--import=tsx', 'src/cli/main.ts', 'trace', file, '--format', format, ...more]
  const { stdout, stderr, status } = run(process.execPath, program)
  if (status !== 0) throw new Error(`trace ${file} --format ${format}: ${stderr}`)
  return stdout
}

function lines(tool: string, words: readonly string[]): readonly string[] {
  return run(tool, words)
    .stdout.toString()
    .split('\n')
    .filter((line) => line !== '')
}

function run(tool: string, words: readonly string[]): SpawnSyncReturns<Buffer> {
  return spawnSync(tool, [...words], { maxBuffer: 2 ** 30 })
}
