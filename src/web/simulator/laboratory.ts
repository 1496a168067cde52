import { Playback } from '../../analysis/playback.ts'
import { playedScenario } from '../../analysis/played-scenario.ts'
import { isLarge, runCost } from '../../analysis/run-cost.ts'
import { formatIssues } from '../../report/issues.ts'
import { plain } from '../../report/palette.ts'
import type { ScenarioIssue } from '../../scenario/issue.ts'
import { readScenario } from '../../scenario/parse.ts'
import type { ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { buildTopology } from '../../scenario/topology.ts'
import type { Micros } from '../../sim/time.ts'
import { costWords } from '../view/cost-words.ts'
import { historyView } from '../view/history.ts'
import { inspect, type Selection } from '../view/inspect.ts'
import { ladderRows } from '../view/ladder.ts'
import { limitGauges } from '../view/limit-gauges.ts'
import { momentView } from '../view/moment.ts'
import { planView } from '../view/plan.ts'
import { prefixWays } from '../view/prefix-ways.ts'
import type { Doing, Reply, Request, ScenarioSource } from './protocol.ts'

/** How the octets of a file come out of base64, which is the browser's to know. */
export type ReadBase64 = (text: string) => Uint8Array

interface Pinned {
  readonly at: Micros
  readonly run: ScenarioRun
}

/** How long one looks for the moment at which everything has converged. */
const converged: Micros = 3_600_000_000
const instantsAtOnce = 64

/** The simulator behind a page: a request in, replies out. It has no clock; whoever drives it says when it looks ahead. */
export class Laboratory {
  readonly #readBase64: ReadBase64
  /** The file as it came. */
  #source: ScenarioSource = { file: '', text: '', prefixFiles: {} }
  #branches: readonly Playback[] = []
  #undone: readonly Playback[] = []
  #selection: Selection | undefined
  #pinned: Pinned | undefined
  #followed: string | undefined
  /** How far the front was when its history was told last. */
  #toldInstants = 0

  constructor(readBase64: ReadBase64) {
    this.#readBase64 = readBase64
  }

  answer(request: Request): readonly Reply[] {
    if (request.kind === 'open') return this.#open(request)
    const playback = this.#branches.at(-1)
    if (playback === undefined) return []
    switch (request.kind) {
      case 'jump':
        playback.jump(request.at)
        return [this.#moment(playback)]
      case 'step':
        playback.step(request.to, request.direction)
        return [this.#moment(playback)]
      case 'select':
        this.#selection = request.selection
        return [this.#moment(playback)]
      case 'pin':
        this.#pinned = this.#pinned === undefined ? { at: playback.now, run: playback.run.fork() } : undefined
        return [this.#moment(playback)]
      case 'follow':
        this.#followed = request.prefix
        return [this.#moment(playback)]
      case 'act':
        return this.#act(playback, request)
      case 'undo':
      case 'redo':
        return this.#turnBack(request.kind)
      case 'take-away':
        return [{ kind: 'taken-away', text: playedScenario(playback) }]
      default:
        throw new Error(`no request ${request satisfies never}`)
    }
  }

  /** Plays a little ahead; answers what is known then, or nothing where all of it was told before. */
  lookAhead(): readonly Reply[] {
    const playback = this.#branches.at(-1)
    if (playback === undefined) return []
    playback.lookAhead(instantsAtOnce)
    return playback.front.instants === this.#toldInstants ? [] : [this.#history(playback)]
  }

  /** Whether the run is known to its end. */
  get isWhole(): boolean {
    return this.#branches.at(-1)?.front.next === undefined
  }

  #open({ source, at, anyway }: Request & { readonly kind: 'open' }): readonly Reply[] {
    const { file, text, prefixFiles } = source
    const readPrefixFile: ReadPrefixFile = (name) => {
      const octets = prefixFiles[name]
      return octets === undefined
        ? { octets: undefined, problem: `${name} did not come with the page` }
        : { octets: this.#readBase64(octets), problem: undefined }
    }
    const { scenario, issues } = readScenario(text, file, readPrefixFile)
    if (scenario === undefined) return [refused(file, text, issues, true)]
    const cost = runCost(scenario, buildTopology(scenario))
    if (isLarge(cost) && anyway !== true)
      return [{ kind: 'large', source, ...(at === undefined ? {} : { at }), words: costWords(cost) }]
    const playback = new Playback(scenario, readPrefixFile)
    if (file !== this.#source.file) {
      this.#selection = undefined
      this.#followed = undefined
    }
    this.#source = source
    this.#branches = [playback]
    this.#undone = []
    this.#pinned = undefined
    playback.jump(at ?? whenConverged(playback))
    return [{ kind: 'opened', plan: planView(playback.run) }, this.#history(playback), this.#moment(playback)]
  }

  #act(playback: Playback, { action, label: wanted, later = [] }: Doing): readonly Reply[] {
    const label = wanted === undefined ? undefined : freshLabel(wanted, playback)
    const { playback: next, issues } = playback.act(
      label === undefined ? action : { ...action, label },
      ...later.map((then) => ({ at: `${label} + ${then.after}`, ...then.action })),
    )
    if (next === undefined)
      return [
        refused(playback.scenario.file, playback.scenario.source, issues, false),
        this.#moment(playback),
      ]
    this.#branches = [...this.#branches, next]
    this.#undone = []
    return [this.#history(next), this.#moment(next)]
  }

  /** The moment that is looked at stays, so that two futures can be compared. */
  #turnBack(kind: 'undo' | 'redo'): readonly Reply[] {
    const here = this.#branches.at(-1)
    const back = kind === 'undo' ? this.#branches.at(-2) : this.#undone.at(-1)
    if (here === undefined || back === undefined) return here === undefined ? [] : [this.#moment(here)]
    this.#branches = kind === 'undo' ? this.#branches.slice(0, -1) : [...this.#branches, back]
    this.#undone = kind === 'undo' ? [...this.#undone, here] : this.#undone.slice(0, -1)
    back.jump(here.now)
    return [this.#history(back), this.#moment(back)]
  }

  #moment(playback: Playback): Reply {
    const selection = this.#selection
    return {
      kind: 'moment',
      moment: momentView(playback),
      ladder: ladderRows(playback),
      inspection: selection === undefined ? undefined : inspect(playback, selection, this.#pinned?.run),
      pinnedAt: this.#pinned?.at,
      limits: limitGauges(playback.run),
      ways: this.#followed === undefined ? undefined : prefixWays(this.#followed, playback.run),
    }
  }

  #history(playback: Playback): Reply {
    this.#toldInstants = playback.front.instants
    return {
      kind: 'history',
      history: historyView(playback),
      source: { ...this.#source, text: playback.scenario.source },
      canUndo: this.#branches.length > 1,
      canRedo: this.#undone.length > 0,
    }
  }
}

function whenConverged(playback: Playback): Micros {
  const { front, log } = playback
  while (!front.simulation.isConverged()) {
    const { length } = log.events
    while (log.events.length === length)
      if (front.simulation.now > converged || !playback.lookAhead(1)) return 0
  }
  return front.simulation.now
}

function refused(file: string, text: string, issues: readonly ScenarioIssue[], fatal: boolean): Reply {
  return { kind: 'refused', text: formatIssues(file, text, issues, plain), fatal }
}

/** No label is given twice in a file. */
function freshLabel(wanted: string, { scenario }: Playback): string {
  const taken = scenario.timeline.map(({ label }) => label)
  let number = 1
  while (taken.includes(`${wanted}-${number}`)) number++
  return `${wanted}-${number}`
}
