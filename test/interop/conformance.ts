/**
 * `npm run interop`: the conformance corpus and the scenarios without thousands of prefixes, on the daemons that are installed: all of
 * it on BIRD and FRR, and of the others what needs no session to come back; before them twenty scenarios that are made up.
 * Each result is told as soon as it is known, in TAP's words; it ends with the counts, which CI adds up, and where it is
 * interrupted with those of what was played.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { listIn, objectIn, readJson, textIn } from '../../src/live/daemons/json-value.ts'

const folders = [
  'conformance',
  'bfd',
  'failover',
  'ipv6',
  'preference',
  'redundancy',
  'reflection',
  'microsoft-peering',
]
// What GoBGP and OpenBGPD play besides, without what they have no words for.
const circuits = ['reflection', 'failover', 'preference', 'redundancy']
const corpus = folders.map((folder) => `sim-scenarios/${folder}`)
const total = { pass: 0, fail: 0, skip: 0 }
const given = process.argv[2]

// Whoever interrupts us interrupts the program too, which then takes the daemons away.
process.on('SIGINT', () => undefined)
// Those that wait most of their time have labs of their own beside the others, and are what an early end cuts off.
const statuses = await Promise.all(
  given === undefined
    ? [playMadeUpAndCorpus('bird,frr'), playInTurn(['openbgpd', 'gobgp'])]
    : [playMadeUpAndCorpus(given)],
)
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : statuses.includes(130) ? 130 : 0

async function playMadeUpAndCorpus(on: string): Promise<number | null> {
  const able = on.split(',').filter((name) => name === 'bird' || name === 'frr')
  const first = able.length === 0 ? 0 : await play(able.join(','), ['--random', '20', '--seed', '1'], 3)
  return first === 130 ? first : await play(on, corpus, 3)
}

/** Circuits come last, since what an early end cuts off is then what the others play as well. */
async function playInTurn(daemons: readonly string[]): Promise<number | null> {
  for (const files of [['conformance'], circuits].map((some) =>
    some.map((folder) => `sim-scenarios/${folder}`),
  )) {
    for (const daemon of daemons) {
      const status = await play(daemon, files, 1)
      if (status === 130) return status
    }
  }
  return 0
}

async function play(on: string, what: readonly string[], perProcessor: number): Promise<number | null> {
  const jobs = String(perProcessor * availableParallelism())
  const words = ['conform', ...what, '--on', on, '--json', '--jobs', jobs]
  const program = spawn(process.execPath, ['--import=tsx', 'src/cli/main.ts', ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(program, 'exit')
  for await (const line of createInterface({ input: program.stdout })) {
    const result = line.replace(/^,/, '')
    if (result.startsWith('{"file":')) tell(result)
  }
  const [code]: (number | null)[] = await ended
  // 0 to 3 are verdicts; 130 is an interruption, after which what was played still counts.
  if (![0, 1, 3, 130].includes(code ?? -1)) {
    total.fail++
    console.log(`not ok - vmsee ${words.join(' ')}: it ended with ${code}`)
  }
  return code ?? null
}

function tell(text: string): void {
  const { outcome, daemon, file, stages, playedWithout, leftOut, closer } = objectIn(readJson(text))
  const passed = outcome === 'agrees' || outcome === 'explained'
  const kind = outcome === 'not compared' ? 'skip' : passed ? 'pass' : 'fail'
  total[kind]++
  console.log(
    `${{ pass: 'ok', fail: 'not ok', skip: 'skip' }[kind]} - ${textIn(daemon)} ${textIn(file)} ${textIn(outcome)}`,
  )
  for (const what of listIn(playedWithout)) console.log(`#   played without: ${textIn(what)}`)
  for (const why of listIn(leftOut)) console.log(`#   not compared: ${textIn(why)}`)
  for (const { atSeconds, findings } of listIn(stages).map(objectIn)) {
    const differences = listIn(findings).flatMap((finding) => listIn(objectIn(finding).differences))
    for (const difference of kind === 'fail' ? differences : [])
      console.log(`#   ${atSeconds} s: ${JSON.stringify(difference)}`)
  }
  // What is left of a scenario that was made up is a file, which can be played by itself.
  const { remark, text: smallest } = objectIn(closer)
  if (closer !== undefined) console.log(`#   ${textIn(remark)}\n${textIn(smallest) ?? ''}`)
}
