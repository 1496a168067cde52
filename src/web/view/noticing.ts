import type { ScenarioRun } from '../../scenario/scenario-run.ts'

/** Who notices something, and by what. */
export interface Noticing {
  readonly by: string
  readonly who: readonly string[]
}

/** What notices that nothing comes over a session any more: BFD, or else its timers. `undefined` where it does not stand. */
function watchOf({ simulation }: ScenarioRun, session: string, node: string): string | undefined {
  const end = simulation.bfd.end(node, session)
  if (end?.state === 'Up') return `BFD, within ${(end.detectionMicros ?? 0) / 1000} ms`
  const { negotiated } = simulation.router(node).speaker.peer(session)
  if (negotiated === undefined) return undefined
  const { holdTimeSeconds } = negotiated
  return holdTimeSeconds === 0 ? 'nothing: its hold time is 0' : `the hold timer, within ${holdTimeSeconds} s`
}

/** What notices that a link is silent. */
export function silenceNoticed(run: ScenarioRun, link: string): string {
  const watches = run.evidence.sessions
    .filter((session) => session.link === link)
    .flatMap(({ name, local, remote }) => [local, remote].map((node) => watchOf(run, name, node)))
  return together(watches.map((by) => ({ by, who: '' })))
    .map(({ by }) => by)
    .join(' and ')
}

/** How the neighbours of a router notice that it is gone. */
export function crashNoticed(run: ScenarioRun, router: string): readonly Noticing[] {
  const { network, routers } = run.simulation
  const peers = run.simulation.router(router).speaker.peers.map(({ name, configuration }) => {
    const { remote, interface: link } = configuration
    const isSeen = network.link(link).carrier === 'direct' && routers.has(remote)
    return { who: remote, by: isSeen ? 'the port, at once' : watchOf(run, name, remote) }
  })
  return together(peers)
}

function together(
  all: readonly { readonly by: string | undefined; readonly who: string }[],
): readonly Noticing[] {
  const groups = new Map<string, Set<string>>()
  for (const { by, who } of all) if (by !== undefined) groups.set(by, (groups.get(by) ?? new Set()).add(who))
  return [...groups].map(([by, who]) => ({ by, who: [...who] }))
}
