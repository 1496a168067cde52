import { isLesson } from '../../analysis/lesson/round-scenario.ts'
import { Playback } from '../../analysis/playback.ts'
import { playedScenario } from '../../analysis/played-scenario.ts'
import { isLarge, runCost } from '../../analysis/run-cost.ts'
import { formatIssues } from '../../report/issues.ts'
import { plain } from '../../report/palette.ts'
import type { ScenarioIssue } from '../../scenario/issue.ts'
import { readScenario } from '../../scenario/parse.ts'
import { noPrefixFiles, type ReadPrefixFile } from '../../scenario/read/prefix-files.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { ScenarioRun } from '../../scenario/scenario-run.ts'
import { buildTopology } from '../../scenario/topology.ts'
import type { Micros } from '../../sim/time.ts'
import { costWords } from '../view/cost-words.ts'
import { historyView } from '../view/history.ts'
import { inspect, type Selection } from '../view/inspect.ts'
import { ladderRows } from '../view/ladder.ts'
import { lessonView } from '../view/lesson.ts'
import { limitGauges } from '../view/limit-gauges.ts'
import { momentView } from '../view/moment.ts'
import { planView } from '../view/plan.ts'
import { prefixWays } from '../view/prefix-ways.ts'
import type { Doing, LessonRequest, Reply, Request, ScenarioSource } from './protocol.ts'
import { type Done, RoundInHand } from './round-in-hand.ts'

/** How the octets of a file come out of base64, which is the browser's to know. */
export type ReadBase64 = (text: string) => Uint8Array

interface Pinned {
  readonly at: Micros
  readonly run: ScenarioRun
}

/** One of the futures that were made, and by what. */
interface Branch {
  readonly playback: Playback
  readonly done: Done
}

interface RoundBeginning {
  /** The round that was taken until now. */
  readonly before?: RoundInHand
  readonly at?: Micros | undefined
}

/** How long one looks for the moment at which everything has converged. */
const converged: Micros = 3_600_000_000
const instantsAtOnce = 64

/** The simulator behind a page: a request in, replies out. It has no clock; whoever drives it says when it looks ahead. */
export class Laboratory {
  readonly #readBase64: ReadBase64
  /** The file as it came. */
  #source: ScenarioSource = { file: '', text: '', prefixFiles: {} }
  #readPrefixFile: ReadPrefixFile = noPrefixFiles
  /** Of a lesson: the one that is asked about. */
  #round: RoundInHand | undefined
  #branches: readonly Branch[] = []
  #undone: readonly Branch[] = []
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
    const branch = this.#branches.at(-1)
    if (branch === undefined) return []
    const { playback } = branch
    switch (request.kind) {
      case 'jump':
        playback.jump(Math.min(request.at, this.#limit(branch)))
        return [this.#moment(playback)]
      case 'step':
        playback.step(request.to, request.direction, this.#limit(branch))
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
        return this.#act(branch, request)
      case 'undo':
      case 'redo':
        return this.#turnBack(request.kind)
      case 'take-away':
        return [{ kind: 'taken-away', text: playedScenario(playback) }]
      default:
        return this.#round === undefined ? [] : this.#learn(request, this.#round, branch)
    }
  }

  #learn(request: LessonRequest, round: RoundInHand, branch: Branch): readonly Reply[] {
    const { playback } = branch
    switch (request.kind) {
      case 'round':
        return this.#openRound(new RoundInHand(round.lesson, request.index, this.#readPrefixFile), {
          before: round,
        })
      case 'answered':
        round.answered()
        return this.#told(branch)
      case 'do':
        return this.#doAll(round, playback.now)
      case 'judge':
        return [{ kind: 'judged', outcome: round.outcome(playback) }]
      case 'judge-all':
        return [{ kind: 'all-judged', outcomes: round.outcomes() }]
      case 'leave':
        this.#round = undefined
        return this.#told(branch)
      default:
        throw new Error(`no request ${request satisfies never}`)
    }
  }

  /** Plays a little ahead; answers what is known then, or nothing where all of it was told before. */
  lookAhead(): readonly Reply[] {
    const branch = this.#branches.at(-1)
    if (branch === undefined) return []
    const { playback } = branch
    playback.lookAhead(instantsAtOnce, this.#limit(branch))
    return playback.front.instants === this.#toldInstants ? [] : [this.#history(branch)]
  }

  /** Whether the run is known to its end, or as far as it may be. */
  get isWhole(): boolean {
    const branch = this.#branches.at(-1)
    const next = branch?.playback.front.next
    return branch === undefined || next === undefined || next > this.#limit(branch)
  }

  /** How far it may be played. */
  #limit({ done }: Branch): Micros {
    return this.#round?.limit(done) ?? Number.POSITIVE_INFINITY
  }

  #open({ source, at, round = 0, anyway }: Request & { readonly kind: 'open' }): readonly Reply[] {
    const { file, text, prefixFiles } = source
    const readPrefixFile: ReadPrefixFile = (name) => {
      const content = prefixFiles[name] ?? { problems: [`${name} did not come with the page`] }
      return typeof content === 'string'
        ? { octets: this.#readBase64(content), problems: [] }
        : { octets: undefined, problems: content.problems }
    }
    const { scenario, issues } = readScenario(text, file, readPrefixFile)
    this.#branches = []
    if (scenario === undefined) return [refused(file, text, issues, true)]
    const cost = runCost(scenario, buildTopology(scenario))
    if (isLarge(cost) && anyway !== true)
      return [{ kind: 'large', source, ...(at === undefined ? {} : { at }), words: costWords(cost) }]
    if (file !== this.#source.file) {
      this.#selection = undefined
      this.#followed = undefined
    }
    this.#source = source
    this.#readPrefixFile = readPrefixFile
    this.#round = undefined
    if (isLesson(scenario)) {
      const index = scenario.lesson.rounds[round] === undefined ? 0 : round
      return this.#openRound(new RoundInHand(scenario, index, readPrefixFile), { at })
    }
    return this.#begin(scenario, (playback) => at ?? whenConverged(playback))
  }

  /** A round that asks about the run of the one before goes on in that, where it is there. `at` is looked at if it may be. */
  #openRound(round: RoundInHand, { before, at }: RoundBeginning): readonly Reply[] {
    const branch = this.#branches.at(-1)
    this.#round = round
    if (round.isSequel && before?.index === round.index - 1 && branch !== undefined) return this.#told(branch)
    if (round.isSequel) return this.#begin(round.scenario('done'), (playback) => at ?? toEnd(playback))
    return this.#begin(round.scenario(round.hasDeeds ? 'to-do' : 'done'), (playback) => {
      const hold = whenConverged(playback) + round.pauseMicros
      round.holdAt(hold)
      return Math.min(at ?? hold, hold)
    })
  }

  /** `whereTo` is where one looks first. */
  #begin(scenario: Scenario, whereTo: (playback: Playback) => Micros): readonly Reply[] {
    const playback = new Playback(scenario, this.#readPrefixFile)
    playback.jump(whereTo(playback))
    const branch = { playback, done: [] }
    this.#branches = [branch]
    this.#undone = []
    this.#pinned = undefined
    const lesson = this.#round && lessonView(this.#round.lesson)
    const round = this.#round?.index ?? 0
    return [{ kind: 'opened', plan: planView(playback.run), lesson, round }, ...this.#told(branch)]
  }

  /** What the round does, as its file has it. */
  #doAll(round: RoundInHand, at: Micros): readonly Reply[] {
    const playback = new Playback(round.scenario('done'), this.#readPrefixFile)
    playback.jump(at)
    return this.#goOn({ playback, done: 'all' })
  }

  #act({ playback, done }: Branch, { action, label: wanted, later = [] }: Doing): readonly Reply[] {
    const actions = done === 'all' ? done : [...done, action, ...later.map((then) => then.action)]
    if (actions !== 'all' && this.#round?.isDoneBy(actions)) return this.#doAll(this.#round, playback.now)
    const label = wanted === undefined ? undefined : freshLabel(wanted, playback)
    const acted = playback.act(
      label === undefined ? action : { ...action, label },
      ...later.map((then) => ({ at: `${label} + ${then.after}`, ...then.action })),
    )
    if (acted.playback === undefined)
      return [refused(playback.scenario.file, acted.source, acted.issues, false), this.#moment(playback)]
    this.#round?.holdAt(acted.playback.now)
    return this.#goOn({ playback: acted.playback, done: actions })
  }

  #goOn(branch: Branch): readonly Reply[] {
    this.#branches = [...this.#branches, branch]
    this.#undone = []
    return this.#told(branch)
  }

  #told(branch: Branch): readonly Reply[] {
    return [this.#history(branch), this.#moment(branch.playback)]
  }

  /** The moment that is looked at stays, so that two futures can be compared. */
  #turnBack(kind: 'undo' | 'redo'): readonly Reply[] {
    const here = this.#branches.at(-1)
    const back = kind === 'undo' ? this.#branches.at(-2) : this.#undone.at(-1)
    if (here === undefined || back === undefined)
      return here === undefined ? [] : [this.#moment(here.playback)]
    this.#branches = kind === 'undo' ? this.#branches.slice(0, -1) : [...this.#branches, back]
    this.#undone = kind === 'undo' ? [...this.#undone, here] : this.#undone.slice(0, -1)
    back.playback.jump(Math.min(here.playback.now, this.#limit(back)))
    return this.#told(back)
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

  #history(branch: Branch): Reply {
    const { playback, done } = branch
    this.#toldInstants = playback.front.instants
    return {
      kind: 'history',
      history: historyView(playback, this.#limit(branch)),
      // Of a lesson its file, and not the network of the round that is taken of it.
      source: this.#round === undefined ? { ...this.#source, text: playback.scenario.source } : this.#source,
      canUndo: this.#branches.length > 1,
      canRedo: this.#undone.length > 0,
      round: this.#round?.status(done),
    }
  }
}

function toEnd(playback: Playback): Micros {
  while (playback.lookAhead(instantsAtOnce));
  return playback.end
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
