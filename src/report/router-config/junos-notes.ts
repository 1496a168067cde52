import { formatPrefix } from '../../net/prefix-text.ts'
import type { ExportedRouter } from './exported-router.ts'
import { unsupportedByJunos } from './junos-policy.ts'
import { capabilityNotes, commonNotes, policyNotes, restartNotes } from './written-configuration.ts'

/** The largest number of loops that Junos takes, of which the last is the one that it does not. */
export const mostLoops = 10

/** What a configuration for Junos does not say. */
export function junosNotes(router: ExportedRouter): readonly string[] {
  const { speaker, peers } = router
  return [
    ...commonNotes(router),
    ...policyNotes(router, unsupportedByJunos),
    ...restartNotes(router),
    ...capabilityNotes(router),
    ...keepaliveNotes(router),
    ...peers
      .filter(({ configuration }) => configuration.allowOwnAsn >= mostLoops)
      .map(
        ({ configuration: { name, allowOwnAsn } }) =>
          `${name}: the own AS is allowed ${mostLoops - 1} times, where the scenario has ${allowOwnAsn}`,
      ),
    ...(speaker.maximumPaths > 1
      ? [
          `Junos has no number of BGP paths side by side, where the scenario has ${speaker.maximumPaths}: chassis maximum-ecmp bounds it`,
        ]
      : []),
    ...speaker.aggregates
      .filter(({ asSet }) => !asSet)
      .map(
        ({ prefix }) => `aggregate ${formatPrefix(prefix)}: what all AS_PATHs begin with stays in its own`,
      ),
    ...gracefulNotes(router),
    ...(peers.some(({ configuration }) => configuration.defaultOriginate)
      ? ['a default route that BGP has learned is told as it is, in place of one of its own']
      : []),
    ...(speaker.profile.comparesMed === 'never'
      ? ['no words for a MULTI_EXIT_DISC that nobody looks at']
      : []),
    `vmsee has measured no Junos: when it calls again, how long it holds news back and the like are its own, and not those of profile ${speaker.profile.name}`,
  ]
}

/** Its keepalive interval is always a third of the hold time. */
function keepaliveNotes({ peers }: ExportedRouter): readonly string[] {
  return peers.flatMap(({ configuration: { name, session } }) =>
    session.keepaliveSeconds * 3 === session.holdTimeSeconds
      ? []
      : [
          `${name}: a KEEPALIVE every third of the hold time, where the scenario has ${session.keepaliveSeconds} s`,
        ],
  )
}

function gracefulNotes({ peers }: ExportedRouter): readonly string[] {
  const own = peers[0]?.configuration.session.gracefulRestart
  if (own === undefined) return []
  return [
    `graceful restart: no words for the ${own.selectionDeferralSeconds} s that it waits for its peers`,
    ...(own.notification
      ? ["graceful restart: whether a NOTIFICATION ends it (RFC 8538) is the release's"]
      : []),
  ]
}
