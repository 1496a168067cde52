/**
 * `npm run interop`: messages that no router should send, over real TCP, to each daemon in a network namespace and to a router of
 * ours that plays by that daemon's profile. The two have to answer alike, or the difference stands in `malformedDifferences`. It ends
 * with the counts in TAP's words. As `malformed.ts probe HOST NEXTHOP` it is the one that sends them.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { daemonCalled, missingPrograms } from '../../src/live/daemons/all-daemons.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { type Daemon, daemonNames, type RunningDaemon } from '../../src/live/daemons/daemon.ts'
import { engineSnapshot } from '../../src/live/daemons/engine-snapshot.ts'
import { routerSetups } from '../../src/live/daemons/router-setup.ts'
import { RunFolder } from '../../src/live/daemons/run-folder.ts'
import type { RouterSnapshot } from '../../src/live/daemons/snapshot.ts'
import { Wire } from '../../src/live/daemons/wire.ts'
import type { Address } from '../../src/net/address.ts'
import { formatAddress, parseAddress } from '../../src/net/address-text.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { LiveLab } from '../support/live-lab.ts'
import { malformedDifferences } from '../support/malformed-differences.ts'
import { answerOf, playExchange } from '../support/malformed-exchange.ts'
import { type Exchange, malformedExchanges } from '../support/vectors.ts'

const session = 'probe-dut ipv4'

/** What takes longer than an answer may is left to the corpus. */
const exchanges = malformedExchanges().filter(({ name }) => name !== 'fsm_hold_expire_established')

const [role, ...words] = process.argv.slice(2)
if (role === 'probe') await probe(words)
else await compareAll()

async function compareAll(): Promise<void> {
  const results = (await Promise.all(daemonNames.map((name) => compareOn(daemonCalled(name))))).flat()
  const count = (word: Result['word']): number => results.filter((result) => result.word === word).length
  for (const { word, text } of results) console.log(`${word} - ${text}`)
  console.log(`# skip ${count('skip')}`)
  console.log(`# pass ${count('ok')}`)
  console.log(`# fail ${count('not ok')}`)
  process.exitCode = count('not ok') > 0 ? 1 : 0
}

interface Result {
  readonly word: 'ok' | 'not ok' | 'skip'
  readonly text: string
}

async function compareOn(daemon: Daemon): Promise<readonly Result[]> {
  const missing = missingPrograms(daemon)
  if (missing.length > 0 || process.getuid?.() !== 0) {
    return [{ word: 'skip', text: `malformed messages on ${daemon.name}: not installed, or no root` }]
  }
  const scenario = scenarioOf(daemon.name)
  const theirs = await daemonAnswers(daemon, scenario)
  const results: Result[] = []
  for (const exchange of exchanges) {
    const engine = await engineAnswer(scenario, exchange)
    results.push(verdict(daemon, exchange, engine, theirs.get(exchange.name) ?? 'nothing'))
  }
  return results
}

function verdict({ name: daemon }: Daemon, { name }: Exchange, engine: string, theirs: string): Result {
  const known = malformedDifferences.find((row) => row.exchange === name && row.daemon === daemon)
  const text = `${daemon} ${name}: ${engine}`
  if (known === undefined) {
    return engine === theirs ? { word: 'ok', text } : { word: 'not ok', text: `${text}, ${daemon} ${theirs}` }
  }
  const isSame = known.engine === engine && known.answer === theirs
  if (isSame) return { word: 'ok', text: `${text}, ${daemon} ${theirs}, known: ${known.clause}` }
  return { word: 'not ok', text: `${text}, ${daemon} ${theirs}; known was ${known.engine}, ${known.answer}` }
}

function scenarioOf(profile: string): Scenario {
  const { scenario, issues } = readScenario(
    `
version: 1
title: A probe and a router under test
defaults: { timers: { hold: 9s, keepalive: 3s } }
routers:
  probe: { asn: 65010 }
  dut: { asn: 12076, bgpIdentifier: 10.0.0.11, profile: ${profile} }
# RFC 8212 asks for a policy where the profile keeps it.
sessions: [{ between: [probe, dut], ends: { dut: { import: [{ set: { localPref: 100 } }] } } }]
`,
    'malformed.yaml',
  )
  if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return scenario
}

/** The router under test waits in a namespace, and the probe calls it from the other end of a cable. */
async function daemonAnswers(daemon: Daemon, scenario: Scenario): Promise<ReadonlyMap<string, string>> {
  const plan = conformancePlan(scenario, daemon.profile)
  const setups = routerSetups(plan)
  const dut = setups.find(({ name }) => name === 'dut')
  const [peer] = dut?.peers ?? []
  if (dut === undefined || peer === undefined) throw new Error('no router under test')
  const { localAddress, remoteAddress } = peer.configuration
  const answers = new Map<string, string>()
  const run = new RunFolder()
  try {
    const wire = await Wire.lay(setups, plan.links, run)
    const path = join(run.path, 'dut')
    mkdirSync(path)
    const start = (): Promise<RunningDaemon> =>
      daemon.start(dut, [], { namespace: wire.namespaceOf('dut'), path, run }, 'none')
    let running = await start()
    const caller = startProbe(wire.namespaceOf('probe'), localAddress, remoteAddress)
    for (const { name } of exchanges) {
      const answer = await caller.ask(name)
      // One that closed the connection may be busy with it for good.
      answers.set(name, answer === 'stands' ? withRoutes(answer, await running.read()) : answer)
      await caller.ask('')
      if (daemon.comesBackLate) {
        running.kill()
        running = await withPatience(start)
      } else await running.clear(session)
    }
    caller.end()
    running.kill()
  } finally {
    await run.remove()
  }
  return answers
}

/** The port of one that was killed a moment ago may still be taken. */
async function withPatience<Result>(start: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + 10_000
  for (;;) {
    try {
      return await start()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await pause(50)
    }
  }
}

interface Caller {
  /** Plays the exchange of that name and answers how it ended; without a name it hangs up. */
  readonly ask: (name: string) => Promise<string>
  readonly end: () => void
}

function startProbe(namespace: string, host: Address, own: Address): Caller {
  const program = [process.execPath, '--import=tsx', 'test/interop/malformed.ts', 'probe']
  const line = ['netns', 'exec', namespace, ...program, formatAddress(host), hexadecimal(own)]
  const child = spawn('ip', line, { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    ask: async (name) => {
      child.stdin.write(`${name}\n`)
      const { value, done } = await answers.next()
      if (done === true) throw new Error('the probe ended')
      return value
    },
    end: () => child.stdin.end(),
  }
}

/** Reads names from its input, and answers each on a line; it ends with its input. */
async function probe([host = '', nextHop = '']: readonly string[]): Promise<void> {
  let peer: Awaited<ReturnType<typeof playExchange>> | undefined
  for await (const name of createInterface(process.stdin)) {
    peer?.socket.destroy()
    const exchange = exchanges.find((other) => other.name === name)
    peer = exchange && (await playExchange(exchange, { host, port: 179, nextHop }))
    console.log(peer === undefined ? '' : answerOf(peer))
  }
  peer?.socket.destroy()
}

/** The same to a router of ours, a fresh one for each. */
async function engineAnswer(scenario: Scenario, exchange: Exchange): Promise<string> {
  const places = [{ address: parseAddress('127.0.0.1'), port: undefined }]
  const lab = new LiveLab(scenario, 'dut', new Map([['probe', places]]))
  const [at] = await lab.listen('ipv4')
  lab.run.start()
  const { remoteAddress } = lab.peer('dut', session).configuration
  try {
    const under = { host: '127.0.0.1', port: at?.port ?? 0, nextHop: hexadecimal(remoteAddress) }
    const peer = await playExchange(exchange, under)
    const snapshot = engineSnapshot(lab.run.simulation).get('dut')
    if (snapshot === undefined) throw new Error('the router under test is gone')
    const answer = withRoutes(answerOf(peer), snapshot)
    peer.socket.destroy()
    return answer
  } finally {
    await lab.run.end()
  }
}

/** What the session left in the table where it goes on. */
function withRoutes(answer: string, { paths }: RouterSnapshot): string {
  if (answer !== 'stands') return answer
  const prefixes = paths.filter(({ from }) => from === session).map(({ prefix }) => prefix)
  return ['stands', ...prefixes].join(' ')
}

function hexadecimal({ words: [word = 0] }: Address): string {
  return word.toString(16).padStart(8, '0')
}
