import { callersInDoubt } from '../../live/caller.ts'
import type { ListenPlan } from '../../live/listener.ts'
import { choiceProblems, type LivePlan, livePlan, type OutsideSession } from '../../live/live-plan.ts'
import { LiveRun } from '../../live/live-run.ts'
import { formatSocketAddress } from '../../live/socket-address.ts'
import { countOf } from '../../report/quantity.ts'
import { formatUptime } from '../../report/show/uptime.ts'
import { loadScenario } from '../../scenario/load.ts'
import { routerResult } from '../../scenario/result/router-result.ts'
import { buildTopology } from '../../scenario/topology.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { answer } from '../show.ts'
import { tellIssues } from '../tell-issues.ts'
import type { Terminal } from '../terminal.ts'
import type { Typing } from '../typing.ts'
import { UsageError } from '../usage-error.ts'
import { type LiveCommand, type LiveSubjects, liveCommandHelp, readLiveCommand } from './live-commands.ts'
import { type PeerPlace, placesByRouter, twicePlaced } from './live-option-values.ts'
import { type PacketWriter, packetWriter, type TraceWriter, traceWriter } from './live-writers.ts'

export interface LiveOptions {
  readonly router: readonly string[]
  readonly listen?: readonly ListenPlan[]
  readonly peer?: readonly PeerPlace[]
  readonly for?: number
  readonly trace?: true | string
  readonly pcap?: string
  readonly seed?: number
}

const statusMilliseconds = 1000

/** `vmsee live`: routers of a scenario on real TCP, the others in the simulator beside them, until Ctrl-C. */
export async function live(file: string, options: LiveOptions, terminal: Terminal): Promise<ExitCode> {
  const loaded = loadScenario(file)
  if (loaded.scenario === undefined) {
    tellIssues(loaded, terminal)
    return exitCodes.unusable
  }
  const scenario = { ...loaded.scenario, seed: options.seed ?? loaded.scenario.seed }
  const topology = buildTopology(scenario)
  const { router: routers, peer: places = [], listen = [] } = options
  const twice = twicePlaced(places)
  if (twice !== undefined) throw new UsageError(`${twice} has two places of one family`)
  const choice = { routers, peers: placesByRouter(places) }
  const problems = choiceProblems(topology, choice)
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  const plan = livePlan(topology, scenario.timeline, choice)
  refuseUnreachable(plan, listen)
  const doubts = callersInDoubt(plan.sessions, listen)
  if (doubts.length > 0) throw new UsageError(doubts.join('\n'))
  const tracer = traceWriter(options.trace, plan, terminal)
  const packets = packetWriter(options.pcap, topology, terminal)
  try {
    return await new Stage(plan, options, { tracer, packets }, terminal).play()
  } finally {
    tracer.close()
    packets.close()
  }
}

/** Without any way in or out nobody would notice that a router is live. */
function refuseUnreachable({ sessions, outside }: LivePlan, listen: readonly ListenPlan[]): void {
  if (listen.length > 0 || sessions.some(({ at }) => at.port !== undefined)) return
  const [name = 'ce1'] = outside
  throw new UsageError(
    `there is no way in or out: --listen ADDRESS:PORT waits for peers, --peer ${name}=ADDRESS:PORT calls one`,
  )
}

interface Writers {
  readonly tracer: TraceWriter
  readonly packets: PacketWriter
}

/** One `vmsee live` from its start to its end: the run, and the person or script at the terminal. */
class Stage {
  readonly #plan: LivePlan
  readonly #options: LiveOptions
  readonly #terminal: Terminal
  readonly #run: LiveRun
  readonly #subjects: LiveSubjects
  #typing: Typing | undefined
  #end: (code: ExitCode) => void = () => undefined
  #fail: (error: unknown) => void = () => undefined

  constructor(plan: LivePlan, options: LiveOptions, { tracer, packets }: Writers, terminal: Terminal) {
    this.#plan = plan
    this.#options = options
    this.#terminal = terminal
    this.#run = new LiveRun(plan, {
      onRecord: (record) => tracer.note(record, (write) => this.#above(write)),
      onBug: (error) => this.#fail(error),
      onConnection: packets.open,
    })
    const speakers = plan.plan.routers.map(({ speaker }) => speaker)
    const own = speakers.filter(({ name }) => options.router.includes(name))
    this.#subjects = {
      routers: [...new Set([...own, ...speakers])].map(({ name }) => name),
      sessions: own.flatMap(({ peers }) => peers),
    }
  }

  async play(): Promise<ExitCode> {
    const problems = await this.#run.listen(this.#options.listen ?? [])
    if (problems.length > 0) throw new UsageError(problems.join('\n'))
    this.#introduce()
    const ended = new Promise<ExitCode>((resolve, reject) => {
      this.#end = resolve
      this.#fail = reject
    })
    this.#typing = this.#terminal.onLine((line) => this.#obey(line))
    const forget = this.#terminal.onInterrupt(() => this.#end(exitCodes.interrupted))
    const status = setInterval(() => this.#typing?.status(this.#status()), statusMilliseconds)
    const { for: seconds } = this.#options
    const limit =
      seconds === undefined ? undefined : setTimeout(() => this.#end(exitCodes.held), seconds * 1000)
    try {
      this.#run.start()
      const code = await ended
      await this.#run.end()
      return code
    } finally {
      forget()
      clearInterval(status)
      clearTimeout(limit)
      this.#typing.stop()
    }
  }

  #above(write: () => void): void {
    if (this.#typing === undefined) write()
    else this.#typing.above(write)
  }

  #introduce(): void {
    const { talk, talkPalette } = this.#terminal
    for (const { at } of this.#run.listeners) talk(`listening on ${formatSocketAddress(at)}\n`)
    for (const session of this.#plan.sessions) talk(`${session.name}: ${this.#wayOf(session)}\n`)
    for (const session of this.#plan.keyless.filter((session) => !this.#mayHaveKey(session))) {
      talk(
        `${talkPalette.yellow('warning:')} ${session.name} has a sharedKey, and goes without it: Node cannot set TCP MD5 (RFC 2385)\n`,
      )
    }
    talk('help lists the commands that can be typed; Ctrl-C ends\n')
  }

  // Whoever hands over a socket can have given it the keys of those who call there.
  #mayHaveKey({ local, at: { address } }: OutsideSession): boolean {
    return this.#run.listeners.some(
      ({ plan, at }) =>
        'descriptor' in plan.at &&
        at.address.family === address.family &&
        (plan.router === undefined || plan.router === local),
    )
  }

  #wayOf({ local, remote, at }: OutsideSession): string {
    const place = `${remote} at ${formatSocketAddress(at)}`
    const isHeard = this.#run.listeners.some(
      ({ plan, at: { address } }) =>
        address.family === at.address.family && (plan.router === undefined || plan.router === local),
    )
    const waits = isHeard
      ? `waits for ${place}`
      : `cannot be called by ${remote}, since nothing listens for it`
    return at.port === undefined ? `${local} ${waits}` : `${local} calls ${place}, and ${waits}`
  }

  #status(): string {
    const { border } = this.#run
    const simulation = this.#run.present()
    const states = this.#plan.sessions.map(({ name, local }) => simulation.router(local).speaker.peer(name))
    const up = states.filter(({ negotiated }) => negotiated !== undefined)
    const heard = up.reduce((sum, { adjRibIn }) => sum + adjRibIn.ipv4.count + adjRibIn.ipv6.count, 0)
    const told = up.reduce((sum, { adjRibOut }) => sum + adjRibOut.ipv4.count + adjRibOut.ipv6.count, 0)
    const { unknown, crowded } = border.refusals
    const refused = unknown + crowded === 0 ? [] : [`${countOf(unknown + crowded, 'connection')} refused`]
    const barred = border.barred.map((name) => `${name} barred`)
    return [
      formatUptime(simulation.now / 1_000_000),
      `${up.length} of ${countOf(states.length, 'session')} Established`,
      `${countOf(heard, 'prefix', 'prefixes')} in, ${told} out`,
      ...refused,
      ...barred,
    ].join('  ')
  }

  #obey(line: string): void {
    try {
      const command = readLiveCommand(line, this.#subjects)
      this.#above(() => this.#carryOut(command))
    } catch (error) {
      if (!(error instanceof UsageError)) return this.#fail(error)
      this.#above(() => this.#terminal.talk(`${error.message}\n`))
    }
  }

  #carryOut(command: LiveCommand): void {
    switch (command.kind) {
      case 'show': {
        const simulation = this.#run.present()
        const result = routerResult(
          simulation.router(command.router),
          simulation,
          simulation.now,
          this.#run.log,
        )
        return this.#terminal.out(answer(result, command.query))
      }
      case 'shut':
      case 'start':
      case 'clear':
        for (const session of command.sessions) this.#operate(command.kind, session)
        return
      case 'drain':
      case 'undrain':
        return this.#run.operate({ kind: command.kind, node: command.router })
      case 'announce':
      case 'withdraw':
        for (const prefixes of command.prefixes) {
          this.#run.operate({ kind: command.kind, at: command.at, prefixes })
        }
        return
      case 'help':
        return this.#terminal.out(liveCommandHelp)
      case 'quit':
        return this.#end(exitCodes.held)
      case 'nothing':
        return
      default:
        throw new Error(`no command ${command satisfies never}`)
    }
  }

  #operate(kind: 'shut' | 'start' | 'clear', session: string): void {
    const outside = this.#plan.sessions.find(({ name }) => name === session)
    if (kind !== 'shut' && outside !== undefined) this.#run.border.admit(outside.remote)
    this.#run.operate({ kind, session })
  }
}
