import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load, machine } from '../machine.ts'
import { markdownTable } from '../table.ts'
import { encodedTable, feed } from './feed.ts'
import { installedReceivers, type Receiver, usage } from './receivers.ts'

/*
 * npm run bench:tcp -- --prefixes 90000 --rounds 3
 *
 * W6 of the goals in docs/performance.md over TCP: the same octets to our live speaker and to the daemons that are
 * installed, one after the other on the loopback of one machine. Linux; FRR needs root.
 */

const { values } = parseArgs({
  options: { prefixes: { type: 'string', default: '90000' }, rounds: { type: 'string', default: '3' } },
})
const prefixes = Number(values.prefixes)
const patienceMilliseconds = 120_000
const firstPort = 17_900

/** What one receiver made of the table. */
interface Sample {
  readonly count: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly octets: number
}

console.log(`${machine().join('\n')}\n`)
const table = encodedTable(prefixes)
console.log(
  `${prefixes} prefixes, 15 an UPDATE, a set of attributes each: ${table.length} octets; load ${load()}\n`,
)

const receivers = installedReceivers()
const samples = new Map<Receiver, Sample[]>(receivers.map((receiver) => [receiver, []]))
let port = firstPort
for (let round = 0; round < Number(values.rounds); round++) {
  // Who comes first in one round comes last in another.
  for (const index of receivers.keys()) {
    const receiver = receivers[(index + round) % receivers.length]
    if (receiver !== undefined) samples.get(receiver)?.push(await measured(receiver, port++))
  }
}
const rows = [...samples].map(([{ name }, own]) => rowOf(name, own))
const head = ['receiver', 'counted', 'seconds', 'CPU seconds', 'prefixes per CPU second', 'octets per prefix']
console.log(markdownTable([head, ...rows]))

async function measured(receiver: Receiver, at: number): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'vmsee-tcp-'))
  const child = receiver.start(folder, at)
  const count = (): number => {
    try {
      return receiver.count(folder, child)
    } catch {
      // It does not answer while it is busy, or not yet.
      return 0
    }
  }
  try {
    const { send, end } = await fed(at)
    const before = usage(child)
    const start = performance.now()
    send(table)
    const { found, at: last } = await settled(count)
    const seconds = (last - start) / 1000
    const after = usage(child)
    end()
    return {
      count: found,
      seconds,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      octets: after.rss - before.rss,
    }
  } finally {
    child.kill('SIGTERM')
    await Promise.race([new Promise((resolve) => child.once('exit', resolve)), pause(3000)])
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  }
}

/** Not every receiver takes every prefix, so it has all when it has had no more for a while. */
async function settled(count: () => number): Promise<{ readonly found: number; readonly at: number }> {
  const deadline = performance.now() + patienceMilliseconds
  let [found, at] = [0, performance.now()]
  while (found < prefixes && performance.now() < deadline) {
    const now = count()
    if (now !== found) [found, at] = [now, performance.now()]
    else if (found > 0 && performance.now() - at > 3000) break
    await pause(50)
  }
  return { found, at }
}

/** A receiver that has just been started does not listen yet. */
async function fed(at: number): ReturnType<typeof feed> {
  const deadline = performance.now() + 30_000
  for (;;) {
    try {
      return await feed(at)
    } catch (error) {
      if (performance.now() > deadline) throw error
      await pause(100)
    }
  }
}

function rowOf(name: string, own: readonly Sample[]): readonly string[] {
  const middle = (of: (sample: Sample) => number): number =>
    own.map(of).toSorted((a, b) => a - b)[own.length >> 1] ?? Number.NaN
  const perSecond = middle(({ count, cpuSeconds }) => count / cpuSeconds)
  return [
    name,
    [...new Set(own.map(({ count }) => count))].join(', '),
    middle(({ seconds }) => seconds).toFixed(2),
    middle(({ cpuSeconds }) => cpuSeconds).toFixed(2),
    `${(perSecond / 1000).toFixed(0)} k`,
    middle(({ octets, count }) => octets / count).toFixed(0),
  ]
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
