import { formatBgpIdentifier } from '../../../bgp/identifiers.ts'
import { families } from '../../../net/address.ts'
import { type PackedPrefixes, unpackPrefixes } from '../../../net/packed-prefixes.ts'
import { bfdOn } from '../../../report/router-config/bfd-timers.ts'
import { exportFilter, importFilter, unsupportedInFilter } from '../../../report/router-config/bird-filter.ts'
import {
  birdBfdLines,
  birdCapabilityLines,
  birdDefaultLines,
  birdOwnLines,
  birdProtocolLines,
} from '../../../report/router-config/bird-lines.ts'
import { gracefulRestartOf, type RouterSetup } from '../router-setup.ts'

/** The configuration of BIRD 2 for one router; whom it names `down` it does not start. */
export function birdConfiguration(
  router: RouterSetup,
  own: readonly PackedPrefixes[],
  logFile: string,
  down: readonly string[] = [],
): string {
  const lines = [
    `log "${logFile}" all;`,
    `router id ${formatBgpIdentifier(router.speaker.bgpIdentifier)};`,
    'timeformat log iso long us;',
    'debug protocols { states, events };',
    ...deferralLines(router),
    'protocol device { scan time 1; }',
    'protocol direct { ipv4; ipv6; interface "port*"; }',
    ...bfdLines(router),
    ...families.flatMap((family) =>
      birdOwnLines(family, own.filter((some) => some.family === family).flatMap(unpackPrefixes)),
    ),
    ...families.flatMap((family) => birdDefaultLines(family, router)),
    ...router.peers.flatMap((peer) => [
      ...importFilter(router, peer),
      ...exportFilter(router, peer),
      ...birdProtocolLines(peer, {
        speaker: router.speaker,
        sharedKey: peer.sharedKey,
        deterministicMed: router.mayHearMed,
        besides: [
          ...(down.includes(peer.label) ? ['disabled;'] : []),
          ...(peer.bfd === undefined ? [] : ['bfd on;']),
          'connect delay time 1; connect retry time 1; error wait time 1, 2; error forget time 10;',
          ...birdCapabilityLines(peer.configuration),
        ],
        ofChannels: peer.keepsReceived ? ['import table on;'] : [],
      }),
    ]),
  ]
  return `${lines.join('\n')}\n`
}

/** The timers are those of the interface. */
function bfdLines(router: RouterSetup): readonly string[] {
  return birdBfdLines(
    router.ports.flatMap(({ link, device }) => {
      const timers = bfdOn(router, link)
      return timers === undefined ? [] : [{ name: device, ...timers }]
    }),
  )
}

export function unsupportedByBird(router: RouterSetup): readonly string[] {
  return [
    ...(router.speaker.aggregates.length > 0 ? ['aggregates: BIRD 2.0 makes none'] : []),
    ...router.peers.flatMap(({ configuration }) =>
      [...configuration.import, ...configuration.export].flatMap((term) => {
        const { match, set } = unsupportedInFilter(term)
        return [...match, ...set]
      }),
    ),
  ]
}

/** It waits for all of its peers together. */
function deferralLines(router: RouterSetup): readonly string[] {
  const own = gracefulRestartOf(router)
  return own === undefined ? [] : [`graceful restart wait ${own.selectionDeferralSeconds};`]
}
