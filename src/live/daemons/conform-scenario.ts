import type { Scenario } from '../../scenario/scenario.ts'
import { buildTopology } from '../../scenario/topology.ts'
import { describeOperation } from '../../sim/operation.ts'
import { routerOfEnd, type SimulationPlan } from '../../sim/plan.ts'
import { asShown } from './as-shown.ts'
import { habitsOf } from './azure-habits.ts'
import { compareSides, type Finding, type Side } from './compare.ts'
import { conformancePlan } from './conformance-plan.ts'
import type { Daemon, DaemonName } from './daemon.ts'
import { DaemonNetwork } from './daemon-network.ts'
import { canBeDrained } from './drained.ts'
import { type Deed, engineStages, type Stage } from './engine-stages.ts'
import { untilAtRest } from './rest.ts'
import { routerSetups } from './router-setup.ts'
import type { SentNotification } from './snapshot.ts'

/** One scenario on one daemon. */
export interface ConformedScenario {
  readonly file: string
  readonly title: string
  readonly daemon: DaemonName
  readonly stages: readonly ComparedStage[]
  /** What routers do in the scenario and did not do here, on either side: in words. */
  readonly playedWithout: readonly string[]
  /** Why nothing, or nothing from some point on, was compared. */
  readonly leftOut: readonly string[]
}

/** One rest point. */
export interface ComparedStage {
  readonly atSeconds: number
  /** What led here. */
  readonly deeds: readonly string[]
  readonly findings: readonly Finding[]
}

export interface Playing {
  /** Daemons whose sessions come back late are waited for; or else their scenarios end before that. */
  readonly isSlow: boolean
  readonly signal: AbortSignal
}

/**
 * Plays the scenario on daemons and in the engine, and compares both wherever both are at rest. The signal ends it early, by a
 * throw; what was made on the host is gone either way.
 */
export async function conformScenario(
  scenario: Scenario,
  daemon: Daemon,
  { isSlow, signal }: Playing,
): Promise<ConformedScenario> {
  const plan = conformancePlan(scenario, daemon.profile, daemon)
  const { file, title } = scenario
  const inability = routerSetups(plan).flatMap((router) =>
    daemon.unsupported(router).map((what) => `${router.name}: ${what}`),
  )
  const apart = plan.links.flatMap(({ name, mismatch }) =>
    mismatch === undefined ? [] : [`${name}: its ends differ in ${mismatch}, and those of a lab do not`],
  )
  const leftOut = [...new Set([...inability, ...apart])]
  const about = { file, title, daemon: daemon.name, playedWithout: missingIn(scenario, daemon) }
  if (leftOut.length > 0) return { ...about, stages: [], leftOut }
  const all = engineStages(scenario, plan)
  const { stages, why } = isSlow ? { stages: all, why: [] } : stagesInAHurry(all, daemon)
  const played = await playedStages(stages, plan, daemon, signal)
  return { ...about, ...played, leftOut: [...played.leftOut, ...why] }
}

function missingIn(scenario: Scenario, { leavesOut, playsBfd }: Daemon): readonly string[] {
  const { routers } = buildTopology(scenario).plan
  const isWatched = routers.some(({ bfd }) => [...bfd.values()].some(({ isOn }) => isOn))
  const waits = routers.some(({ speaker }) =>
    speaker.peers.some(({ session }) => session.bfdStrict !== undefined),
  )
  return [
    ...habitsOf(scenario, leavesOut).map((habit) => `${habit} at Azure's routers`),
    ...(isWatched && !playsBfd ? ['BFD'] : []),
    ...(waits ? ['BFD strict mode'] : []),
  ]
}

/** What needs no session to come back, of a daemon that takes long for that. */
export function stagesInAHurry(
  stages: readonly Stage[],
  { comesBackLate }: Daemon,
): { readonly stages: readonly Stage[]; readonly why: readonly string[] } {
  const late = stages.findIndex(({ cameUp }, index) => index > 0 && cameUp.length > 0)
  const stage = stages[late]
  if (!comesBackLate || stage === undefined) return { stages, why: [] }
  const what = `${stage.cameUp.join(', ')}: back half a minute later, with --slow alone`
  return { stages: stages.slice(0, late), why: [`from ${stage.atSeconds} s on: ${what}`] }
}

/** In a lab nobody waits longer for the end of stale routes. */
const longestStaleSeconds = 15

/** Carries the deeds out on daemons, and compares at every rest point. */
export async function playedStages(
  stages: readonly Stage[],
  plan: SimulationPlan,
  daemon: Daemon,
  signal: AbortSignal,
): Promise<Pick<ConformedScenario, 'stages' | 'leftOut'>> {
  const compared: ComparedStage[] = []
  const leftOut: string[] = []
  const network = await DaemonNetwork.start(daemon, plan, routerSetups(plan, refreshedIn(stages)))
  try {
    for (const stage of stages) {
      const end = whyItEnds(stage, plan, daemon)
      if (end !== undefined) {
        leftOut.push(`from ${stage.atSeconds} s on: ${end}`)
        break
      }
      for (const deed of stage.deeds) await network.perform(deed)
      const found = stage.isAtRest ? await comparedStage(stage, plan, network, daemon, signal) : undefined
      const undecided = daemon.comparesInPairs ? stage.undecidedInPairs : []
      if (found === undefined)
        leftOut.push(`after ${stage.atSeconds} s: the engine is not at rest before what comes next`)
      else if (undecided.length === 0) compared.push(found)
      else leftOut.push(`after ${stage.atSeconds} s: in pairs, the order decides: ${undecided.join(', ')}`)
    }
  } finally {
    await network.end()
  }
  return { stages: compared, leftOut }
}

function refreshedIn(stages: readonly Stage[]): ReadonlySet<string> {
  const deeds = stages.flatMap((stage) => stage.deeds)
  return new Set(deeds.flatMap((deed) => (deed.kind === 'refresh' ? [deed.session] : [])))
}

/** Why neither this stage nor any after it can be played. */
function whyItEnds(stage: Stage, plan: SimulationPlan, daemon: Daemon): string | undefined {
  const impossible = stage.deeds.find((deed) => !canBeDone(deed, plan))
  if (impossible !== undefined) return `${describeOperation(impossible)}: not on a host`
  const loops = daemon.restartsAfterLimit ? [] : restartedByLimit(stage, plan)
  if (loops.length > 0) return `${loops.join(', ')}: its limit restarts it in minutes`
  const forgotten = daemon.forgetsRemovalWhenShut ? startedWithRemoval(stage.deeds, plan) : []
  if (forgotten.length > 0)
    return `${forgotten.join(', ')}: it forgets remove-private-as where a session is shut down`
  return stage.staleSeconds > longestStaleSeconds
    ? `stale routes go after ${stage.staleSeconds} s`
    : undefined
}

/** What no daemon is told while it runs. */
const staysAsConfigured: ReadonlySet<Deed['kind']> = new Set([
  ...(['set-weight', 'set-aggregates', 'discard', 'forward', 'freeze', 'thaw'] as const),
  ...(['mistake', 'mend', 'malformed', 'stop-reading', 'read', 'set-bfd', 'restore-bfd'] as const),
])

/** Hosts here have no netem: packets can be kept back, but neither a share of them nor for a while. */
function canBeDone(deed: Deed, plan: SimulationPlan): boolean {
  if (deed.kind === 'drain')
    return routerSetups(plan).some((one) => one.name === deed.node && canBeDrained(one))
  if (deed.kind === 'several') return deed.operations.every((one) => canBeDone(one, plan))
  if (staysAsConfigured.has(deed.kind)) return false
  if (deed.kind !== 'add-fault') return true
  return deed.rule.kind !== 'loss' && deed.rule.kind !== 'delay'
}

/** The sessions that are started at an end which takes private AS numbers out. */
function startedWithRemoval(deeds: readonly Deed[], plan: SimulationPlan): readonly string[] {
  return deeds.flatMap((deed) => {
    if (deed.kind === 'several') return startedWithRemoval(deed.operations, plan)
    if (deed.kind !== 'start') return []
    const router = routerOfEnd(plan.routers, deed)
    const peers = plan.routers.flatMap(({ speaker }) => (speaker.name === router ? speaker.peers : []))
    const isForgotten = peers.some((peer) => peer.name === deed.session && peer.removePrivateAsns)
    return isForgotten ? [deed.session] : []
  })
}

/** The sessions that exceeded a limit after which they come back by themselves. */
function restartedByLimit({ exceeded }: Stage, { routers }: SimulationPlan): readonly string[] {
  return exceeded
    .filter(({ router, session }) =>
      routers.some(
        ({ speaker }) =>
          speaker.name === router &&
          speaker.peers.some(
            ({ name, prefixLimit }) => name === session && prefixLimit?.restartSeconds !== undefined,
          ),
      ),
    )
    .map(({ session }) => session)
    .filter((session, index, all) => all.indexOf(session) === index)
}

function sessionsThatRestart({ routers }: SimulationPlan): readonly string[] {
  const peers = routers.flatMap(({ speaker }) => speaker.peers)
  return peers.filter(({ prefixLimit }) => prefixLimit?.restartSeconds !== undefined).map(({ name }) => name)
}

async function comparedStage(
  stage: Stage,
  plan: SimulationPlan,
  network: DaemonNetwork,
  daemon: Daemon,
  signal: AbortSignal,
): Promise<ComparedStage> {
  const restarting = new Set(sessionsThatRestart(plan))
  // How often a limit was exceeded again before its cause was gone is a matter of time.
  const isTold = ({ session, code, subcode }: SentNotification): boolean =>
    !(code === 6 && subcode === 1 && restarting.has(session))
  const heard: SentNotification[] = []
  const snapshot = asShown(stage.snapshot, daemon)
  const expected: Side = { snapshot, notifications: stage.notifications.filter(isTold) }
  const side = await untilAtRest({
    look: async () => {
      const present = asShown(await network.read(), daemon)
      heard.push(...network.takeNotifications())
      return { snapshot: present, notifications: heard.filter(isTold) }
    },
    expected,
    quietMilliseconds: daemon.quietMilliseconds,
    patienceMilliseconds: daemon.patienceMilliseconds,
    pollMilliseconds: daemon.pollMilliseconds,
    hurry: async (outstanding) => {
      const missing = outstanding.filter(
        ({ attribute, engine }) => attribute === 'established' && engine === 'yes',
      )
      if (!daemon.startsWhenTold) return
      for (const session of new Set(missing.map(({ item }) => item))) await network.startAgain(session)
    },
    signal,
  })
  return {
    atSeconds: stage.atSeconds,
    deeds: stage.deeds.map(describeOperation),
    findings: compareSides(expected, side),
  }
}
