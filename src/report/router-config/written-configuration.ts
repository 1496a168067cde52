import type { PolicyTerm } from '../../bgp/policy.ts'
import type { PeerConfiguration } from '../../bgp/speaker-configuration.ts'
import { familyNames } from '../../net/address-text.ts'
import type { ExportedRouter } from './exported-router.ts'
import type { Unsupported } from './policy-terms.ts'

/** A configuration without its head, and what of the scenario it does not say. */
export interface WrittenConfiguration {
  readonly lines: readonly string[]
  readonly notes: readonly string[]
}

/** The terms that are left out, and the parts of others that are. */
export function policyNotes(
  { peers }: ExportedRouter,
  unsupported: (term: PolicyTerm) => Unsupported,
): readonly string[] {
  return peers.flatMap(({ configuration }) =>
    (['import', 'export'] as const).flatMap((direction) =>
      configuration[direction].flatMap((term, index) => {
        const place = `${configuration.name}, ${direction}, term ${index + 1}`
        const { match, set } = unsupported(term)
        return match.length > 0
          ? [`${place} is left out: no words for ${match.join(' and ')}`]
          : set.map((what) => `${place}: no words for ${what}`)
      }),
    ),
  )
}

/** Routers count the pause after a prefix limit in minutes. */
export function restartMinutes(limit: PeerConfiguration['prefixLimit']): number | undefined {
  return limit?.restartSeconds === undefined ? undefined : Math.max(1, Math.ceil(limit.restartSeconds / 60))
}

/** Where the scenario's pause is no whole number of minutes. */
export function restartNotes({ peers }: ExportedRouter): readonly string[] {
  return peers.flatMap(({ configuration }) => {
    const minutes = restartMinutes(configuration.prefixLimit)
    const seconds = configuration.prefixLimit?.restartSeconds
    return minutes === undefined || seconds === undefined || minutes * 60 === seconds
      ? []
      : [
          `${configuration.name}: down for ${minutes} min above the prefix limit, where the scenario has ${seconds} s`,
        ]
  })
}

/** What is the same for every maker: what links are not told of, and keys that are no plain words. */
export function commonNotes({ ports, peers, besides }: ExportedRouter): readonly string[] {
  const derived = ports.flatMap(({ units }) => units.filter(({ isDerived }) => isDerived))
  const links = derived.map(({ link }) => link).join(', ')
  return [
    ...besides,
    ...(derived.length === 0
      ? []
      : [`${links}: a scenario names no addresses for this, so that some stand in`]),
    ...ports.flatMap(({ units }) =>
      units.filter(({ isTunnel }) => isTunnel).map(({ link }) => `${link}: the IPsec tunnel that it is`),
    ),
    ...ports.flatMap(({ units }) =>
      units
        .filter(({ lacksOuterTag }) => lacksOuterTag)
        .map(({ link }) => `${link}: the outer tag of QinQ, which stag of its expressRoutePort would say`),
    ),
    ...peers
      .filter(({ configuration: { session } }) => session.bfdStrict !== undefined)
      .map(({ configuration: { name } }) => `${name}: that it waits for BFD (strict mode)`),
    ...peers
      .filter(({ hasStrangeKey }) => hasStrangeKey)
      .map(({ configuration: { name } }) => `${name}: its key has other signs than letters and digits`),
  ]
}

/** What an end offers in its OPEN otherwise than usual, for those who have no words for it. */
export function capabilityNotes({ peers }: ExportedRouter): readonly string[] {
  return peers.flatMap(({ configuration: { name, session } }) => [
    ...(session.routeRefresh ? [] : [`${name}: no words for an OPEN without route refresh`]),
    ...(session.fourOctetAs ? [] : [`${name}: no words for an OPEN without four-octet AS numbers`]),
    ...session.families.slice(1).map((family) => `${name}: that it carries ${familyNames[family]} as well`),
  ])
}
