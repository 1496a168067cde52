import type { Profile } from '../../bgp/profile.ts'
import type { ExportedRouter } from './exported-router.ts'

/** A switch of the profile that a configuration does not set, and what it makes a router do. */
interface Habit {
  readonly name: keyof Profile
  readonly does: (profile: Profile) => string
  /** Whether the router comes into its way at all. */
  readonly matters: (router: ExportedRouter) => boolean
}

const always = (): boolean => true
const hasLimit = ({ peers }: ExportedRouter): boolean =>
  peers.some(({ configuration }) => configuration.prefixLimit !== undefined)
const hasAggregates = ({ speaker }: ExportedRouter): boolean => speaker.aggregates.length > 0
const reflects = ({ peers }: ExportedRouter): boolean =>
  peers.some(({ configuration }) => configuration.routeReflectorClient)

const habits: readonly Habit[] = [
  {
    name: 'connectRetrySeconds',
    does: ({ connectRetrySeconds }) => `calls again after ${connectRetrySeconds} s`,
    matters: always,
  },
  {
    name: 'idleHoldSeconds',
    does: ({ idleHoldSeconds }) =>
      idleHoldSeconds === undefined ? 'stays down after a fall' : `waits ${idleHoldSeconds} s after a fall`,
    matters: always,
  },
  {
    name: 'mraiExternalSeconds',
    does: ({ mraiExternalSeconds }) => `holds ${span(mraiExternalSeconds)} for other ASes`,
    matters: always,
  },
  {
    name: 'mraiInternalSeconds',
    does: ({ mraiInternalSeconds }) => `holds ${span(mraiInternalSeconds)} for its own AS`,
    matters: ({ peers }) => peers.some(({ configuration }) => isInternal(configuration.session)),
  },
  {
    name: 'weight',
    does: ({ weight }) => (weight ? 'looks at weight first' : 'knows no weight'),
    matters: always,
  },
  {
    name: 'comparesMed',
    does: ({ comparesMed }) => `compares MULTI_EXIT_DISC ${comparesMed}`,
    // The other two stand in the configuration.
    matters: ({ speaker }) => speaker.profile.comparesMed === 'never',
  },
  {
    name: 'resolvesNextHops',
    does: ({ resolvesNextHops }) => (resolvesNextHops ? 'resolves next hops' : 'trusts every next hop'),
    matters: always,
  },
  {
    name: 'ownRoutesCarryMed',
    does: ({ ownRoutesCarryMed }) =>
      `announces its own routes ${ownRoutesCarryMed ? 'with MULTI_EXIT_DISC 0' : 'without MULTI_EXIT_DISC'}`,
    matters: always,
  },
  {
    name: 'withholdsLoops',
    does: ({ withholdsLoops }) =>
      withholdsLoops ? 'tells nobody what he would drop as a loop' : 'leaves loops to the receiver',
    matters: always,
  },
  {
    name: 'heedsGracefulShutdown',
    does: ({ heedsGracefulShutdown }) =>
      `${heedsGracefulShutdown ? 'heeds' : 'passes by'} GRACEFUL_SHUTDOWN without a policy`,
    matters: always,
  },
  {
    name: 'keepsBlackholeInside',
    does: ({ keepsBlackholeInside }) =>
      `${keepsBlackholeInside ? 'keeps' : 'does not keep'} BLACKHOLE routes inside its AS`,
    matters: always,
  },
  {
    name: 'endsWithPort',
    does: ({ endsWithPort }) =>
      `loses ${endsWithPort === 'none' ? 'no session' : endsWithPort} when a port goes down`,
    matters: always,
  },
  {
    name: 'keepsPeerAmongPrivateAsns',
    does: ({ keepsPeerAmongPrivateAsns }) =>
      `${keepsPeerAmongPrivateAsns ? 'leaves' : 'takes'} the peer's own AS ${keepsPeerAmongPrivateAsns ? 'among' : 'out with'} the private ones`,
    matters: ({ peers }) => peers.some(({ configuration }) => configuration.removePrivateAsns),
  },
  {
    name: 'limitCounts',
    does: ({ limitCounts }) => `counts ${limitCounts} routes against a prefix limit`,
    matters: hasLimit,
  },
  {
    name: 'limitsBeforeAdding',
    does: ({ limitsBeforeAdding }) =>
      limitsBeforeAdding
        ? 'falls with the second route above a limit'
        : 'falls with the first route above a limit',
    matters: hasLimit,
  },
  {
    name: 'aggregatesUnlikeMeds',
    does: ({ aggregatesUnlikeMeds }) =>
      `${aggregatesUnlikeMeds ? 'aggregates' : 'does not aggregate'} routes of unlike MULTI_EXIT_DISC`,
    matters: hasAggregates,
  },
  {
    name: 'aggregatesCarryMed',
    does: ({ aggregatesCarryMed }) =>
      `announces aggregates ${aggregatesCarryMed ? 'with MULTI_EXIT_DISC 0' : 'without MULTI_EXIT_DISC'}`,
    matters: hasAggregates,
  },
  {
    name: 'reflectedRoutesCarryMed',
    does: ({ reflectedRoutesCarryMed }) =>
      `reflects routes ${reflectedRoutesCarryMed ? 'with a MULTI_EXIT_DISC of 0 where they have none' : 'as they are'}`,
    matters: reflects,
  },
  {
    name: 'marksReflection',
    does: ({ marksReflection }) => `puts ORIGINATOR_ID and CLUSTER_LIST on ${marksReflection}`,
    matters: reflects,
  },
  {
    name: 'looksForClusterFrom',
    does: ({ looksForClusterFrom }) =>
      `looks for its own cluster in the CLUSTER_LIST of routes from ${looksForClusterFrom}`,
    matters: reflects,
  },
  {
    name: 'comparesReflection',
    does: ({ comparesReflection }) =>
      `${comparesReflection ? 'compares' : 'does not compare'} ORIGINATOR_ID and CLUSTER_LIST`,
    matters: always,
  },
]

function span(seconds: number): string {
  return seconds === 0 ? 'back no news' : `back news for up to ${seconds} s`
}

function isInternal({
  localAsn,
  remoteAsn,
}: {
  readonly localAsn: number
  readonly remoteAsn: number
}): boolean {
  return localAsn === remoteAsn
}

/** What the maker's router does otherwise than the scenario's, whatever is configured; `settled` is what the configuration says. */
export function habitNotes(
  router: ExportedRouter,
  maker: string,
  own: Profile,
  settled: readonly (keyof Profile)[],
): readonly string[] {
  const { profile } = router.speaker
  return habits
    .filter(({ name, matters }) => profile[name] !== own[name] && !settled.includes(name) && matters(router))
    .map(({ does }) => `${maker} ${does(own)}; the scenario's router ${does(profile)}`)
}
