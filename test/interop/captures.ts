/**
 * `npm run interop:captures [FILE...]`: what tshark and bgpdump, where they are installed, make of the captures of scenarios; all that
 * come with the program where none is named. It ends with counts in TAP's words.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scenarioFiles } from '../../src/cli/scenario-files.ts'
import { type CaptureOptions, writePackets, writeTables, writeUpdates } from '../../src/cli/write-capture.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { countCapturedMessages } from '../support/captured-messages.ts'
import { readCapture, type SeenPacket } from '../support/pcap-reader.ts'
import { recordingTerminal } from '../support/recording-terminal.ts'

const given = process.argv.slice(2)
const files = given.length > 0 ? scenarioFiles(given) : corpusLast(scenarioFiles(['sim-scenarios']))
const folder = mkdtempSync(join(tmpdir(), 'vmsee-captures-'))
const total = { pass: 0, fail: 0, skip: 0 }
/** Tools that run at a time, beside the simulator. */
const mostRunning = 2

/** What a tool complained of; nothing where it is content. */
type Complaints = readonly string[]

interface Judge {
  readonly tool: string
  readonly package: string
  readonly of: (scenario: Scenario, place: string) => Promise<Complaints>
}

const judges: readonly Judge[] = [
  { tool: 'tshark', package: 'tshark', of: tsharkComplaints },
  { tool: 'bgpdump', package: 'bgpdump', of: bgpdumpComplaints },
]

const installed = judges.filter(({ tool, package: name }) => {
  const isThere = spawnSync(tool, ['--version']).error === undefined
  if (!isThere)
    for (const file of files) tell('skip', `${tool} ${file}: not installed; apt-get install ${name}`)
  return isThere
})

/** Where tshark complains, and may. */
const leftOut: ReadonlyMap<string, string> = new Map([
  [
    'sim-scenarios/microsoft-peering/forbidden-prefixes.yaml',
    'version 4.0 misreads a default route beside other prefixes; bgpdump and our own reader do not',
  ],
  [
    'sim-scenarios/faults/malformed-updates.yaml',
    'two of its messages are malformed, as they are meant to be',
  ],
])

const edges: ReadonlySet<string> = new Set(['SYN', 'FIN', 'RST'])

/** What tshark warns of, packet by packet, and TCP has to do (RFC 9293). There must be as many as we wrote. */
const warnedOf: ReadonlyMap<string, (packet: SeenPacket) => boolean> = new Map([
  // §3.5.2: of a router that restarted and does not know the connection any more, or whose session is Idle.
  ['Connection reset (RST)', isReset],
  // §3.8.6.1: of an end that reads nothing. The window of what begins or ends a connection is no matter to tshark.
  ['TCP Zero Window segment', ({ window, flags }) => window === 0 && !flags.some((flag) => edges.has(flag))],
])

/** What bgpdump says of a message that it does not know, and passes over. */
const unknownToBgpdump = 'MSG_ROUTE_REFRESH_01 not implemented yet'

const running = new Set<Promise<void>>()
for (const [index, file] of files.entries()) {
  const { scenario } = loadScenario(file)
  if (scenario === undefined) throw new Error(`${file} is not valid`)
  tellOf(`the same packets by meaning and as octets: ${file}`, carriageComplaints(scenario))
  for (const judge of installed) {
    const why = judge.tool === 'tshark' ? leftOut.get(file) : undefined
    if (why !== undefined) {
      tell('skip', `${judge.tool} ${file}: ${why}`)
      continue
    }
    const work = judge
      .of(scenario, join(folder, `${index}-${judge.tool}`))
      .then((complaints) => tellOf(`${judge.tool} ${file}`, complaints))
      .finally(() => running.delete(work))
    running.add(work)
    if (running.size >= mostRunning) await Promise.race(running)
  }
}
await Promise.all(running)
rmSync(folder, { recursive: true })
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : 0

/** Where time is short, the many small ones may be left out. */
function corpusLast(all: readonly string[]): readonly string[] {
  const isOfCorpus = (file: string): boolean => file.includes('conformance')
  return [...all.filter((file) => !isOfCorpus(file)), ...all.filter(isOfCorpus)]
}

function tellOf(what: string, complaints: Complaints): void {
  tell(complaints.length === 0 ? 'pass' : 'fail', what)
  for (const complaint of complaints.slice(0, 10)) console.log(`#   ${complaint}`)
}

function tell(word: keyof typeof total, what: string): void {
  total[word]++
  console.log(`${{ pass: 'ok', fail: 'not ok', skip: 'skip' }[word]} - ${what}`)
}

/** A run whose connections carry octets gives the very same file. */
function carriageComplaints(scenario: Scenario): Complaints {
  const [meant, carried] = [false, true].map((wire) => packetsOf({ ...scenario, wire }))
  return meant !== undefined && carried !== undefined && meant.equals(carried) ? [] : ['the captures differ']
}

function packetsOf(scenario: Scenario): Buffer {
  return written((terminal) => writePackets(scenario, {}, terminal))
}

function written(write: (terminal: ReturnType<typeof recordingTerminal>) => void): Buffer {
  const parts: Uint8Array[] = []
  const terminal = {
    ...recordingTerminal(),
    out: (text: string) => void parts.push(Buffer.from(text)),
    outOctets: (octets: Uint8Array) => void parts.push(octets),
  }
  write(terminal)
  return Buffer.concat(parts)
}

/** Warnings of the experts, malformed messages and wrong checksums among them, and messages that tshark did not find. */
async function tsharkComplaints(scenario: Scenario, place: string): Promise<Complaints> {
  const capture = packetsOf(scenario)
  writeFileSync(place, capture)
  const checking = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-r', place]
  const fields = ['bgp.type', '_ws.malformed', 'tcp.checksum.status', 'ip.checksum.status']
  const asked = ['-T', 'fields', ...fields.flatMap((field) => ['-e', field]), '-z', 'expert,warn']
  const { out } = await run('tshark', [...checking, ...asked])
  const lines = out.split('\n')
  const found: Record<string, number> = {}
  const wrong: string[] = []
  for (const line of lines.filter((text) => text.includes('\t'))) {
    const [types = '', malformed = '', ...checksums] = line.split('\t')
    for (const type of types.split(',').filter((text) => text !== '')) found[type] = (found[type] ?? 0) + 1
    if (malformed !== '' || checksums.includes('0')) wrong.push(`a packet is wrong: ${line}`)
  }
  const packets = readCapture(capture)
  const warnings = lines.filter((line) => /^ +\d+ /.test(line) && !isRightly(line, packets))
  const counts = [found, countCapturedMessages(packets)].map((count) => JSON.stringify(sorted(count)))
  return [
    ...wrong,
    ...warnings,
    ...unprovoked(packets),
    ...(counts[0] === counts[1] ? [] : [`types ${counts[0]} instead of ${counts[1]}`]),
  ]
}

function sorted(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([a], [b]) => Number(a) - Number(b))
}

function isRightly(line: string, packets: readonly SeenPacket[]): boolean {
  const [, count, what = ''] = /^ +(\d+) +Sequence +TCP +(.*)$/.exec(line) ?? []
  const isMeant = warnedOf.get(what)
  return isMeant !== undefined && Number(count) === packets.filter(isMeant).length
}

function isReset({ flags }: SeenPacket): boolean {
  return flags.includes('RST')
}

/** Resets that answer nothing. */
function unprovoked(packets: readonly SeenPacket[]): Complaints {
  const heard = new Set<string>()
  return packets.flatMap((packet) => {
    const { source, destination, atMicros } = packet
    heard.add(`${source} > ${destination}`)
    const isAnswer = heard.has(`${destination} > ${source}`)
    return isReset(packet) && !isAnswer ? [`a reset at ${atMicros} us answers nothing`] : []
  })
}

/** Both kinds of MRT read, and say the same as our own lines. */
async function bgpdumpComplaints(scenario: Scenario, place: string): Promise<Complaints> {
  const complaints: string[] = []
  for (const write of [writeUpdates, writeTables]) {
    const of = (format: 'mrt' | 'bgpdump'): Buffer =>
      written((terminal) => write(format, scenario, {} satisfies CaptureOptions, terminal))
    writeFileSync(place, of('mrt'))
    const { out, err } = await run('bgpdump', ['-v', '-m', place])
    complaints.push(
      ...err
        .split('\n')
        .filter((line) => line !== '' && !line.includes('logging to') && !line.includes(unknownToBgpdump)),
    )
    const [theirs, ours] = [out.split('\n'), of('bgpdump').toString().split('\n')]
    const at = theirs.findIndex((line, index) => line !== ours[index])
    if (at !== -1) complaints.push(`line ${at + 1} reads ${theirs[at]} and not ${ours[at]}`)
    else if (theirs.length < ours.length) complaints.push(`it ends before ${ours[theirs.length]}`)
  }
  return complaints
}

function run(
  tool: string,
  words: readonly string[],
): Promise<{ readonly out: string; readonly err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, words)
    const said = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.err += text
    })
    child.on('error', reject)
    child.on('close', () => resolve(said))
  })
}
